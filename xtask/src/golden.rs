//! Checked-in generated code, and the piece of it that README shows: whether they are up to date.

use std::path::Path;
use std::process::ExitCode;

use odata_codegen::Builder;

/// Each service and the file that its code is checked in as.
const CHECKED_IN: &[(&str, &str)] = &[("specs/defender/service.toml", "client/src/doc_example.rs")];

/// The entity that README shows, and the file that it is taken from.
const SHOWN: (&str, &str) = ("LibraryFile", "client/src/doc_example.rs");

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
    match readme(&root, write) {
        Ok(()) => println!("README.md: {done}"),
        Err(error) => {
            stale += 1;
            eprintln!("README.md: {error}");
        }
    }
    println!("golden: files={} stale={stale}", CHECKED_IN.len() + 1);
    if stale == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The part of README between its two marks is the entity as the generator writes it.
fn readme(root: &Path, write: bool) -> Result<(), String> {
    let (entity, file) = SHOWN;
    let read = |path: &str| {
        std::fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))
    };
    let (code, readme) = (read(file)?, read("README.md")?);
    let shown = shown(&code, entity).ok_or_else(|| format!("{file} has no `{entity}`"))?;
    let (start, end) = (format!("<!-- generated: {entity} -->\n"), "<!-- end -->");
    let (head, rest) = readme
        .split_once(&start)
        .ok_or("the mark at the beginning is missing")?;
    let (_, tail) = rest
        .split_once(end)
        .ok_or("the mark at the end is missing")?;
    let wanted = format!("{head}{start}\n```rust\n{shown}```\n\n{end}{tail}");
    if readme == wanted {
        return Ok(());
    }
    if !write {
        return Err("the entity that it shows is stale: `cargo xtask golden --write`".to_owned());
    }
    std::fs::write(root.join("README.md"), wanted).map_err(|error| error.to_string())
}

/// The struct, with its documentation, and its constants.
fn shown(code: &str, entity: &str) -> Option<String> {
    let declaration = code.find(&format!("pub struct {entity} {{"))?;
    let start = code.get(..declaration)?.rfind("\n\n")? + 2;
    let constants = start + code.get(start..)?.find(&format!("\nimpl {entity} {{"))?;
    let end = constants + code.get(constants..)?.find("\n}\n")? + 3;
    code.get(start..end).map(str::to_owned)
}
