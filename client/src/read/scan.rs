//! Where a value ends that has arrived in part.

/// Looks for the end of an object, an array or a string, and goes on where it left off when more has arrived. It does not check
/// what it passes: whoever reads the value does.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scan {
    /// How many bytes were looked at.
    at: usize,
    depth: usize,
    in_string: bool,
    /// The last byte was a backslash in a string.
    escaped: bool,
}

impl Scan {
    /// The length of the value, when it ends within this text; the text is the same as before, and more.
    pub(crate) fn end(&mut self, text: &str) -> Option<usize> {
        let rest = text.as_bytes().get(self.at..).unwrap_or_default();
        for byte in rest {
            self.at += 1;
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                if self.in_string || self.depth > 0 {
                    continue;
                }
                return Some(self.at);
            }
            match byte {
                b'"' => self.in_string = true,
                // What is no array, object or string ends where something else begins.
                b',' if self.depth == 0 => return Some(self.at - 1),
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth <= 1 => return Some(self.at),
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Scan;

    #[test]
    fn the_end_is_found_however_the_text_is_cut() {
        for (text, end) in [
            (r#"{"a":"}\"]","b":[{},"\\"]},{"#, Some(26)),
            (r#"["]"],"#, Some(5)),
            (r#""a\\","#, Some(5)),
            (r#"{"a":[1,2"#, None),
            ("true,1", Some(4)),
            (" -12 ]", Some(6)),
            (r#"{"a":"}"#, None),
            ("", None),
        ] {
            for step in 1..=text.len().max(1) {
                let mut scan = Scan::default();
                let mut found = None;
                for to in (0..=text.len()).step_by(step).chain([text.len()]) {
                    found = found.or_else(|| scan.end(&text[..to]));
                }
                assert_eq!(found, end, "{text} by {step}");
            }
        }
    }
}
