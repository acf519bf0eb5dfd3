//! The sections of a page, each with its lines of prose and its fenced code blocks.

use std::ops::Range;

use odata_csdl::source::{SourceId, Span, Spanned};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::layout::Layout;
use super::table::{self, Table};
use super::text::plain;

/// A page cut at its headings.
pub(super) struct Outline<'a> {
    pub(super) source: SourceId,
    pub(super) text: &'a str,
    pub(super) layout: &'static Layout,
    pub(super) sections: Vec<Section>,
    /// The tables of each section.
    tables: Vec<Vec<Table>>,
}

/// A heading and what stands below it, up to the next heading. The first has no heading.
pub(super) struct Section {
    /// Its place among the sections.
    pub(super) index: usize,
    /// 0 for the text before the first heading.
    pub(super) level: u8,
    pub(super) title: String,
    /// The title in lower case without its number: `1.3 URL` is `url`.
    pub(super) key: String,
    pub(super) heading: Range<usize>,
    pub(super) body: Range<usize>,
    pub(super) fences: Vec<Fence>,
}

/// A fenced code block.
pub(super) struct Fence {
    /// What stands behind the opening backticks.
    pub(super) info: Range<usize>,
    /// The lines between the fences.
    pub(super) body: Range<usize>,
    /// All of it.
    pub(super) whole: Range<usize>,
}

impl<'a> Outline<'a> {
    pub(super) fn read(source: SourceId, text: &'a str, layout: &'static Layout) -> Self {
        let start = front_matter_end(text);
        let mut sections = vec![Section::new(0, String::new(), start..start, start)];
        let mut heading: Option<(u8, Range<usize>)> = None;
        let markdown = text.get(start..).unwrap_or_default();
        for (event, range) in Parser::new_ext(markdown, Options::empty()).into_offset_iter() {
            let range = range.start + start..range.end + start;
            match event {
                Event::Start(Tag::Heading { level, .. }) => heading = Some((level as u8, range)),
                Event::End(TagEnd::Heading(_)) => {
                    let Some((level, range)) = heading.take() else {
                        continue;
                    };
                    let raw = text.get(range.clone()).unwrap_or_default();
                    let title = plain(raw.trim().trim_matches('#').trim());
                    let body = range.end;
                    sections.push(Section::new(level, title, range, body));
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                    if let Some(section) = sections.last_mut() {
                        section.fences.push(Fence::new(text, range));
                    }
                }
                _ => {}
            }
        }
        let starts: Vec<usize> = sections
            .iter()
            .skip(1)
            .map(|next| next.heading.start)
            .collect();
        let ends = starts.into_iter().chain(std::iter::once(text.len()));
        for (section, end) in sections.iter_mut().zip(ends) {
            section.body.end = end.max(section.body.start);
        }
        for (at, section) in sections.iter_mut().enumerate() {
            section.index = at;
        }
        let mut outline = Outline {
            source,
            text,
            layout,
            sections,
            tables: Vec::new(),
        };
        outline.tables = outline
            .sections
            .iter()
            .map(|section| table::read(&outline, section))
            .collect();
        outline
    }

    /// The tables of a section, in order.
    pub(super) fn tables(&self, section: &Section) -> &[Table] {
        self.tables.get(section.index).map_or(&[], Vec::as_slice)
    }

    /// Every table of the page, in order.
    pub(super) fn all_tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().flatten()
    }

    pub(super) fn title(&self) -> Option<Spanned<String>> {
        let first = self.sections.iter().find(|section| section.level > 0)?;
        Some(Spanned::new(
            first.title.clone(),
            self.span(self.trimmed(first.heading.clone())),
        ))
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range.start, range.end)
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// The range without blanks at its ends.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let raw = self.slice(range.clone());
        let start = range.start + (raw.len() - raw.trim_start().len());
        start..(start + raw.trim().len())
    }

    /// The lines of a section that are in no fence, without their line ends.
    pub(super) fn prose_lines(&self, section: &Section) -> Vec<Range<usize>> {
        let mut fences = section.fences.iter().peekable();
        let mut lines = Vec::new();
        for line in lines_of(self.text, section.body.clone()) {
            while fences
                .next_if(|fence| fence.whole.end <= line.start)
                .is_some()
            {}
            let inside = fences
                .peek()
                .is_some_and(|fence| fence.whole.start < line.end.max(line.start + 1));
            if !inside {
                lines.push(line);
            }
        }
        lines
    }

    /// The sections around the one at that index, the nearest first.
    pub(super) fn ancestors(&self, index: usize) -> Vec<usize> {
        let mut level = self.sections.get(index).map_or(0, |section| section.level);
        let mut above = Vec::new();
        for (at, section) in self.sections.iter().enumerate().take(index).rev() {
            if section.level < level {
                level = section.level;
                above.push(at);
            }
        }
        above
    }

    /// The sections below the one at that index, itself included.
    pub(super) fn subtree(&self, index: usize) -> Range<usize> {
        let level = self.sections.get(index).map_or(0, |section| section.level);
        let rest = self.sections.iter().enumerate().skip(index + 1);
        let end = rest
            .clone()
            .find(|(_, section)| section.level <= level)
            .map(|(at, _)| at);
        index..end.unwrap_or(self.sections.len())
    }
}

impl Section {
    fn new(level: u8, title: String, heading: Range<usize>, body: usize) -> Self {
        let unnumbered =
            title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
        let key = unnumbered.trim_end_matches([':', ' ']).to_lowercase();
        Section {
            index: 0,
            level,
            title,
            key,
            heading,
            body: body..body,
            fences: Vec::new(),
        }
    }
}

impl Fence {
    fn new(text: &str, whole: Range<usize>) -> Self {
        let raw = text.get(whole.clone()).unwrap_or_default();
        let fence_char = if raw.trim_start().starts_with('~') {
            '~'
        } else {
            '`'
        };
        let marks = raw.len() - raw.trim_start().trim_start_matches(fence_char).len();
        let opening = raw.find('\n').unwrap_or(raw.len());
        let body_start = (opening + 1).min(raw.len());
        let last_line = raw.trim_end().rfind('\n').map_or(0, |at| at + 1);
        let closes = raw
            .get(last_line..)
            .unwrap_or_default()
            .trim_start_matches([' ', '\t', '>']);
        let closed =
            last_line >= body_start && closes.starts_with([fence_char, fence_char, fence_char]);
        let body_end = if closed { last_line } else { raw.len() };
        let at = whole.start;
        Fence {
            info: at + marks.min(opening)..at + opening,
            body: at + body_start..at + body_end.max(body_start),
            whole,
        }
    }
}

/// The lines of a range, without their line ends.
pub(super) fn lines_of(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    text.get(range)
        .unwrap_or_default()
        .split_inclusive('\n')
        .map(move |line| {
            let start = at;
            at += line.len();
            start..start + line.trim_end_matches(['\n', '\r']).len()
        })
}

/// Where the YAML between two lines of `---` at the head of a page ends.
fn front_matter_end(text: &str) -> usize {
    let mut lines = lines_of(text, 0..text.len());
    let is_mark = |line: &Range<usize>| {
        text.get(line.clone())
            .is_some_and(|line| line.trim_end() == "---")
    };
    if !lines.next().is_some_and(|first| is_mark(&first)) {
        return 0;
    }
    lines.find(is_mark).map_or(0, |line| line.end)
}
