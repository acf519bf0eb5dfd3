//! All that is kept, for who writes all of it.

use super::Extras;

impl Extras {
    /// What is said by name: `editLink`, `alerts@navigationLink`.
    pub(in crate::decode) fn all_links(&self) -> impl Iterator<Item = (&str, &str)> {
        let kept = self.kept().into_iter();
        kept.flat_map(|kept| kept.links.iter().map(|(name, link)| (&**name, &**link)))
    }

    /// Where the rest of each collection is that was cut short.
    pub(in crate::decode) fn all_next_links(&self) -> impl Iterator<Item = (&str, &str)> {
        let kept = self.kept().into_iter();
        kept.flat_map(|kept| kept.cut_short.iter().map(|(of, link)| (&**of, &**link)))
    }

    /// Says that all annotations are to be kept of this value.
    pub(in crate::decode) fn expect_annotations(&mut self) {
        self.asked();
    }

    /// Whether they are.
    pub(in crate::decode) fn expects_annotations(&self) -> bool {
        self.kept().is_some_and(|kept| kept.asked.is_some())
    }
}
