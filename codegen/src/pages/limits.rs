//! Limits stated in prose: calls in a time, file and page sizes, the largest `$top`, the properties `$filter` takes.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Spanned;

use super::outline::{Outline, Section};
use super::text::{Word, words};

/// The time a number of calls is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Per {
    /// Sixty seconds.
    Minute,
    /// Sixty minutes.
    Hour,
}

impl Per {
    /// `minute` or `hour`.
    pub fn as_str(self) -> &'static str {
        match self {
            Per::Minute => "minute",
            Per::Hour => "hour",
        }
    }
}

/// How many calls are allowed in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The calls.
    pub calls: u64,
    /// The time.
    pub per: Per,
}

/// Every limit that was found; what is not stated is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Calls in a time, at most one per unit.
    pub rates: Vec<Spanned<RateLimit>>,
    /// The largest file, in bytes; `MB` is read as 1,048,576, the larger of its two meanings.
    pub max_file_size: Option<Spanned<u64>>,
    /// The largest `$top`.
    pub max_top: Option<Spanned<u64>>,
    /// The largest page.
    pub max_page_size: Option<Spanned<u64>>,
    /// The properties `$filter` is supported on.
    pub filterable: Option<Vec<Spanned<String>>>,
}

pub(super) fn in_section(
    outline: &Outline<'_>,
    section: &Section,
    diagnostics: &mut Diagnostics,
) -> Limits {
    let words = words(outline, section);
    let mut limits = Limits::default();
    for (at, word) in words.iter().enumerate() {
        let behind = words.get(at + 1..).unwrap_or_default();
        let before = words.get(at.saturating_sub(9)..at).unwrap_or_default();
        if let Some(rate) = rate(outline, word, behind)
            && !limits
                .rates
                .iter()
                .any(|known| known.value.per == rate.value.per)
        {
            limits.rates.push(rate);
        }
        if limits.max_file_size.is_none() {
            limits.max_file_size = file_size(outline, before, word, behind);
        }
        match word.bare().as_str() {
            "$top" if limits.max_top.is_none() => limits.max_top = maximum(outline, word, behind),
            "$stop" => report_stop(outline, word, diagnostics),
            "$filter" if limits.filterable.is_none() => {
                limits.filterable = filterable(outline, word, behind)
            }
            "page"
                if limits.max_page_size.is_none()
                    && is_maximum(before)
                    && next_is(behind, "size") =>
            {
                limits.max_page_size = number_within(outline, word, behind, 3);
            }
            _ => {}
        }
    }
    limits
}

impl Limits {
    /// Takes over what is not known yet.
    pub(super) fn or(mut self, other: Limits) -> Limits {
        for rate in other.rates {
            if !self
                .rates
                .iter()
                .any(|known| known.value.per == rate.value.per)
            {
                self.rates.push(rate);
            }
        }
        Limits {
            rates: self.rates,
            max_file_size: self.max_file_size.or(other.max_file_size),
            max_top: self.max_top.or(other.max_top),
            max_page_size: self.max_page_size.or(other.max_page_size),
            filterable: self.filterable.or(other.filterable),
        }
    }
}

