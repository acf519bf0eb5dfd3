//! From text to its marks: tags, and what stands between them. Nothing is decoded, and no tag is matched with another.

/// A part of the text; the attributes of a tag are read from the scanner that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark<'a> {
    /// `<name`: its attributes follow.
    Start(&'a str),
    /// `</name>`.
    End(&'a str),
    /// Characters and references.
    Text(&'a str),
    /// What stands within `<![CDATA[` and `]]>`.
    CData(&'a str),
    /// `<!DOCTYPE`, which is read no further.
    DocType,
    /// A comment, a processing instruction, the declaration.
    Other,
}

/// What follows within a start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inner<'a> {
    /// `name="value"`, without the quotes.
    Attribute(&'a str, &'a str),
    /// `>`.
    Open,
    /// `/>`.
    Empty,
}

/// What is wrong, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) what: &'static str,
}

/// Goes once over a text, byte by byte: all that it looks for is ASCII.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Scanner { text, at: 0 }
    }

    /// The offset of the byte that is next.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Goes on to the first byte of a kind, if need be to the end, and gives what it passed.
    fn until(&mut self, is_end: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let length = rest.iter().position(|&byte| is_end(byte));
        self.at = start.saturating_add(length.unwrap_or(rest.len()));
        self.slice(start, self.at)
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.at = self.at.saturating_add(1);
        }
    }

    fn takes_byte(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at = self.at.saturating_add(usize::from(found));
        found
    }

    fn takes(&mut self, text: &str) -> bool {
        let found = self.slice(self.at, self.text.len()).starts_with(text);
        if found {
            self.at = self.at.saturating_add(text.len());
        }
        found
    }

    /// Goes on behind a text, and gives what stands before it.
    fn behind(&mut self, end: &str) -> Option<&'a str> {
        let rest = self.slice(self.at, self.text.len());
        let before = rest.get(..rest.find(end)?)?;
        self.at = self
            .at
            .saturating_add(before.len())
            .saturating_add(end.len());
        Some(before)
    }

    /// The next one; nothing at the end. A start tag has to be read to its end by [`inner`](Self::inner) first.
    pub(super) fn next(&mut self) -> Result<Option<Mark<'a>>, Fault> {
        let start = self.at;
        let Some(first) = self.peek() else {
            return Ok(None);
        };
        if first != b'<' {
            return Ok(Some(Mark::Text(self.until(|byte| byte == b'<'))));
        }
        self.at = start.saturating_add(1);
        let fault = |what| Fault { at: start, what };
        Ok(Some(match self.peek() {
            Some(b'/') => {
                self.at = self.at.saturating_add(1);
                let name = self.behind(">");
                let name = name.ok_or(fault("an end tag that no `>` ends"))?;
                Mark::End(name.trim_end_matches(|c: char| u8::try_from(c).is_ok_and(is_blank)))
            }
            Some(b'!') => self.declared(start)?,
            Some(b'?') => {
                self.at = self.at.saturating_add(1);
                self.behind("?>")
                    .ok_or(fault("a processing instruction that no `?>` ends"))?;
                Mark::Other
            }
            _ => Mark::Start(self.until(|byte| is_blank(byte) || is_mark(byte))),
        }))
    }

    /// What begins with `<!`.
    fn declared(&mut self, start: usize) -> Result<Mark<'a>, Fault> {
        let fault = |what| Fault { at: start, what };
        if self.takes("!--") {
            let comment = self.behind("-->");
            return comment
                .map(|_| Mark::Other)
                .ok_or(fault("a comment that no `-->` ends"));
        }
        if self.takes("![CDATA[") {
            let data = self.behind("]]>");
            return data
                .map(Mark::CData)
                .ok_or(fault("a CDATA section that no `]]>` ends"));
        }
        let word = self.slice(self.at, self.at.saturating_add("!DOCTYPE".len()));
        if word.eq_ignore_ascii_case("!DOCTYPE") {
            self.until(|byte| matches!(byte, b'[' | b'>' | b'\n'));
            return Ok(Mark::DocType);
        }
        Err(fault(
            "`<!` begins a comment or a CDATA section, and this is none",
        ))
    }

    /// What follows within a start tag, to be asked for until it is at its end.
    pub(super) fn inner(&mut self) -> Result<Inner<'a>, Fault> {
        self.skip_blanks();
        let start = self.at;
        let fault = |at, what| Err(Fault { at, what });
        match self.peek() {
            None => return fault(start, "a tag that no `>` ends"),
            Some(b'>') => {
                self.at = start.saturating_add(1);
                return Ok(Inner::Open);
            }
            Some(b'/') if self.takes("/>") => return Ok(Inner::Empty),
            Some(b'/') => return fault(start, "a `/` within a tag that no `>` follows"),
            Some(_) => {}
        }
        let name = self.until(|byte| is_blank(byte) || is_mark(byte));
        if name.is_empty() {
            return fault(start, "an attribute without a name");
        }
        self.skip_blanks();
        if !self.takes_byte(b'=') {
            return fault(start, "an attribute without `=`");
        }
        self.skip_blanks();
        let quote = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => quote,
            None | Some(b'>' | b'/') => return fault(start, "an attribute without a value"),
            Some(_) => return fault(self.at, "an attribute value without quotes"),
        };
        let opened = self.at;
        self.at = opened.saturating_add(1);
        let value = self.until(|byte| byte == quote);
        if self.peek().is_none() {
            return fault(opened, "an attribute value that no quote ends");
        }
        self.at = self.at.saturating_add(1);
        Ok(Inner::Attribute(name, value))
    }
}

