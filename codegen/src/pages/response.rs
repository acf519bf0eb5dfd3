//! What a page says about the answer: status codes, and whether a collection comes back.

use odata_csdl::source::Spanned;

use super::outline::{Outline, Section};
use super::text::{plain, words};

/// A status code and the sentence or list item that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The code.
    pub code: Spanned<u16>,
    /// What the page says.
    pub text: String,
}

/// What a page says about the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The codes, in order.
    pub statuses: Vec<Status>,
    /// Whether the page speaks of a collection or a list.
    pub collection: bool,
    /// The types it links to, in order: `[Machine Action](machineaction.md)`.
    pub links: Vec<TypeLink>,
    /// Its words, for what no link says.
    pub words: Vec<Spanned<String>>,
}

/// A link whose text names a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeLink {
    /// The text.
    pub text: Spanned<String>,
    /// The file that it leads to, without folder and anchor.
    pub page: String,
}

pub(super) fn in_section(outline: &Outline<'_>, section: &Section) -> Response {
    if section.key != "response" {
        return Response::default();
    }
    let words = words(outline, section);
    let mut response = Response {
        links: links(outline, section.body.clone()),
        ..Response::default()
    };
    response.words = words
        .iter()
        .map(|word| {
            let bare = word.text.trim_matches(|c: char| !c.is_alphanumeric());
            Spanned::new(bare.to_owned(), outline.span(word.range()))
        })
        .collect();
    for (at, word) in words.iter().enumerate() {
        // "If a collection is already running" is no answer.
        let is_subject = words.get(at + 1).is_some_and(|next| next.bare() == "is");
        let says_many = matches!(word.bare().as_str(), "collection" | "list" | "set");
        response.collection |= says_many && !is_subject;
        let Some(code) = word
            .bare()
            .parse::<u16>()
            .ok()
            .filter(|code| (100..600).contains(code))
        else {
            continue;
        };
        if word.bare().len() != 3 {
            continue;
        }
        let mut near = words.iter().filter(|near| near.paragraph == word.paragraph);
        let start = near.next().map_or(word.start, |first| first.start);
        let end = near
            .next_back()
            .map_or(word.range().end, |last| last.range().end);
        let text = plain(outline.slice(start..end))
            .trim_start_matches("- ")
            .to_owned();
        response.statuses.push(Status {
            code: Spanned::new(code, outline.span(word.range())),
            text,
        });
    }
    response
}

impl Response {
    /// Takes in what another section of the same name says.
    pub(super) fn and(mut self, other: Response) -> Response {
        self.statuses.extend(other.statuses);
        self.collection |= other.collection;
        self.links.extend(other.links);
        self.words.extend(other.words);
        self
    }
}

/// The links to other pages, in order.
pub(super) fn links(outline: &Outline<'_>, range: std::ops::Range<usize>) -> Vec<TypeLink> {
    let text = outline.slice(range.clone());
    let mut found = Vec::new();
    for (middle, _) in text.match_indices("](") {
        let head = text.get(..middle).unwrap_or_default();
        let tail = text.get(middle + 2..).unwrap_or_default();
        let (Some(open), Some(close)) = (head.rfind('['), tail.find(')')) else {
            continue;
        };
        let target = tail.get(..close).unwrap_or_default();
        let file = target.split('#').next().unwrap_or_default();
        let file = file.rsplit('/').next().unwrap_or_default();
        if !file.ends_with(".md") {
            continue;
        }
        let label = range.start + open + 1..range.start + middle;
        found.push(TypeLink {
            text: Spanned::new(plain(outline.slice(label.clone())), outline.span(label)),
            page: file.to_owned(),
        });
    }
    found
}
