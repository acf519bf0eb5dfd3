//! What the client prefers (Protocol 4.01, 8.2.8). A preference that is none is ignored.

use http::HeaderMap;
use odata_core::header::{AnnotationPattern, Preference};

/// The preferences that reading heeds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preferences {
    /// How many items at once.
    pub(crate) page_size: Option<usize>,
    /// Which annotations, where it is said.
    pub(crate) annotations: Option<Vec<AnnotationPattern>>,
    /// The same as it was sent.
    pub(crate) annotations_text: Option<String>,
    /// Whether properties that are null are left out.
    pub(crate) omit_nulls: bool,
    /// Whether a delta link is wanted.
    pub(crate) track_changes: bool,
}

impl Preferences {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut preferences = Preferences::default();
        let values = headers.get_all("prefer").iter();
        for text in values.filter_map(|value| value.to_str().ok()) {
            for one in split(text) {
                match Preference::parse(one.trim()) {
                    Ok(Preference::MaxPageSize(size)) => {
                        let size = usize::try_from(size).ok().filter(|size| *size > 0);
                        preferences.page_size = preferences.page_size.or(size);
                    }
                    Ok(Preference::IncludeAnnotations(patterns))
                        if preferences.annotations.is_none() =>
                    {
                        preferences.annotations = Some(patterns);
                        preferences.annotations_text = Some(one.trim().to_owned());
                    }
                    Ok(Preference::OmitNulls) => preferences.omit_nulls = true,
                    Ok(Preference::TrackChanges) => preferences.track_changes = true,
                    _ => {}
                }
            }
        }
        preferences
    }

    /// Whether an annotation is wanted; the most exact pattern decides.
    pub(crate) fn wants(&self, term: &str) -> bool {
        let Some(patterns) = &self.annotations else {
            return true;
        };
        let term = term.split('#').next().unwrap_or(term);
        let exactness = |pattern: &AnnotationPattern| match &*pattern.terms {
            "*" => Some(0),
            own if own == term => Some(usize::MAX),
            own => {
                let namespace = own.strip_suffix(".*")?;
                let fits = term.strip_prefix(namespace)?.starts_with('.');
                fits.then_some(namespace.len())
            }
        };
        let fitting = patterns
            .iter()
            .filter_map(|pattern| Some((exactness(pattern)?, !pattern.exclude)));
        let most = fitting.max_by_key(|(exact, included)| (*exact, !*included));
        most.is_some_and(|(_, included)| included)
    }
}

/// What stands between commas, those within quotes left alone.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' | ';' if !quoted => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(prefer: &str) -> Preferences {
        let headers = HeaderMap::from_iter([("prefer".parse().unwrap(), prefer.parse().unwrap())]);
        Preferences::of(&headers)
    }

    #[test]
    fn page_sizes_are_preferred() {
        for (prefer, wanted) in [
            ("odata.maxpagesize=5", Some(5)),
            ("return=minimal, MaxPageSize=7", Some(7)),
            ("odata.maxpagesize=0", None),
            ("odata.maxpagesize=many", None),
            ("respond-async", None),
        ] {
            assert_eq!(of(prefer).page_size, wanted, "{prefer}");
        }
    }

    #[test]
    fn annotations_are_preferred() {
        let all = of("return=minimal");
        assert!(all.wants("a.b"));
        let some =
            of("odata.include-annotations=\"display.*,-display.hidden\", odata.track-changes");
        assert!(some.track_changes);
        assert!(some.wants("display.shown") && some.wants("display.shown#x"));
        assert!(!some.wants("display.hidden") && !some.wants("other.term"));
        let most = of("include-annotations=\"*,-a.*\"");
        assert!(most.wants("b.c") && !most.wants("a.c"));
    }
}
