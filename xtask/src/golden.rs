//! Checked-in generated code, and the pieces of code that Markdown shows: whether they are up to date.

mod snippets;

use std::path::Path;
use std::process::ExitCode;

use odata_codegen::csdl::diagnostic::Diagnostics;
use odata_codegen::csdl::write::{to_json, to_xml};
use odata_codegen::{Builder, describe};

/// Each service and the file that its code is checked in as.
const CHECKED_IN: &[(&str, &str)] = &[("specs/defender/service.toml", "client/src/doc_example.rs")];

/// The service that publishes no `$metadata`, and the files that ours is checked in as.
const EXPORTED: (&str, &str, &str) = (
    "specs/defender/service.toml",
    "specs/defender/metadata.xml",
    "specs/defender/metadata.json",
);

/// What stands above it.
const EXPORT_HEAD: &str = "\
<!--
  Written by `cargo xtask golden` of the odata project from the pages under docs/ and from overlay.toml, which
  are ours: Microsoft publishes no $metadata for this API, and this is not a Microsoft document.
-->
";

/// The entity that README shows, and the file that it is taken from.
const SHOWN: (&str, &str) = ("LibraryFile", "client/src/doc_example.rs");

/// The page that shows it.
const README: &str = "README.md";

pub(crate) fn run(write: bool) -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let done = if write { "written" } else { "up to date" };
    let mut stale = 0;
    for (service, output) in CHECKED_IN {
        let builder = Builder::new(*service).root(&root).output(*output);
        let result = if write {
            builder.write()
        } else {
            builder.check()
        };
        match result {
            Ok(()) => println!("{output}: {done}"),
            Err(error) => {
                stale += 1;
                eprintln!("{error}");
            }
        }
    }
    for page in snippets::PAGES {
        match shows(&root, page, write) {
            Ok(()) => println!("{page}: {done}"),
            Err(error) => {
                stale += 1;
                eprintln!("{page}: {error}");
            }
        }
    }
    match export(&root, write) {
        Ok(()) => println!("{} and {}: {done}", EXPORTED.1, EXPORTED.2),
        Err(error) => {
            stale += 1;
            eprintln!("{error}");
        }
    }
    println!(
        "golden: files={} stale={stale}",
        CHECKED_IN.len() + snippets::PAGES.len() + 2
    );
    if stale == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The model that is read from the pages, as the service would publish it.
fn export(root: &Path, write: bool) -> Result<(), String> {
    let (service, xml, json) = EXPORTED;
    let description = describe(root, Path::new(service)).map_err(|error| error.to_string())?;
    let [document] = description.documents.as_slice() else {
        return Err("the pages make more than one document".to_owned());
    };
    let text = to_xml(document);
    let (declaration, body) = text.split_once('\n').ok_or("an empty document")?;
    hold(
        &root.join(xml),
        &format!("{declaration}\n{EXPORT_HEAD}{body}"),
        write,
    )?;
    let mut lost = Diagnostics::new();
    let text = to_json(document, &mut lost);
    if let Some(one) = lost.iter().find(|one| one.code == "lost-in-json") {
        return Err(format!("{json}: {}", one.message));
    }
    hold(&root.join(json), &text, write)
}

/// Writes a file, or says that it is not what it should be.
fn hold(path: &Path, text: &str, write: bool) -> Result<(), String> {
    let named = |error: std::io::Error| format!("{}: {error}", path.display());
    if write {
        return std::fs::write(path, text).map_err(named);
    }
    match std::fs::read_to_string(path).map_err(named)? == text {
        true => Ok(()),
        false => Err(format!(
            "{}: is stale: `cargo xtask golden --write` writes it",
            path.display()
        )),
    }
}

/// What a page shows is what compiles.
fn shows(root: &Path, page: &str, write: bool) -> Result<(), String> {
    let path = root.join(page);
    let now = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let wanted = match page {
        README => snippets::filled(root, &with_entity(root, &now)?)?,
        _ => snippets::filled(root, &now)?,
    };
    if now == wanted {
        return Ok(());
    }
    if !write {
        return Err("the code that it shows is stale: `cargo xtask golden --write`".to_owned());
    }
    std::fs::write(path, wanted).map_err(|error| error.to_string())
}

/// The part between two marks is the entity as the generator writes it.
fn with_entity(root: &Path, page: &str) -> Result<String, String> {
    let (entity, file) = SHOWN;
    let (start, end) = (format!("<!-- generated: {entity} -->\n"), "<!-- end -->");
    let (head, rest) = page
        .split_once(&start)
        .ok_or("the mark at the beginning of the entity is missing")?;
    let code =
        std::fs::read_to_string(root.join(file)).map_err(|error| format!("{file}: {error}"))?;
    let shown = shown(&code, entity).ok_or_else(|| format!("{file} has no `{entity}`"))?;
    let (_, tail) = rest
        .split_once(end)
        .ok_or("the mark at the end is missing")?;
    Ok(format!("{head}{start}\n```rust\n{shown}```\n\n{end}{tail}"))
}

/// The struct, with its documentation, and its constants.
fn shown(code: &str, entity: &str) -> Option<String> {
    let declaration = code.find(&format!("pub struct {entity} {{"))?;
    let start = code.get(..declaration)?.rfind("\n\n")? + 2;
    let constants = start + code.get(start..)?.find(&format!("\nimpl {entity} {{"))?;
    let end = constants + code.get(constants..)?.find("\n}\n")? + 3;
    code.get(start..end).map(str::to_owned)
}
