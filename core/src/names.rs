//! Name rules: how a name on the wire becomes a Rust name, and which known name is near a misspelt one.

mod ascii;

use std::borrow::Cow;

use ascii::{each_word_of_ascii, joined_of_ascii, pascal_of_ascii};

/// Words that cannot be a Rust identifier as they are, editions up to 2024.
fn is_keyword(name: &str) -> bool {
    // Most names are longer.
    name.len() <= "abstract".len() && is_short_keyword(name)
}

fn is_short_keyword(name: &str) -> bool {
    matches!(
        name,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "self"
            | "Self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
            | "_"
    )
}

/// Splits a name into its words: at underscores and other signs, and where the case turns.
///
/// `OSPlatform` is `OS`, `Platform`; `sha256` stays whole; `lastIPAddress2` is `last`, `IP`, `Address2`. A combining mark
/// belongs to its letter; what is not seen, such as a soft hyphen, is left out.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    each_word(name, |word| words.push(word.to_owned()));
    words
}

/// Hands on one word after the other: a document has ten thousands of names, most of which are looked at once.
fn each_word(name: &str, mut found: impl FnMut(&str)) {
    if name.is_ascii() {
        return each_word_of_ascii(name, found);
    }
    let name = match name.contains(is_invisible) {
        true => Cow::Owned(name.chars().filter(|&c| !is_invisible(c)).collect()),
        false => Cow::Borrowed(name),
    };
    let mut word = |start: usize, end: usize| {
        let word = name.get(start..end).unwrap_or_default();
        if !word.is_empty() {
            found(word);
        }
    };
    let mut start = 0;
    // Of the word so far; marks stand between letters and are none.
    let mut last_letter: Option<char> = None;
    for (at, c) in name.char_indices() {
        let after = at + c.len_utf8();
        if !is_of_word(c) {
            word(start, at);
            (start, last_letter) = (after, None);
            continue;
        }
        if c.is_uppercase() && turns(last_letter, name.get(after..).unwrap_or_default()) {
            word(start, at);
            start = at;
        }
        if c.is_alphanumeric() {
            last_letter = Some(c);
        }
    }
    word(start, name.len());
}

/// Whether a capital begins a new word, by the letter before it and by what follows it.
fn turns(before: Option<char>, rest: &str) -> bool {
    let is_last_capital = || {
        let mut rest = rest.chars().take_while(|&c| is_of_word(c));
        let after = rest.find(|c| c.is_alphanumeric());
        after.is_some_and(char::is_lowercase)
    };
    before.is_some_and(|before| {
        before.is_lowercase() || before.is_numeric() || (before.is_uppercase() && is_last_capital())
    })
}

/// What can stand in an identifier and joins no words.
fn is_of_word(c: char) -> bool {
    // The last ones are the other connectors of Unicode (category Pc).
    unicode_ident::is_xid_continue(c)
        && !matches!(
            c,
            '_' | '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{fe33}' | '\u{fe34}'
        )
        && !matches!(c, '\u{fe4d}'..='\u{fe4f}' | '\u{ff3f}')
}

/// Joiners, marks of direction and soft hyphens: legal in CSDL (4.01, 17.2), not in Rust.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The name of a field, method or module: `fileName` becomes `file_name`, `type` becomes `r#type`.
///
/// An underscore at the beginning stays: SAP's services have `Material` and, to navigate, `_Material` in one type.
pub fn snake(name: &str) -> String {
    legal(joined(name, Case::Small), "unnamed")
}

/// The name of a type: `libraryFile` becomes `LibraryFile`. Digits of two words stay apart: `v1_20` becomes `V1_20`.
pub fn pascal(name: &str) -> String {
    if name.is_ascii() {
        return legal(pascal_of_ascii(name), "Unnamed");
    }
    let mut joined = String::with_capacity(name.len());
    each_word(name, |word| {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return };
        if first.is_numeric() && joined.ends_with(char::is_numeric) {
            joined.push('_');
        }
        joined.extend(first.to_uppercase());
        // An acronym stays as it is written.
        joined.push_str(chars.as_str());
    });
    legal(joined, "Unnamed")
}

/// The name of a constant: `fileName` becomes `FILE_NAME`.
///
/// A pure function of the name on the wire: macros rely on it. Where two properties of a type give the same, or where
/// `service.toml` renames one, the generator calls the constant otherwise.
pub fn screaming(name: &str) -> String {
    legal(joined(name, Case::Capitals), "UNNAMED")
}

/// [`snake`] of a name, from what [`screaming`] made of it: both at the price of one. Only for names of ASCII, whose
/// letters are the same in both cases.
///
/// ```
/// use odata_core::names::{screaming, snake, snake_of_screaming};
///
/// assert_eq!(snake_of_screaming(&screaming("osPlatform")), "os_platform");
/// assert_eq!(snake_of_screaming(&screaming("Type")), snake("Type"));
/// ```
pub fn snake_of_screaming(screaming: &str) -> String {
    legal(screaming.to_ascii_lowercase(), "unnamed")
}

#[derive(Clone, Copy)]
enum Case {
    Small,
    Capitals,
}

