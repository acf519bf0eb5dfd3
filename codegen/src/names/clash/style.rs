//! How names are written, and what tells those apart that would be one.

/// How a name is written. The first one keeps a name that several would have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// `userName`, `name`
    Camel,
    /// `UserName`
    Pascal,
    /// `user_name`
    Snake,
    /// `USER_NAME`, `ID`
    Upper,
    Other,
}

impl Style {
    pub(super) fn of(wire: &str) -> Self {
        // The first underscore stays in the name in Rust and tells nothing.
        let wire = wire.strip_prefix('_').unwrap_or(wire);
        let has_upper = wire.contains(char::is_uppercase);
        let has_lower = wire.contains(char::is_lowercase);
        let is_plain = wire.chars().all(|c| c.is_alphanumeric() || c == '_');
        let has_odd_underscores =
            wire.starts_with('_') || wire.ends_with('_') || wire.contains("__");
        match (wire.contains('_'), has_upper, has_lower) {
            _ if !is_plain || has_odd_underscores => Style::Other,
            (_, true, false) => Style::Upper,
            (true, false, _) => Style::Snake,
            (true, true, true) => Style::Other,
            (false, ..) if wire.starts_with(char::is_uppercase) => Style::Pascal,
            (false, ..) => Style::Camel,
        }
    }

    /// What is put behind a name that somebody else keeps.
    fn suffix(self) -> Option<&'static str> {
        match self {
            Style::Camel => Some("camel"),
            Style::Pascal => Some("pascal"),
            Style::Snake => Some("snake"),
            Style::Upper => Some("upper"),
            Style::Other => None,
        }
    }
}

/// How it is written, where that tells it from who keeps the name; else some digits of a hash of it.
pub(super) fn suffixes(wire: &str, holder: Style) -> impl Iterator<Item = String> {
    let style = Style::of(wire);
    let named = style.suffix().filter(|_| holder != style);
    let hash = hash(wire);
    let short = format!("x{:04x}", hash & 0xffff);
    let counted = (0_u64..).map(move |more| format!("x{hash:08x}{more}"));
    let named = named.map(str::to_owned).into_iter();
    named.chain(std::iter::once(short)).chain(counted)
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
