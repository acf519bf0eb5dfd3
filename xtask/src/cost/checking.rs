//! `cargo check` of a crate that holds a whole service: ours, and the same types with serde derives.

use super::documents::Document;
use super::recorder::Usage;
use super::scratch::{Crate, Mode, Scratch};
use super::twin::{self, Twin};

/// What derives need.
pub(crate) const SERDE: &str =
    "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";

/// Generated code as a crate. No HTTP client is needed to check it.
pub(crate) fn ours(scratch: &Scratch, document: Document, code: String) -> Crate {
    Crate {
        name: document.crate_names().0,
        dependencies: scratch.ours("odata", "client", ", default-features = false"),
        root: "lib.rs",
        files: vec![("lib.rs", code)],
    }
}

/// Its twin as a crate.
pub(crate) fn theirs(document: Document, twin: Twin) -> Crate {
    Crate {
        name: document.crate_names().1,
        dependencies: "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n"
            .to_owned(),
        root: "lib.rs",
        files: vec![("lib.rs", twin.text), ("values.rs", twin.values)],
    }
}

/// Which of the two are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sides {
    pub(crate) ours: bool,
    pub(crate) theirs: bool,
}

/// What both took, each measured so many times; the cheapest run counts, since what others do on the machine only adds.
pub(crate) fn check(
    scratch: &Scratch,
    document: Document,
    code: &str,
    sides: Sides,
    times: usize,
) -> Result<(Option<Usage>, Option<Usage>), String> {
    let twin = twin::of(code)?;
    println!(
        "{}: {} structs, {} enums, {} fields; {} wire names guessed",
        document.title(),
        twin.structs,
        twin.enums,
        twin.fields,
        twin.guessed
    );
    let ours = ours(scratch, document, code.to_owned());
    let theirs = theirs(document, twin);
    let (mut best_ours, mut best_theirs) = (None, None);
    for _ in 0..times {
        if sides.ours {
            best_ours = cheaper(best_ours, scratch.measure(&ours, Mode::Check)?);
        }
        if sides.theirs {
            best_theirs = cheaper(best_theirs, scratch.measure(&theirs, Mode::Check)?);
        }
    }
    Ok((best_ours, best_theirs))
}

pub(crate) fn cheaper(best: Option<Usage>, next: Usage) -> Option<Usage> {
    match best {
        Some(best) if best.cpu <= next.cpu => Some(best),
        _ => Some(next),
    }
}
