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
    let mut words = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let before = at
            .checked_sub(1)
            .and_then(|at| chars.get(at))
            .copied()
            .unwrap_or(' ');
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        let turns = c.is_uppercase()
            && (before.is_lowercase()
                || before.is_numeric()
                || (before.is_uppercase() && after.is_lowercase()));
        if turns && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// The name of a field, method or module: `fileName` becomes `file_name`, `type` becomes `r#type`.
pub fn snake(name: &str) -> String {
    let joined = words(name)
        .iter()
        .map(|word| word.to_lowercase())
        .collect::<Vec<_>>()
        .join("_");
    legal(joined)
}

/// The name of a type: `libraryFile` becomes `LibraryFile`.
pub fn pascal(name: &str) -> String {
    let joined: String = words(name)
        .iter()
        .map(|word| {
            let mut chars = word.chars();
            let first = chars
                .next()
                .map(|c| c.to_uppercase().collect::<String>())
                .unwrap_or_default();
            let rest = chars.as_str();
            // Words of a SCREAMING name read better capitalised; an acronym of two letters stays.
            first + rest
        })
        .collect();
    legal(joined)
}

/// The name of a constant: `fileName` becomes `FILE_NAME`. A pure function of the wire name: macros rely on it.
pub fn screaming(name: &str) -> String {
    let joined = words(name)
        .iter()
        .map(|word| word.to_uppercase())
        .collect::<Vec<_>>()
        .join("_");
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
