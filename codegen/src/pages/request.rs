//! Request lines: a method and a URL, in a fence or in a paragraph.

use std::fmt;
use std::ops::Range;

use odata_csdl::source::{Span, Spanned};

use super::outline::{Outline, Section, lines_of};
use super::path::{segments, unescape};

/// An HTTP method that a page can document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or calls an action.
    Post,
    /// Changes some properties.
    Patch,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    const ALL: [Method; 5] = [
        Method::Get,
        Method::Post,
        Method::Patch,
        Method::Put,
        Method::Delete,
    ];

    /// As it is written in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a path segment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SegmentKind {
    /// Stands as written.
    Literal(String),
    /// `{fileName}` or `<id>`: to be filled in; the name within.
    Placeholder(String),
    /// `({id})`, behind the name of a set: the key of an entity; the name within.
    Key(String),
    /// `find(timestamp={time},key={IP})`: a function call; the name, and what stands between the parentheses.
    Call(String, String),
}

impl SegmentKind {
    fn fits(&self, other: &SegmentKind) -> bool {
        match (self, other) {
            (
                SegmentKind::Placeholder(_),
                SegmentKind::Placeholder(_) | SegmentKind::Literal(_),
            )
            | (SegmentKind::Key(_), SegmentKind::Key(_))
            | (SegmentKind::Literal(_), SegmentKind::Placeholder(_)) => true,
            (SegmentKind::Literal(one), SegmentKind::Literal(two))
            | (SegmentKind::Call(one, _), SegmentKind::Call(two, _)) => {
                one.eq_ignore_ascii_case(two)
            }
            _ => false,
        }
    }

    /// The name of what is to be filled in, where it stands for a key.
    pub fn key(&self) -> Option<&str> {
        match self {
            SegmentKind::Placeholder(name) | SegmentKind::Key(name) => Some(name),
            _ => None,
        }
    }

    /// Whether it is a literal with digits that looks like the value of a key in an example.
    pub(super) fn is_value(&self) -> bool {
        matches!(self, SegmentKind::Literal(text)
            if text.chars().any(|c| c.is_ascii_digit()) && (text.len() >= 8 || text.chars().all(|c| c.is_ascii_digit())))
    }
}

/// One segment of a path and its place.
pub type Segment = Spanned<SegmentKind>;

/// A documented request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLine {
    /// The method.
    pub method: Method,
    /// The URL without its query, escapes removed.
    pub url: Spanned<String>,
    /// The path, segment by segment, host left out.
    pub path: Vec<Segment>,
    /// What stands behind `?`.
    pub query: Option<Spanned<String>>,
    /// Whether it was found in an example only.
    pub from_example: bool,
    /// Whether it names a host: `/me/messages` and `https://{prefix}/api/v2.0/companies` do not.
    pub has_host: bool,
}

/// Every request line of a page, in order. The ones outside of the sections that define requests are examples.
pub(super) fn in_page(outline: &Outline<'_>) -> Vec<RequestLine> {
    let mut found: Vec<RequestLine> = outline
        .sections
        .iter()
        .flat_map(|section| in_section(outline, section, !outline.layout.defines_requests(section)))
        .collect();
    found.sort_by_key(|line| line.url.span.range().start);
    found
}

impl RequestLine {
    /// The segments below a service root such as `/api/`, case aside; a version segment such as `v1.0` is left out too.
    /// What names no host may begin with the end of the root, or below it.
    pub fn below(&self, root: &str) -> Option<&[Segment]> {
        let parts: Vec<&str> = root.split('/').filter(|part| !part.is_empty()).collect();
        let rest = match self.has_host {
            true => strip(&self.path, &parts)?,
            false => {
                (0..=parts.len()).find_map(|left_out| strip(&self.path, parts.get(left_out..)?))?
            }
        };
        match rest.split_first() {
            Some((
                Spanned {
                    value: SegmentKind::Literal(name),
                    ..
                },
                behind,
            )) if is_version(name) => Some(behind),
            _ => Some(rest),
        }
    }

    /// Whether both ask for the same thing: the same method, the same segments below the root, case aside, where a
    /// placeholder stands for any value.
    pub fn is_same(&self, other: &RequestLine, root: &str) -> bool {
        let (Some(one), Some(two)) = (self.below(root), other.below(root)) else {
            return false;
        };
        self.method == other.method && fit(one, two)
    }

    /// The path in lower case, to tell whether two requests are written alike.
    pub(super) fn path_text(&self) -> String {
        let url = self.url.value.to_lowercase();
        let behind_host = url
            .split_once("://")
            .and_then(|(_, rest)| rest.split_once('/'));
        let path = behind_host.map_or(url.as_str(), |(_, path)| path);
        path.trim_matches('/').to_owned()
    }

    /// Whether an example on the same page shows this request: its root may be left out, or be that of a test.
    pub(super) fn is_shown_by(&self, example: &RequestLine) -> bool {
        let (one, two) = (self.path.as_slice(), example.path.as_slice());
        let (one, two) = match one.len().cmp(&two.len()) {
            std::cmp::Ordering::Equal if one.len() > 2 => (one.get(1..), two.get(1..)),
            std::cmp::Ordering::Greater => (one.get(1..), Some(two)),
            _ => (Some(one), Some(two)),
        };
        self.method == example.method && one.zip(two).is_some_and(|(one, two)| fit(one, two))
    }

