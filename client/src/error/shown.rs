//! URLs in messages.

/// How much of a URL is shown: more tells nobody anything.
const SHOWN: usize = 1_000;

/// A URL for showing: the values of options that are not OData's own may be secrets, and so may a user's part and a fragment.
pub(crate) fn shown(url: &url::Url) -> String {
    let mut shown = url.clone();
    shown.set_fragment(None);
    // They fail where a URL can have neither.
    let _ = (shown.set_username(""), shown.set_password(None));
    let query = url.query().map(|query| {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if !name.starts_with(['$', '@']) => format!("{name}=..."),
            _ => pair.to_owned(),
        });
        pairs.collect::<Vec<_>>().join("&")
    });
    shown.set_query(query.as_deref());
    beginning(String::from(shown))
}

/// The same of a text that should have been a URL and is none: what stands before its options, and no user's part.
pub(crate) fn shown_text(text: &str) -> String {
    let address = text.split(['?', '#']).next().unwrap_or_default();
    let (user, rest) = address
        .rsplit_once('@')
        .map_or(("", address), |(_, host)| ("...@", host));
    let options = if address.len() < text.len() {
        "?..."
    } else {
        ""
    };
    beginning(format!("{user}{rest}{options}"))
}

fn beginning(whole: String) -> String {
    let end = whole.char_indices().nth(SHOWN).map(|(end, _)| end);
    match end.and_then(|end| whole.get(..end)) {
        Some(beginning) => format!("{beginning}... ({} bytes)", whole.len()),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, shown, shown_text};

    #[test]
    fn no_secret_of_a_url_is_shown() {
        for (url, said) in [
            (
                "https://u:hush@x/a?sig=hush&$top=1#hush",
                "https://x/a?sig=...&$top=1",
            ),
            ("https://x/a?$skiptoken=7", "https://x/a?$skiptoken=7"),
        ] {
            assert_eq!(shown(&url::Url::parse(url).unwrap()), said);
        }
        for (text, said) in [
            ("https://u:hush@x:y/a?sig=hush#hush", "...@x:y/a?..."),
            ("u:hush@x#hush", "...@x?..."),
            ("//[/a", "//[/a"),
        ] {
            assert_eq!(shown_text(text), said);
        }
        let long = shown_text(&"\u{e9}".repeat(2 * SHOWN));
        assert!(long.ends_with("\u{e9}... (4000 bytes)"), "{long}");
    }
}
