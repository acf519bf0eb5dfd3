//! How long our generator takes for all of Graph, against the least that one could do.

use std::process::Command;

use super::documents::{Document, unpacked};
use super::generating;
use super::scratch::{Crate, Mode, Scratch, at};

/// The program that is built in release; these files of xtask do the work.
const MAIN: &str = r#"#[path = "FOLDER/baseline.rs"]
mod baseline;
#[path = "FOLDER/generating.rs"]
mod generating;
#[path = "FOLDER/tree.rs"]
mod tree;
#[path = "FOLDER/usage.rs"]
mod usage;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [service, document, times] = arguments.as_slice() else { panic!("SERVICE DOCUMENT TIMES") };
    let times = times.parse().expect("a number");
    println!("{}", generating::run(service.as_ref(), document.as_ref(), times).expect("both generate"));
}
"#;

/// Median seconds and bytes of output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Times {
    pub(crate) ours: f64,
    pub(crate) ours_bytes: usize,
    pub(crate) baseline: f64,
    pub(crate) baseline_bytes: usize,
}

/// Both in turn, so many times, by a program that is built in release.
pub(crate) fn released(scratch: &Scratch, times: usize) -> Result<Times, String> {
    let folder = scratch.checkout().join("xtask/src/cost");
    let main = MAIN.replace("FOLDER", &folder.display().to_string());
    let program = Crate {
        name: "generating",
        dependencies: scratch.ours("odata-codegen", "codegen", "")
            + "quick-xml = \"0.42\"\n\n[target.'cfg(unix)'.dependencies]\nnix = { version = \"0.31\", default-features = false, features = [\"resource\"] }\n",
        root: "main.rs",
        files: vec![("main.rs", main)],
    };
    scratch.build(&program, Mode::Release)?;
    let path = scratch.program(&program);
    let output = Command::new(&path)
        .arg(Document::Graph.service(scratch)?)
        .arg(unpacked(scratch)?)
        .arg(times.to_string())
        .output()
        .map_err(|error| at(&path, &error))?;
    let said = String::from_utf8_lossy(&output.stdout);
    read(&said).ok_or_else(|| at(&path, &String::from_utf8_lossy(&output.stderr)))
}

/// Both in turn, in this process, which is optimised as little as a build script.
pub(crate) fn here(scratch: &Scratch, times: usize) -> Result<Times, String> {
    let said = generating::run(
        &Document::Graph.service(scratch)?,
        &unpacked(scratch)?,
        times,
    )?;
    read(&said).ok_or(said)
}

fn read(said: &str) -> Option<Times> {
    let mut words = said.split_whitespace();
    Some(Times {
        ours: words.next()?.parse().ok()?,
        ours_bytes: words.next()?.parse().ok()?,
        baseline: words.next()?.parse().ok()?,
        baseline_bytes: words.next()?.parse().ok()?,
    })
}
