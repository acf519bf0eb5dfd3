//! Graph's payloads, read with the types that are generated from the whole of Graph v1.0: a program is made of the code
//! and run, and what it read is held against what was sent.

mod what;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::process::Command;

use odata_codegen::Builder;
use odata_tests::lost;
use serde_json::Value;

use super::found::copy_to;
use what::{PAYLOADS, What};

/// The document that they are read with.
pub(crate) const DOCUMENT: &str = "msgraph/v1.0-Prod.csdl.gz";

/// The types that no schema declares, and what they are in Rust.
const PLAIN: [(&str, &str); 3] = [
    ("Edm.Boolean", "bool"),
    ("Edm.Guid", "odata::Guid"),
    ("Edm.String", "String"),
];

/// What came of the values of a payload.
#[derive(Debug, Default)]
pub(crate) struct Payload {
    file: String,
    path: &'static str,
    type_name: &'static str,
    values: usize,
    undeclared: usize,
    expected: Option<&'static str>,
    wrong: Vec<String>,
}

impl Payload {
    pub(crate) fn is_failed(&self) -> bool {
        !self.wrong.is_empty()
    }

    pub(crate) fn line(&self) -> String {
        let outcome = match (self.wrong.first(), self.expected) {
            (Some(wrong), _) => format!("FAILED: {wrong}"),
            (None, Some(why)) => format!("cannot be read: {why}"),
            (None, None) => "decoded, nothing lost".to_owned(),
        };
        let place = match self.path {
            "" => self.file.clone(),
            path => format!("{}: {path}", self.file),
        };
        let type_name = self
            .type_name
            .strip_prefix("microsoft.graph.")
            .unwrap_or(self.type_name);
        format!(
            "{place:80}  {type_name:32}  {:>6}  {:>10}  {outcome}",
            self.values, self.undeclared
        )
    }

    /// What stands above the lines.
    pub(crate) fn head() -> String {
        format!(
            "{:80}  {:32}  {:>6}  {:>10}  outcome",
            "payload of Microsoft Graph", "type", "values", "undeclared"
        )
    }
}

/// The code of [`DOCUMENT`]; `document` is its copy, below `copies`. Graph leaves out of its answers what it declares as
/// never null.
fn generate(copies: &Path, document: &Path) -> io::Result<String> {
    let service = format!(
        "name = \"Graph\"\nbase-url = \"https://graph.microsoft.com/v1.0/\"\n\
         metadata = [{:?}]\npartial-entities = true\n",
        document.display().to_string()
    );
    std::fs::write(copies.join(".graph-service.toml"), service)?;
    let generated = Builder::new(".graph-service.toml").root(copies).generate();
    generated
        .map(|generated| generated.text)
        .map_err(io::Error::other)
}

