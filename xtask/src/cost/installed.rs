//! What `odata-defender` takes to compile, with one of its features and with all, beside the runtime that it stands on.

use super::budget::aligned;
use super::recorder::Usage;
use super::scratch::{Crate, Mode, Scratch};

const HEAD: [&str; 6] = [
    "crate",
    "check CPU s",
    "build CPU s",
    "release CPU s",
    "check MiB",
    "release MiB",
];

/// What is compiled, in which crate of a program it is, and what the program depends on.
const CRATES: [(&str, &str, &str, &str, &str); 3] = [
    (
        "`odata`, which both stand on",
        "odata",
        "odata",
        "client",
        ", default-features = false, features = ['rustls']",
    ),
    (
        "`odata-defender`, `library-files` alone",
        "odata_defender",
        "odata-defender",
        "specs/defender",
        ", default-features = false, features = ['library-files', 'rustls']",
    ),
    (
        "`odata-defender`, all of it",
        "odata_defender",
        "odata-defender",
        "specs/defender",
        "",
    ),
];

/// The table. What each crate depends on is built before, and the crate itself anew.
pub(crate) fn measure(scratch: &Scratch) -> Result<String, String> {
    let mut rows = vec![HEAD.map(str::to_owned)];
    for (title, compiled, package, folder, features) in CRATES {
        println!("{title} ...");
        let program = Crate {
            name: "cost-installed",
            dependencies: scratch.ours(package, folder, features),
            root: "main.rs",
            files: vec![("main.rs", "fn main() {}\n".to_owned())],
        };
        let mut taken = [Usage::default(); 3];
        for (taken, mode) in taken.iter_mut().zip(Mode::ALL) {
            scratch.prime(&program, mode)?;
            scratch.forget(package, mode)?;
            let recorded = scratch.build(&program, mode)?;
            let found = recorded.iter().find(|(name, _)| name == compiled);
            let (_, usage) = found.ok_or_else(|| format!("cargo did not compile `{compiled}`"))?;
            *taken = *usage;
        }
        let [check, build, release] = taken;
        let seconds = |usage: Usage| format!("{:.2}", usage.cpu);
        let memory = |usage: Usage| format!("{:.0}", usage.memory);
        rows.push([
            title.to_owned(),
            seconds(check),
            seconds(build),
            seconds(release),
            memory(check),
            memory(release),
        ]);
    }
    Ok(aligned(&rows, 1))
}
