//! What is said about a source text: always with the file, the line and the line itself.

mod excerpt;

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source::{Sources, Span};

/// How many of one kind are shown in full: nobody reads the next, and each takes time by the length of its text.
pub const MAX_SHOWN: usize = 50;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Something is off, and was settled as the message says.
    Warning,
    /// Nothing can be generated from this.
    Error,
}

impl Severity {
    fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place that a diagnostic shows, and what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands under the caret; may be empty.
    pub text: String,
}

/// One thing that is to be said about the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name for this kind of defect, such as `unknown-type`; policies refer to it.
    pub code: &'static str,
    /// One sentence, in the terms of the service.
    pub message: String,
    /// The places; the first is where the fault is, the others are shown beside it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Vec<String>,
}

impl Diagnostic {
    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            severity,
            code,
            message: message.into(),
            labels: Vec::new(),
            help: Vec::new(),
        }
    }

    /// An error.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Adds a place and what stands under its caret.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds "did you mean …?" when one of the candidates is near.
    #[must_use]
    pub fn suggest<'a>(self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match odata_core::names::nearest(name, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// The place as `file:line:column`, then the severity, the message and the other places, on one line.
    pub fn headline(&self, sources: &Sources) -> String {
        let level = self.severity.word();
        let Some(first) = self.labels.first() else {
            return format!("{level}: {}", self.message);
        };
        let mut line = format!("{}: {level}: {}", sources.place(first.span), self.message);
        for other in self.labels.iter().skip(1) {
            line.push_str(&format!(" ({}: {})", sources.place(other.span), other.text));
        }
        line
    }

    /// Renders it as rustc would: message, place, the line with a caret, help.
    pub fn render(&self, sources: &Sources) -> String {
        if self
            .labels
            .iter()
            .any(|one| excerpt::is_in_long_line(sources, one.span))
        {
            return excerpt::render(self, sources);
        }
        let level = match self.severity {
            Severity::Note => Level::NOTE,
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let mut group = Group::with_title(level.primary_title(&self.message).id(self.code));
        let mut shown: Vec<crate::source::SourceId> = Vec::new();
        for label in &self.labels {
            if shown.contains(&label.span.source) {
                continue;
            }
            let Some(source) = sources.get(label.span.source) else {
                continue;
            };
            shown.push(label.span.source);
            let mut snippet = Snippet::source(source.text()).path(source.name());
            for (at, one) in self.labels.iter().enumerate() {
                if one.span.source != label.span.source {
                    continue;
                }
                let kind = if at == 0 {
                    AnnotationKind::Primary
                } else {
                    AnnotationKind::Context
                };
                let range = within(source.text(), one.span.range());
                snippet = snippet.annotation(kind.span(range).label(one.text.as_str()));
            }
            group = group.element(snippet);
        }
        for help in &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        Renderer::plain().render(&[group])
    }
}

/// A range that the renderer can show: inside the text, on character boundaries, not spilling over the end of its line.
fn within(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let line_end = text
        .get(start..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |n| start + n);
    start..end.min(line_end).max(start)
}

/// All that a phase had to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.0
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// As text, a blank line between; [`MAX_SHOWN`] of each severity, then how many more there are.
    pub fn render(&self, sources: &Sources) -> String {
        self.render_only(sources, |_| true)
    }

    /// Only those that are chosen, as text like that of [`render`](Self::render).
    pub fn render_only(&self, sources: &Sources, chosen: impl Fn(&Diagnostic) -> bool) -> String {
        let mut counts = [0_usize; 3];
        let mut shown: Vec<String> = Vec::new();
        for one in self.0.iter().filter(|one| chosen(one)) {
            let [errors, warnings, notes] = &mut counts;
            let count = match one.severity {
                Severity::Error => errors,
                Severity::Warning => warnings,
                Severity::Note => notes,
            };
            *count = count.saturating_add(1);
            if *count <= MAX_SHOWN {
                shown.push(one.render(sources));
            }
        }
        for (count, what) in counts.into_iter().zip(["errors", "warnings", "notes"]) {
            if count > MAX_SHOWN {
                let more = count.saturating_sub(MAX_SHOWN);
                shown.push(format!("... and {more} more {what}"));
            }
        }
        shown.join("\n\n")
    }

    /// Ends a phase: passes its result on, or stops with all that was said if an error is among it.
    ///
    /// # Errors
    /// When an error was said.
    pub fn stop_on_errors(&self) -> Result<(), Stopped> {
        if self.has_errors() {
            Err(Stopped)
        } else {
            Ok(())
        }
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A phase said an error; the diagnostics tell which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped: the diagnostics name the errors")
    }
}

impl std::error::Error for Stopped {}
