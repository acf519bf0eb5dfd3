use super::reader::Reader;
use super::repair::RepairKind;

impl Reader<'_> {
    /// A string, from its opening quote.
    pub(super) fn string(&mut self) -> Option<String> {
        let opening = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else {
                self.fail(opening, "this string does not end");
                return None;
            };
            let start = self.at;
            self.at += c.len_utf8();
            match c {
                '"' => break,
                '\\' => out.push(self.escape(start)?),
                '\n' | '\r' if self.bracket_follows() => {
                    self.at = start;
                    self.repair(start, start, RepairKind::MissingQuote);
                    return Some(out.trim_end().to_owned());
                }
                '\n' | '\r' => self.line_break(start),
                c if c.is_control() => {
                    self.repair(start, self.at, RepairKind::ControlCharacter);
                    out.push(c);
                }
                c => out.push(c),
            }
        }
        self.drop_doubled_quote();
        Some(out)
    }

    /// The character an escape stands for; the backslash is read already.
    fn escape(&mut self, start: usize) -> Option<char> {
        let Some(c) = self.rest().chars().next() else {
            self.fail(start, "the sample ends inside an escape");
            return None;
        };
        self.at += c.len_utf8();
        Some(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => self.unicode(start)?,
            c if c.is_ascii_punctuation() => {
                self.repair(start, self.at, RepairKind::UnknownEscape(c));
                c
            }
            _ => {
                self.fail(start, "JSON knows no such escape");
                return None;
            }
        })
    }

    /// `uXXXX`, or a pair of them for a character that needs two; half a pair is read as U+FFFD.
    fn unicode(&mut self, start: usize) -> Option<char> {
        let high = self.hex(start)?;
        if let Some(c) = char::from_u32(high) {
            return Some(c);
        }
        if (0xD800..0xDC00).contains(&high) && self.rest().starts_with("\\u") {
            let behind = self.at;
            self.at += 2;
            let low = self.hex(start)?;
            if (0xDC00..0xE000).contains(&low) {
                return char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            }
            self.at = behind;
        }
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self, start: usize) -> Option<u32> {
        let digits = self
            .rest()
            .get(..4)
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            self.fail(start, "four hexadecimal digits are missing");
            return None;
        };
        self.at += 4;
        Some(code)
    }

    /// Removes a line end inside a string, with the indentation of the next line.
    fn line_break(&mut self, start: usize) {
        if self.text_at(start) == Some(b'\r') && self.peek() == Some(b'\n') {
            self.at += 1;
        }
        self.repair(start, self.at, RepairKind::LineBreak);
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// Whether the next line begins with a bracket that closes.
    fn bracket_follows(&self) -> bool {
        self.rest().trim_start().starts_with(['}', ']'])
    }

    fn drop_doubled_quote(&mut self) {
        let Some(behind) = self.rest().strip_prefix('"') else {
            return;
        };
        let next = behind.trim_start_matches([' ', '\t']);
        if next.is_empty() || next.starts_with([',', '}', ']', ':', '\n', '\r']) {
            self.repair(self.at, self.at + 1, RepairKind::DoubledQuote);
            self.at += 1;
        }
    }
}