/// The words with underscores between them.
fn joined(name: &str, case: Case) -> String {
    if name.is_ascii() {
        return joined_of_ascii(name, case);
    }
    let mut joined = String::with_capacity(name.len() + name.len() / 4 + 1);
    let leads = name.starts_with('_');
    each_word(name, |word| {
        if leads || !joined.is_empty() {
            joined.push('_');
        }
        match case {
            Case::Small => joined.push_str(&word.to_lowercase()),
            Case::Capitals => joined.push_str(&word.to_uppercase()),
        }
    });
    joined
}

/// Makes a word a legal identifier: keywords become raw or get an underscore; so does what cannot begin one.
fn legal(name: String, unnamed: &str) -> String {
    match name.as_bytes() {
        // No keyword but this one begins with a capital.
        [b'A'..=b'Z', ..] if name != "Self" => return name,
        [b'a'..=b'z', ..] => {}
        _ => {
            let Some(first) = name.chars().next() else {
                return unnamed.to_owned();
            };
            if first != '_' && !unicode_ident::is_xid_start(first) {
                return format!("_{name}");
            }
        }
    }
    match name.as_str() {
        "self" | "Self" | "super" | "crate" => format!("{name}_"),
        word if is_keyword(word) => format!("r#{word}"),
        _ => name,
    }
}

/// The candidate that a misspelt name most likely means, if any is near enough.
///
/// ```
/// use odata_core::names::nearest;
/// assert_eq!(nearest("libaryfiles", ["machines", "libraryfiles"]), Some("libraryfiles"));
/// assert_eq!(nearest("indicators", ["machines", "libraryfiles"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let reach = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::osa_distance(&wanted, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|&(distance, _)| distance <= reach)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        /// What a rule gives it leaves as it is: so a name in `service.toml` is known to be written as Rust has it.
        #[test]
        fn a_rust_name_of_ascii_is_its_own_rust_name(name in "[a-zA-Z_][a-zA-Z0-9_]{0,12}") {
            for rule in [snake, pascal] {
                let once = rule(&name);
                let plain = once.trim_start_matches("r#").trim_end_matches('_');
                proptest::prop_assert_eq!(rule(plain), once);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn names_of_ascii_have_the_words_that_others_would_have(name in "[a-zA-Z0-9_. -]{0,16}") {
            // A letter of no case at the end joins the last word, or is one.
            let other = words(&format!("{name}数"));
            let (last, all) = other.split_last().expect("there is a word");
            let last = last.trim_end_matches('数');
            let mut expected = all.to_vec();
            expected.extend((!last.is_empty()).then(|| last.to_owned()));
            proptest::prop_assert_eq!(words(&name), expected);
        }
    }

    #[test]
    fn wire_names_become_rust_names() {
        for (wire, snaked, screamed, pascaled) in [
            ("fileName", "file_name", "FILE_NAME", "FileName"),
            ("sha256", "sha256", "SHA256", "Sha256"),
            ("OSPlatform", "os_platform", "OS_PLATFORM", "OSPlatform"),
            ("type", "r#type", "TYPE", "Type"),
            ("self", "self_", "SELF", "Self_"),
            ("2fa", "_2fa", "_2FA", "_2fa"),
            ("script_name", "script_name", "SCRIPT_NAME", "ScriptName"),
            (
                "Export files",
                "export_files",
                "EXPORT_FILES",
                "ExportFiles",
            ),
            ("größe", "größe", "GRÖSSE", "Größe"),
            ("@", "unnamed", "UNNAMED", "Unnamed"),
            ("_", "unnamed", "UNNAMED", "Unnamed"),
            ("async", "r#async", "ASYNC", "Async"),
            ("gen", "r#gen", "GEN", "Gen"),
            ("crate", "crate_", "CRATE", "Crate"),
            (
                "_ownerid_value",
                "_ownerid_value",
                "_OWNERID_VALUE",
                "OwneridValue",
            ),
            ("v1_20_0", "v1_20_0", "V1_20_0", "V1_20_0"),
            ("a.b-c", "a_b_c", "A_B_C", "ABC"),
            (
                "Дата_рождения",
                "дата_рождения",
                "ДАТА_РОЖДЕНИЯ",
                "ДатаРождения",
            ),
            // The same word composed and decomposed; rustc takes the two for one.
            ("caféName", "café_name", "CAFÉ_NAME", "CaféName"),
            (
                "cafe\u{301}Name",
                "cafe\u{301}_name",
                "CAFE\u{301}_NAME",
                "Cafe\u{301}Name",
            ),
            ("\u{301}x", "_\u{301}x", "_\u{301}X", "_\u{301}x"),
            ("m²", "m", "M", "M"),
            ("soft\u{ad}hyphen", "softhyphen", "SOFTHYPHEN", "Softhyphen"),
            ("数量", "数量", "数量", "数量"),
        ] {
            assert_eq!(snake(wire), snaked, "{wire}");
            assert_eq!(screaming(wire), screamed, "{wire}");
            if wire.is_ascii() {
                assert_eq!(snake_of_screaming(screamed), snaked, "{wire}");
            }
            assert_eq!(pascal(wire), pascaled, "{wire}");
        }
    }
}