/// Reads every payload of the folder with code that is generated from the copy of [`DOCUMENT`].
pub(crate) fn read(
    root: &Path,
    work: &Path,
    folder: &Path,
    copies: &Path,
    document: &Path,
) -> io::Result<Vec<Payload>> {
    let code = generate(copies, document)?;
    let mut files = BTreeSet::new();
    let entries = std::fs::read_dir(folder)
        .map_err(|error| io::Error::other(format!("{}: {error}", folder.display())))?;
    for entry in entries {
        files.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    let said = run(root, work, folder, &files, &code)?;
    let mut payloads: Vec<Payload> = PAYLOADS
        .iter()
        .zip(&said)
        .map(|(what, said)| of(what, said))
        .collect();
    // A payload that nobody said anything of is not passed over.
    for file in &files {
        if !PAYLOADS.iter().any(|what| what.file == file) {
            payloads.push(Payload {
                file: file.clone(),
                wrong: vec!["nobody said what it is".to_owned()],
                ..Payload::default()
            });
        }
    }
    Ok(payloads)
}

fn of(what: &What, said: &[Value]) -> Payload {
    let mut payload = Payload {
        file: what.file.to_owned(),
        path: what.path,
        type_name: what.type_name,
        expected: what.fails.map(|(_, why)| why),
        ..Payload::default()
    };
    let mut faults = Vec::new();
    for one in said {
        if let Some(fault) = one["fault"].as_str() {
            faults.push(fault.to_owned());
            continue;
        }
        payload.values += 1;
        payload.undeclared += one["undeclared"].as_u64().unwrap_or(0) as usize;
        let (sent, wrote) = (&one["sent"], &one["wrote"]);
        let lost = lost::between(sent, wrote);
        payload.wrong.extend(lost);
        for (kept, control) in [("etag", "@odata.etag"), ("id", "@odata.id")] {
            if sent.is_object() && one[kept] != sent[control] {
                payload.wrong.push(format!("{control} is lost"));
            }
        }
    }
    if payload.values == 0 && faults.is_empty() {
        faults.push("nothing is there".to_owned());
    }
    match what.fails {
        None => payload.wrong.extend(faults),
        Some((says, _)) => {
            let others = faults.iter().filter(|fault| !fault.contains(says));
            payload.wrong.extend(others.cloned());
            if payload.values > 0 {
                let wrong = "it decodes, and is listed as one that cannot be";
                payload.wrong.push(wrong.to_owned());
            }
        }
    }
    payload
}

/// What the program says, by the line of [`PAYLOADS`].
fn run(
    root: &Path,
    work: &Path,
    folder: &Path,
    files: &BTreeSet<String>,
    code: &str,
) -> io::Result<Vec<Vec<Value>>> {
    let of_rust = types(code);
    let mut wanted: BTreeSet<String> = PAYLOADS
        .iter()
        .map(|what| what.type_name.to_owned())
        .collect();
    for file in files {
        let text = std::fs::read_to_string(folder.join(file))?;
        wanted.extend(said_types(&text));
    }
    let mut table = String::from("pub(crate) const TYPES: &[(&str, crate::ReadAs)] = &[\n");
    for name in &wanted {
        if let Some(rust) = of_rust.get(name.as_str()) {
            table += &format!("({name:?}, crate::record::<crate::graph::{rust}>),\n");
        }
    }
    for (name, rust) in PLAIN {
        table += &format!("({name:?}, crate::plain::<{rust}>),\n");
    }
    table += "];\n";
    let client = std::fs::canonicalize(root.join("client"))?;
    let manifest = format!(
        "[package]\nname = \"graph-payloads\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nodata = {{ path = {:?}, default-features = false }}\n\n\
         [profile.dev]\ndebug = false\n\n[workspace]\n",
        client.display().to_string()
    );
    let crate_folder = work.join("payloads");
    let write = |text: &str, file: &str| copy_to(text.as_bytes(), &crate_folder.join(file));
    write(&manifest, "Cargo.toml")?;
    write(include_str!("payloads/program.rs"), "src/main.rs")?;
    write(code, "src/graph.rs")?;
    write(&table, "src/types.rs")?;
    let lines = PAYLOADS
        .iter()
        .map(|what| format!("{}\t{}\t{}\n", what.file, what.path, what.type_name));
    write(&lines.collect::<String>(), "list")?;
    // The versions that the project itself is built with.
    std::fs::copy(root.join("Cargo.lock"), crate_folder.join("Cargo.lock"))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--"])
        .arg(folder)
        .arg("list")
        .current_dir(&crate_folder)
        .env("CARGO_TARGET_DIR", work.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let message = format!("Graph's payloads could not be read:\n{said}");
        return Err(io::Error::other(message));
    }
    let mut said: Vec<Vec<Value>> = PAYLOADS.iter().map(|_| Vec::new()).collect();
    for one in serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>() {
        let one = one?;
        let line = one["line"].as_u64().unwrap_or(u64::MAX) as usize;
        if let Some(of_line) = said.get_mut(line) {
            of_line.push(one);
        }
    }
    Ok(said)
}

/// The generated types: by the name in the metadata, that in Rust.
fn types(code: &str) -> BTreeMap<&str, &str> {
    let mut types = BTreeMap::new();
    for part in code.split("impl odata::Structured for ").skip(1) {
        let name = part.split("name: \"").nth(1);
        let name = name.and_then(|rest| rest.split('"').next());
        if let (Some(name), Some(rust)) = (name, part.split(" {").next()) {
            types.insert(name, rust);
        }
    }
    types
}

/// The types that a payload says of its values.
fn said_types(text: &str) -> BTreeSet<String> {
    let mut types = BTreeSet::new();
    for part in text.split("\"@odata.type\"").skip(1) {
        types.extend(
            part.split('"')
                .nth(1)
                .map(|name| name.trim_start_matches('#').to_owned()),
        );
    }
    types
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const WHAT: What = What {
        file: "a.json",
        path: "",
        type_name: "Ns.A",
        fails: None,
    };
    const LISTED: What = What {
        fails: Some(("lacks it", "a change")),
        ..WHAT
    };

    #[test]
    fn a_payload_decodes_whole_or_fails_as_listed() {
        let whole = [json!({ "sent": { "a": 1 }, "wrote": { "a": 1 }, "etag": null, "id": null })];
        let lost = [json!({ "sent": { "a": 1 }, "wrote": {} })];
        let no_etag = [json!({ "sent": { "@odata.etag": "1" }, "wrote": {}, "etag": null })];
        let lacks = [json!({ "fault": "id: A lacks it" })];
        let other = [json!({ "fault": "expected a number" })];
        let failed = |what: &What, said: &[Value]| of(what, said).is_failed();
        assert!(!failed(&WHAT, &whole));
        assert!(failed(&WHAT, &lost));
        assert!(failed(&WHAT, &no_etag));
        assert!(failed(&WHAT, &lacks));
        assert!(failed(&WHAT, &[]));
        assert!(!failed(&LISTED, &lacks));
        assert!(failed(&LISTED, &other));
        assert!(failed(&LISTED, &whole));
    }

    #[test]
    fn types_are_found_in_code_and_in_payloads() {
        let code =
            "impl odata::Structured for User {\n const INFO = { name: \"g.user\", name: \"x\" }";
        assert_eq!(types(code), BTreeMap::from([("g.user", "User")]));
        let said = said_types("{\"@odata.type\" : \"#g.user\",\"a@odata.type\":\"#Int\"}");
        assert_eq!(said, BTreeSet::from(["g.user".to_owned()]));
    }
}
