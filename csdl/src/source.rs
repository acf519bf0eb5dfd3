//! Source texts and the places in them.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

mod encoding;

/// The largest document that is read, in bytes. The largest published `$metadata` known is about 15 MiB.
pub const MAX_SOURCE_BYTES: u64 = 128 * 1024 * 1024;

/// Which of the [`Sources`] a [`Span`] points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

impl SourceId {
    /// No text: for syntax built by hand rather than read.
    pub const NONE: SourceId = SourceId(u32::MAX);
}

impl Default for SourceId {
    fn default() -> Self {
        SourceId::NONE
    }
}

/// A range of bytes of one source text; the default one points nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets past 4 GiB are cut, which [`MAX_SOURCE_BYTES`] rules out.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span {
            source,
            start: cut(start),
            end: cut(end.max(start)),
        }
    }

    /// The smallest span that covers both; `self` when they are in different sources.
    pub fn to(self, other: Span) -> Span {
        if self.source != other.source {
            return self;
        }
        Span {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The range of bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}

impl<T> From<T> for Spanned<T> {
    fn from(value: T) -> Self {
        Spanned {
            value,
            span: Span::default(),
        }
    }
}

impl From<&str> for Spanned<String> {
    fn from(value: &str) -> Self {
        Spanned {
            value: value.to_owned(),
            span: Span::default(),
        }
    }
}

impl Spanned<String> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

/// A line and a column, both counted from one; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One text and the name it is shown under.
#[derive(Clone, Debug)]
pub struct Source {
    name: Arc<str>,
    /// As it was read: the largest documents are not copied.
    text: Arc<String>,
    /// Nobody asks where a line begins before something is wrong.
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// The name under which diagnostics show it, usually a path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same text, which can be read while [`Sources`] grows: it is not copied.
    pub fn shared_text(&self) -> Arc<String> {
        self.text.clone()
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let line_starts = self.line_starts.get_or_init(|| line_starts(&self.text));
        let line = line_starts
            .partition_point(|&start| start as usize <= offset)
            .max(1);
        let start = line_starts.get(line - 1).map_or(0, |&start| start as usize);
        let upto = self
            .text
            .get(start..offset.min(self.text.len()))
            .unwrap_or_default();
        Position {
            line,
            column: upto.chars().count() + 1,
        }
    }
}

fn check_size(name: &str, bytes: u64) -> Result<(), LoadError> {
    if bytes <= MAX_SOURCE_BYTES {
        return Ok(());
    }
    let name = name.to_owned();
    Err(LoadError::TooLarge { name, bytes })
}

/// What bytes are packed with, as they begin with it (RFC 1952, 2.3.1; APPNOTE.TXT 4.3.7).
fn packed(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x1f, 0x8b, ..] => Some("gzip"),
        [b'P', b'K', 3, 4, ..] => Some("zip"),
        _ => None,
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
    let starts = breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
    std::iter::once(0).chain(starts).collect()
}

/// Why a document could not be taken in; the message names the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadError {
    /// It is not there, or cannot be read.
    Unreadable {
        /// The path as given.
        name: String,
        /// What the operating system said.
        reason: String,
    },
    /// It is larger than [`MAX_SOURCE_BYTES`].
    TooLarge {
        /// The path as given.
        name: String,
        /// Its size in bytes.
        bytes: u64,
    },
    /// It is empty, or holds nothing but blanks.
    Empty {
        /// The path as given.
        name: String,
    },
    /// It is packed.
    Packed {
        /// The path as given.
        name: String,
        /// What it is packed with.
        format: &'static str,
    },
    /// It is neither UTF-8 nor, with a byte order mark, UTF-16.
    NotUtf8 {
        /// The path as given.
        name: String,
        /// Where the first bad byte is.
        position: Position,
        /// Its offset.
        offset: usize,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Unreadable { name, reason } => write!(f, "cannot read {name}: {reason}"),
            LoadError::TooLarge { name, bytes } => {
                write!(
                    f,
                    "{name} is {bytes} bytes long; at most {MAX_SOURCE_BYTES} are read"
                )
            }
            LoadError::Empty { name } => write!(f, "{name} is empty"),
            LoadError::Packed { name, format } => write!(f, "{name} is packed with {format}"),
            LoadError::NotUtf8 {
                name,
                position,
                offset,
            } => {
                write!(f, "{name}:{position}: not UTF-8 (byte {offset})")
            }
        }
    }
}

