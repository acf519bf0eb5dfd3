//! Name rules: how a name on the wire becomes a Rust name, and which known name is near a misspelt one.

/// Words that cannot be a Rust identifier as they are, editions up to 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Splits a name into its words: at underscores and other signs, and where the case turns.
///
/// `OSPlatform` is `OS`, `Platform`; `sha256` stays whole; `lastIPAddress2` is `last`, `IP`, `Address2`.
pub fn words(name: &str) -> Vec<String> {
    slices(name).map(str::to_owned).collect()
}

/// The same words as parts of the name: names are made of them by the ten thousand.
fn slices(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let (word, behind) = rest.split_at_checked(end_of_word(rest))?;
        rest = behind;
        (!word.is_empty()).then_some(word)
    })
}

/// Where the word ends that a text begins with.
fn end_of_word(text: &str) -> usize {
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !c.is_alphanumeric() {
            return at;
        }
        let after = chars.peek().map_or(' ', |&(_, after)| after);
        let turns = c.is_uppercase()
            && (before.is_lowercase()
                || before.is_numeric()
                || (before.is_uppercase() && after.is_lowercase()));
        if turns && at > 0 {
            return at;
        }
        before = c;
    }
    text.len()
}

/// The words with underscores between, each as it is made.
fn joined(name: &str, ascii: fn(&mut str), any: fn(&str) -> String) -> String {
    let mut joined = String::with_capacity(name.len() + 8);
    for word in slices(name) {
        if !joined.is_empty() {
            joined.push('_');
        }
        let start = joined.len();
        if word.is_ascii() {
            joined.push_str(word);
            joined.get_mut(start..).into_iter().for_each(ascii);
        } else {
            joined.push_str(&any(word));
        }
    }
    joined
}

/// The name of a field, method or module: `fileName` becomes `file_name`, `type` becomes `r#type`.
pub fn snake(name: &str) -> String {
    legal(joined(
        name,
        |word| word.make_ascii_lowercase(),
        str::to_lowercase,
    ))
}

/// The name of a type: `libraryFile` becomes `LibraryFile`.
pub fn pascal(name: &str) -> String {
    let mut joined = String::with_capacity(name.len());
    for word in slices(name) {
        let mut chars = word.chars();
        joined.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        // Words of a SCREAMING name read better capitalised; an acronym of two letters stays.
        joined.push_str(chars.as_str());
    }
    legal(joined)
}

/// The name of a constant: `fileName` becomes `FILE_NAME`. A pure function of the wire name: macros rely on it.
pub fn screaming(name: &str) -> String {
    let joined = joined(name, |word| word.make_ascii_uppercase(), str::to_uppercase);
    if joined.is_empty() {
        return "UNNAMED".to_owned();
    }
    legal(joined)
}

/// Makes a word a legal identifier: keywords become raw or get an underscore, a leading digit gets one.
fn legal(name: String) -> String {
    if name.is_empty() {
        return "unnamed".to_owned();
    }
    if name.starts_with(|c: char| c.is_numeric()) {
        return format!("_{name}");
    }
    match name.as_str() {
        "self" | "Self" | "super" | "crate" => format!("{name}_"),
        word if KEYWORDS.contains(&word) => format!("r#{word}"),
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
            ("@", "unnamed", "UNNAMED", "unnamed"),
        ] {
            assert_eq!(snake(wire), snaked, "{wire}");
            assert_eq!(screaming(wire), screamed, "{wire}");
            assert_eq!(pascal(wire), pascaled, "{wire}");
        }
    }
}