    /// The same with `{id}` where an example has a value.
    pub(super) fn with_placeholders(&self) -> RequestLine {
        let mut request = self.clone();
        for segment in request.path.iter_mut().skip(1) {
            if segment.value.is_value() {
                segment.value = SegmentKind::Placeholder("id".to_owned());
            }
        }
        request
    }

    /// From the method to the end of the URL.
    pub fn span(&self) -> Span {
        self.url.span
    }
}

fn strip<'s>(path: &'s [Segment], root: &[&str]) -> Option<&'s [Segment]> {
    let mut rest = path;
    for part in root {
        let (first, behind) = rest.split_first()?;
        match &first.value {
            SegmentKind::Literal(name) if name.eq_ignore_ascii_case(part) => rest = behind,
            _ => return None,
        }
    }
    Some(rest)
}

fn fit(one: &[Segment], two: &[Segment]) -> bool {
    one.len() == two.len()
        && one
            .iter()
            .zip(two)
            .all(|(one, two)| one.value.fits(&two.value))
}

fn is_version(name: &str) -> bool {
    name.strip_prefix(['v', 'V']).is_some_and(|rest| {
        rest.contains('.') && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

/// The request lines of a section: those in its fences, then those in its paragraphs.
pub(super) fn in_section(
    outline: &Outline<'_>,
    section: &Section,
    from_example: bool,
) -> Vec<RequestLine> {
    let mut found = Vec::new();
    for fence in &section.fences {
        for line in lines_of(outline.text, fence.body.clone()) {
            let range = line.start..fence.body.end;
            found.extend(request(outline, range, from_example, !from_example));
        }
    }
    for line in outline.prose_lines(section) {
        found.extend(at_line(outline, line, from_example));
    }
    found
}

/// The request that begins the text, if one does; it may run over a line end inside braces or behind the method.
pub(super) fn at_line(
    outline: &Outline<'_>,
    range: Range<usize>,
    from_example: bool,
) -> Option<RequestLine> {
    request(outline, range, from_example, false)
}

/// The same; where the request can be nothing else, the URL may begin with a word for the root: `prefix/companies({id})`.
fn request(
    outline: &Outline<'_>,
    range: Range<usize>,
    from_example: bool,
    or_word: bool,
) -> Option<RequestLine> {
    let text = outline.slice(range.clone());
    let lead = text.trim_start_matches([' ', '\t', '>', '*', '-', '`']);
    // `URL: GET: /api/…` says by itself that it defines the request.
    let labelled = strip_word(lead, "URL")
        .map(|rest| rest.trim_start_matches([':', '*', ' ']))
        .filter(|rest| rest.len() < lead.len() - 3);
    let from_example = from_example && labelled.is_none();
    let lead = labelled.unwrap_or(lead);
    let (method, rest) = Method::ALL
        .into_iter()
        .find_map(|method| Some((method, strip_word(lead, method.as_str())?)))?;
    let behind_colon = rest.strip_prefix(':').unwrap_or(rest);
    let url = behind_colon.trim_start();
    let gap = rest.len() - url.len();
    let in_line = !rest
        .get(..gap)
        .unwrap_or_default()
        .trim_end_matches([' ', '\t'])
        .contains("\n\n");
    let root = match looks_like_url(url) {
        true => None,
        false => Some(root_word(url).filter(|_| or_word)?),
    };
    if gap == 0 || !in_line {
        return None;
    }
    let length = url_length(url);
    let start = range.end - url.len();
    let raw = url.get(..length)?;
    let (address, query) = match raw
        .find('?')
        .filter(|&at| !raw.get(..at).unwrap_or_default().contains('('))
    {
        Some(at) => (raw.get(..at)?, raw.get(at + 1..)),
        None => (raw, None),
    };
    let query = query.map(|query| {
        let from = start + address.len() + 1;
        Spanned::new(query.to_owned(), outline.span(from..from + query.len()))
    });
    let path_start = root.map_or(0, |word| word.len().min(address.len()));
    let host = address.split_once("://").map(|(_, behind)| behind);
    Some(RequestLine {
        has_host: host.is_some_and(|host| !host.starts_with(['{', '<', '['])),
        method,
        url: Spanned::new(
            unescape(address),
            outline.span(start..start + address.len()),
        ),
        path: segments(
            outline,
            address.get(path_start..).unwrap_or_default(),
            start + path_start,
        ),
        query,
        from_example,
    })
}

fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}

fn looks_like_url(text: &str) -> bool {
    let lower: String = text
        .chars()
        .take(8)
        .collect::<String>()
        .to_ascii_lowercase();
    lower.starts_with("http://")
        || lower.starts_with("https://")
        || lower.starts_with('/')
        || lower.starts_with("api/")
}

/// The word before the first slash, when it is one: `businesscentralPrefix`, `{serviceRoot}`.
fn root_word(text: &str) -> Option<&str> {
    let (word, _) = text.split_once('/')?;
    let name = word.trim_matches(['{', '}', '<', '>', '[', ']']);
    let is_name = name.starts_with(char::is_alphabetic) && name.chars().all(char::is_alphanumeric);
    is_name.then_some(word)
}

/// Up to the first blank that is not inside braces, angle brackets or parentheses; at most 2,000 bytes.
fn url_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' | '<' => depth += 1,
            '}' | '>' => depth = depth.saturating_sub(1),
            '`' => return at,
            _ if c.is_whitespace() && depth == 0 => return at,
            _ => {}
        }
        if at > 2_000 {
            return text.find(char::is_whitespace).unwrap_or(text.len());
        }
    }
    if depth == 0 {
        text.len()
    } else {
        text.find(char::is_whitespace).unwrap_or(text.len())
    }
}