/// The white space of XML (XML 1.0, 2.3).
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// What no name has in it and a tag has.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'/' | b'>' | b'=' | b'<' | b'"' | b'\'' | b'&')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut scanner = Scanner::new(text);
        let mut words: Vec<String> = Vec::new();
        loop {
            match scanner.next() {
                Ok(None) => return words.join(" "),
                Ok(Some(Mark::Start(name))) => {
                    words.push(format!("<{name}"));
                    loop {
                        match scanner.inner() {
                            Ok(Inner::Attribute(name, value)) => {
                                words.push(format!("{name}={value}"));
                            }
                            Ok(end) => {
                                words.push(format!("{end:?}"));
                                break;
                            }
                            Err(fault) => return format!("{}: {}", fault.at, fault.what),
                        }
                    }
                }
                Ok(Some(mark)) => words.push(format!("{mark:?}")),
                Err(fault) => return format!("{}: {}", fault.at, fault.what),
            }
        }
    }

    #[test]
    fn tags_and_what_stands_between_them() {
        for (text, expected) in [
            ("<a/>", "<a Empty"),
            (
                "<a\tb = 'x>\"y' c=\"\"></a >",
                "<a b=x>\"y c= Open End(\"a\")",
            ),
            ("<a b='1'c='2'/>", "<a b=1 c=2 Empty"),
            (
                "<?xml version='1.0'?><!-- <a> --><a>x&amp;y</a>",
                "Other Other <a Open Text(\"x&amp;y\") End(\"a\")",
            ),
            (
                "<a><![CDATA[<b>]]></a>",
                "<a Open CData(\"<b>\") End(\"a\")",
            ),
            ("<p:größe/>", "<p:größe Empty"),
            ("<!doctype html>", "DocType Text(\">\")"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (text, expected) in [
            ("<a b", "3: an attribute without `=`"),
            ("<a b=", "3: an attribute without a value"),
            ("<a b=>", "3: an attribute without a value"),
            ("<a b=c>", "5: an attribute value without quotes"),
            ("<a b='c>", "5: an attribute value that no quote ends"),
            ("<a ='c'>", "3: an attribute without a name"),
            ("<a /b>", "3: a `/` within a tag that no `>` follows"),
            ("<a", "2: a tag that no `>` ends"),
            ("<a></a", "3: an end tag that no `>` ends"),
            ("<!-->", "0: a comment that no `-->` ends"),
            ("<![CDATA[x]]", "0: a CDATA section that no `]]>` ends"),
            ("<?x", "0: a processing instruction that no `?>` ends"),
            (
                "<!ELEMENT a>",
                "0: `<!` begins a comment or a CDATA section, and this is none",
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
