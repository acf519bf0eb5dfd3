//! Elements, attributes and escapes.

use crate::source::Spanned;

pub(super) const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

pub(super) struct Printer {
    out: String,
    open: Vec<String>,
    /// The start tag last written still lacks its `>`.
    in_tag: bool,
    /// The element last written holds text, so its end tag follows at once.
    has_text: bool,
}

impl Printer {
    pub(super) fn new() -> Self {
        Printer {
            out: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned(),
            open: Vec::new(),
            in_tag: false,
            has_text: false,
        }
    }

    pub(super) fn open(&mut self, name: &str) -> &mut Self {
        if self.in_tag {
            self.out.push_str(">\n");
        }
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        self.open.push(name.to_owned());
        self.in_tag = true;
        self
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(&mut self.out, value, true);
        self.out.push('"');
        self
    }

    pub(super) fn optional(&mut self, name: &str, value: Option<&Spanned<String>>) -> &mut Self {
        match value {
            Some(value) => self.attribute(name, value.as_str()),
            None => self,
        }
    }

    /// Written only where it differs from what absence means.
    pub(super) fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        if value {
            self.attribute(name, "true")
        } else {
            self
        }
    }

    pub(super) fn stated(&mut self, name: &str, value: Option<impl ToString>) -> &mut Self {
        match value {
            Some(value) => self.attribute(name, &value.to_string()),
            None => self,
        }
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.out.push('>');
        escape(&mut self.out, text, false);
        self.in_tag = false;
        self.has_text = true;
        self
    }

    pub(super) fn close(&mut self) {
        let name = self.open.pop().unwrap_or_default();
        if self.in_tag {
            self.out.push_str("/>\n");
        } else {
            if !self.has_text {
                self.indent();
            }
            self.out.push_str("</");
            self.out.push_str(&name);
            self.out.push_str(">\n");
        }
        self.in_tag = false;
        self.has_text = false;
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    fn indent(&mut self) {
        for _ in &self.open {
            self.out.push_str("  ");
        }
    }
}

/// Line breaks and tabs become references in attributes, where a reader would make blanks of them. Characters that XML
/// cannot hold at all become U+FFFD.
fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\t' if attribute => out.push_str("&#x9;"),
            '\n' | '\t' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}
