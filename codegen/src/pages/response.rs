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
}

pub(super) fn in_section(outline: &Outline<'_>, section: &Section) -> Response {
    if section.key != "response" {
        return Response::default();
    }
    let words = words(outline, section);
    let mut response = Response::default();
    for word in &words {
        response.collection |= matches!(word.bare().as_str(), "collection" | "list");
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
        self
    }
}