/// `100 calls per minute`.
fn rate(outline: &Outline<'_>, word: &Word<'_>, behind: &[Word<'_>]) -> Option<Spanned<RateLimit>> {
    let calls = word.number()?;
    let [what, per, unit, ..] = behind else {
        return None;
    };
    let counted = matches!(
        what.bare().as_str(),
        "calls" | "requests" | "call" | "request"
    );
    if !counted || !matches!(per.bare().as_str(), "per" | "every" | "a" | "an") {
        return None;
    }
    let per = match unit.bare().as_str() {
        "minute" => Per::Minute,
        "hour" => Per::Hour,
        _ => return None,
    };
    let end = unit.start + unit.text.trim_end_matches(['.', ',', ';', ')']).len();
    Some(Spanned::new(
        RateLimit { calls, per },
        outline.span(word.start..end),
    ))
}

/// `File max size limitation is 20MB`, `20 MB`.
fn file_size(
    outline: &Outline<'_>,
    before: &[Word<'_>],
    word: &Word<'_>,
    behind: &[Word<'_>],
) -> Option<Spanned<u64>> {
    let text = word.text.trim_matches(['`', '*', '.', ',', ';', '(', ')']);
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.replace(',', "").parse().ok()?;
    let (unit, end) = match text.get(digits.len()..).filter(|unit| !unit.is_empty()) {
        Some(unit) => (unit.to_lowercase(), word.start + text.len()),
        None => behind.first().map(|next| (next.bare(), next.range().end))?,
    };
    let factor = match unit.as_str() {
        "kb" | "kib" => 1 << 10,
        "mb" | "mib" => 1 << 20,
        "gb" | "gib" => 1 << 30,
        _ => return None,
    };
    let same = || {
        before
            .iter()
            .filter(|near| near.paragraph == word.paragraph)
            .map(Word::bare)
    };
    let of_file = same().any(|near| near == "file" || near == "files");
    let is_limit = same().any(|near| {
        matches!(
            near.as_str(),
            "max" | "maximum" | "most" | "limit" | "limitation"
        )
    });
    let bytes = number.checked_mul(factor)?;
    (of_file && is_limit).then(|| Spanned::new(bytes, outline.span(word.start..end)))
}

/// `$top` with max value of 10,000.
fn maximum(outline: &Outline<'_>, word: &Word<'_>, behind: &[Word<'_>]) -> Option<Spanned<u64>> {
    let near = behind.get(..behind.len().min(6)).unwrap_or_default();
    let states = near
        .iter()
        .any(|near| matches!(near.bare().as_str(), "max" | "maximum"));
    if states {
        number_within(outline, word, behind, 6)
    } else {
        None
    }
}

fn number_within(
    outline: &Outline<'_>,
    word: &Word<'_>,
    behind: &[Word<'_>],
    reach: usize,
) -> Option<Spanned<u64>> {
    let near = behind
        .iter()
        .take(reach)
        .filter(|near| near.paragraph == word.paragraph);
    let mut numbers = near.filter_map(|near| Some((near.number()?, near)));
    numbers.next().map(|(number, near)| {
        let end = near.start + near.text.trim_end_matches(['.', ',', ';', ')']).len();
        Spanned::new(number, outline.span(near.start..end))
    })
}

fn is_maximum(before: &[Word<'_>]) -> bool {
    before
        .last()
        .is_some_and(|last| matches!(last.bare().as_str(), "max" | "maximum"))
}

fn next_is(behind: &[Word<'_>], text: &str) -> bool {
    behind.first().is_some_and(|next| next.bare() == text)
}

/// `$filter` … `on`: names up to the end of the sentence.
fn filterable(
    outline: &Outline<'_>,
    word: &Word<'_>,
    behind: &[Word<'_>],
) -> Option<Vec<Spanned<String>>> {
    let on = behind.iter().take(6).position(|near| near.bare() == "on")?;
    let mut names = Vec::new();
    for near in behind
        .iter()
        .skip(on + 1)
        .take_while(|near| near.paragraph == word.paragraph)
    {
        let mut at = near.start;
        for piece in near.text.split(',') {
            let name = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
            let start = at + piece.find(name).unwrap_or(0);
            at += piece.len() + 1;
            let filler = matches!(
                name,
                "and" | "or" | "properties" | "property" | "the" | "following"
            );
            if is_name(name) && !filler {
                names.push(Spanned::new(
                    name.to_owned(),
                    outline.span(start..start + name.len()),
                ));
            }
        }
        if near.ends_sentence() {
            break;
        }
    }
    (!names.is_empty()).then_some(names)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '/'))
}

fn report_stop(outline: &Outline<'_>, word: &Word<'_>, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::warning(
            "unknown-query-option",
            "`$stop` is no query option; nothing was read from it",
        )
        .at(outline.span(word.range()), "")
        .help("did you mean `$top`?"),
    );
}
