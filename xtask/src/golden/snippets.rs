//! Pieces of Rust in Markdown that are taken from a file which is compiled and run.
//!
//! `<!-- from: FILE, NAME -->` begins one, `<!-- end -->` ends it; in the file the lines `// begin: NAME` and `// end` stand
//! around what is shown. A piece that rustc sees nothing of says why: `<!-- not compiled: WHY -->` stands before it.

use std::path::Path;

/// The pages that show such pieces.
pub(super) const PAGES: &[&str] = &[
    "README.md",
    "docs/queries.md",
    "docs/changes.md",
    "docs/generating.md",
    "docs/running.md",
];

const FROM: &str = "<!-- from: ";
const END: &str = "<!-- end -->";

/// What stands before a piece that is of a file, that the generator writes, or that is text on purpose.
#[cfg(test)]
const MARKS: [&str; 3] = [FROM, "<!-- generated: ", "<!-- not compiled: "];

/// The lines on which pieces of Rust begin that nothing is said of.
#[cfg(test)]
fn unmarked(page: &str) -> Vec<usize> {
    let (mut found, mut is_open) = (Vec::new(), false);
    // What the last line says that is not blank.
    let mut before = "";
    for (at, line) in page.lines().enumerate() {
        let line = line.trim();
        if let Some(kind) = line.strip_prefix("```") {
            let of = kind.trim().split(',').next().unwrap_or_default();
            let is_marked = MARKS.iter().any(|mark| before.starts_with(mark));
            if !is_open && of == "rust" && !is_marked {
                found.push(at + 1);
            }
            is_open = !is_open;
        }
        if !line.is_empty() {
            before = line;
        }
    }
    found
}

/// The page with its pieces as they are now.
pub(super) fn filled(root: &Path, page: &str) -> Result<String, String> {
    let mut filled = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(FROM) {
        let (source, after) = after.split_once(" -->\n").ok_or("a mark is not closed")?;
        let (_, after) = after
            .split_once(END)
            .ok_or_else(|| format!("`{source}` has no {END}"))?;
        let (file, name) = source
            .split_once(", ")
            .ok_or_else(|| format!("`{source}` is no file and name"))?;
        let code =
            std::fs::read_to_string(root.join(file)).map_err(|error| format!("{file}: {error}"))?;
        let piece = piece(&code, name).ok_or_else(|| format!("{file} has no `{name}`"))?;
        filled += &format!("{before}{FROM}{source} -->\n\n```rust\n{piece}```\n\n{END}");
        rest = after;
    }
    if filled.is_empty() {
        return Err(format!("it has no `{FROM}FILE, NAME -->`"));
    }
    filled += rest;
    Ok(filled)
}

/// The lines of that name, as far to the left as they go.
fn piece(code: &str, name: &str) -> Option<String> {
    let begin = format!("// begin: {name}");
    let mut lines = code.lines().skip_while(|line| line.trim() != begin);
    lines.next()?;
    let lines: Vec<&str> = lines.collect();
    let end = lines.iter().position(|line| line.trim() == "// end")?;
    let lines = lines.get(..end)?;
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let full = lines.iter().filter(|line| !line.trim().is_empty());
    let least = full.map(indent).min()?;
    let moved = lines
        .iter()
        .map(|line| line.get(least..).unwrap_or_default());
    Some(moved.map(|line| format!("{line}\n")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_moved_to_the_left() {
        let code = "fn a() {\n    // begin: one\n    let a = 1;\n\n        a\n    // end\n}\n";
        assert_eq!(piece(code, "one").as_deref(), Some("let a = 1;\n\n    a\n"));
        assert_eq!(piece(code, "two"), None);
        assert_eq!(piece("// begin: open\na();\n", "open"), None);
    }

    #[test]
    fn rust_of_which_nothing_is_said_is_found() {
        let block = |kind: &str| format!("```{kind}\na();\n```\n");
        for (page, lines) in [
            (block("rust"), vec![1]),
            (format!("- a\n\n  {}", block("rust,no_run")), vec![3]),
            (block("toml") + &block("rust"), vec![4]),
            (
                format!(
                    "<!-- not compiled: why -->\n\n{}{}",
                    block("rust"),
                    block("rust")
                ),
                vec![6],
            ),
            (format!("<!-- from: a.rs, x -->\n{}", block("rust")), vec![]),
            (block("text") + &block("toml"), vec![]),
        ] {
            assert_eq!(unmarked(&page), lines, "{page}");
        }
    }

    /// Code that nothing compiles goes wrong unseen.
    #[test]
    fn all_rust_that_is_shown_is_compiled_or_text_on_purpose() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let docs = std::fs::read_dir(root.join("docs")).unwrap();
        let docs =
            docs.map(|entry| format!("docs/{}", entry.unwrap().file_name().to_string_lossy()));
        let docs = docs.filter(|name| name.ends_with(".md"));
        let others = ["README.md", "CONTRIBUTING.md", "DESIGN.md"].map(str::to_owned);
        let pages: Vec<String> = docs.chain(others).collect();
        assert!(pages.len() > 8, "{pages:?}");
        for page in &pages {
            let text = std::fs::read_to_string(root.join(page)).unwrap();
            let lines = unmarked(&text);
            assert!(
                lines.is_empty(),
                "{page}: the Rust at lines {lines:?} is compiled by nothing: take it from a test (`{FROM}FILE, NAME -->`), or say why not \
                 (`<!-- not compiled: WHY -->`)"
            );
            let is_held = !text.contains(FROM) || PAGES.contains(&page.as_str());
            assert!(
                is_held,
                "{page} shows code of files, and is missing in `PAGES`"
            );
        }
    }

    #[test]
    fn what_stands_between_the_marks_is_replaced() {
        let folder = std::env::temp_dir().join(format!("odata-snippets-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.rs"), "// begin: x\nnew();\n// end\n").unwrap();
        let page = "A\n<!-- from: a.rs, x -->\n\n```rust\nold();\n```\n\n<!-- end -->\nB\n";
        let wanted = page.replace("old", "new");
        assert_eq!(filled(&folder, page).unwrap(), wanted);
        assert_eq!(filled(&folder, &wanted).unwrap(), wanted);
        let missing = page.replace("a.rs, x", "a.rs, y");
        assert_eq!(filled(&folder, &missing).unwrap_err(), "a.rs has no `y`");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