impl std::error::Error for LoadError {}

/// Every text that was read, so that a [`Span`] can be shown.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: Vec<Source>,
}

impl Sources {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a text under a name. A byte order mark at its head is dropped.
    pub fn add(&mut self, name: impl Into<Arc<str>>, text: impl AsRef<str>) -> SourceId {
        self.add_owned(name.into(), text.as_ref().to_owned())
    }

    fn add_owned(&mut self, name: Arc<str>, text: String) -> SourceId {
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let id = SourceId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(Source {
            name,
            text: Arc::new(text),
            line_starts: OnceLock::new(),
        });
        id
    }

    /// Takes in bytes under a name: UTF-8, or UTF-16 with a byte order mark, in which PowerShell saves an answer.
    ///
    /// # Errors
    /// When they are neither, blank, or too many.
    pub fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<SourceId, LoadError> {
        check_size(name, bytes.len() as u64)?;
        self.add_vec(name, bytes.to_vec())
    }

    fn add_vec(&mut self, name: &str, bytes: Vec<u8>) -> Result<SourceId, LoadError> {
        let named = || name.to_owned();
        check_size(name, bytes.len() as u64)?;
        if let Some(format) = packed(&bytes) {
            let name = named();
            return Err(LoadError::Packed { name, format });
        }
        let text = encoding::decode(bytes).map_err(|bad| {
            let line = bad.before.matches('\n').count() + 1;
            let last = bad.before.rsplit('\n').next().unwrap_or_default();
            LoadError::NotUtf8 {
                name: named(),
                position: Position {
                    line,
                    column: last.chars().count() + 1,
                },
                offset: bad.offset,
            }
        })?;
        check_size(name, text.len() as u64)?;
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err(LoadError::Empty { name: named() });
        }
        Ok(self.add_owned(name.into(), text))
    }

    /// Reads a file and shows it under its path.
    ///
    /// # Errors
    /// When it is missing, too large, empty, or not UTF-8.
    pub fn load(&mut self, path: &Path) -> Result<SourceId, LoadError> {
        self.load_as(&path.display().to_string(), path)
    }

    /// Reads a file and shows it under another name than its path.
    ///
    /// # Errors
    /// As [`load`](Self::load); the error shows that name.
    pub fn load_as(&mut self, name: &str, path: &Path) -> Result<SourceId, LoadError> {
        let name = name.to_owned();
        let unreadable = |error: std::io::Error| LoadError::Unreadable {
            name: name.clone(),
            reason: error.to_string(),
        };
        let meta = std::fs::metadata(path).map_err(unreadable)?;
        if meta.is_dir() {
            return Err(LoadError::Unreadable {
                name,
                reason: "it is a directory".to_owned(),
            });
        }
        check_size(&name, meta.len())?;
        let bytes = std::fs::read(path).map_err(unreadable)?;
        self.add_vec(&name, bytes)
    }

    /// The text with that id.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.texts.get(id.0 as usize)
    }

    /// The text a span covers; empty where the span does not fit.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|source| source.text.get(span.range()))
            .unwrap_or_default()
    }

    /// Where a span begins, as `file:line:column`.
    pub fn place(&self, span: Span) -> String {
        match self.get(span.source) {
            Some(source) => format!("{}:{}", source.name, source.position(span.start as usize)),
            None => "?".to_owned(),
        }
    }

    /// Every text, in the order it was added.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.texts.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Sources;

    #[test]
    fn a_text_is_shared_and_not_copied() {
        let mut sources = Sources::new();
        let id = sources.add("a.xml", "\u{feff}<a/>");
        let text = sources.get(id).unwrap().shared_text();
        sources.add("b.xml", "<b/>");
        assert_eq!(*text, "<a/>");
        assert_eq!(text.as_ptr(), sources.get(id).unwrap().text().as_ptr());
    }
}
