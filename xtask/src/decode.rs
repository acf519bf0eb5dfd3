//! `cargo xtask decode`: how fast a page of Defender's machines is read, and in how much memory.
//!
//! The program that is measured is a crate of its own below `target/decode`, so that nothing of it is built with the
//! workspace. Machines are what is read since they are what Defender's users page through: the table of their page
//! documents 22 properties of every kind that JSON has, one of them a collection of records, and a page may hold 10,000.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use odata_codegen::Builder;

/// The files of the program, by their names below `src`.
const PROGRAM: [(&str, &str); 8] = [
    ("main.rs", include_str!("decode/program/main.rs")),
    ("derived.rs", include_str!("decode/program/derived.rs")),
    ("memory.rs", include_str!("decode/program/memory.rs")),
    ("paging.rs", include_str!("decode/program/paging.rs")),
    ("rows.rs", include_str!("decode/program/rows.rs")),
    ("served.rs", include_str!("decode/program/served.rs")),
    ("server.rs", include_str!("decode/program/server.rs")),
    ("speed.rs", include_str!("decode/program/speed.rs")),
];

/// The page that has the sample.
const SAMPLE: &str = "specs/defender/docs/get-machines.md";

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    match measure(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &[&str]) -> Result<ExitCode, String> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let checkout = std::fs::canonicalize(&checkout).map_err(|error| at(&checkout, &error))?;
    let folder = checkout.join("target/decode");
    write(&checkout, &folder)?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["run", "--quiet", "--release", "--"])
        .args(arguments)
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("build"))
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS");
    let status = cargo.status().map_err(|error| format!("cargo: {error}"))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Writes the crate.
fn write(checkout: &Path, folder: &Path) -> Result<(), String> {
    put(&folder.join("Cargo.toml"), &manifest(checkout))?;
    for (name, text) in PROGRAM {
        put(&folder.join("src").join(name), text)?;
    }
    let page = checkout.join(SAMPLE);
    let text = std::fs::read_to_string(&page).map_err(|error| at(&page, &error))?;
    let sample =
        sample(&text).ok_or_else(|| at(&page, &"there is no sample of a machine in it"))?;
    put(&folder.join("src/sample.json"), &sample)?;
    put(
        &folder.join("src/machines.rs"),
        &machines(checkout, folder)?,
    )?;
    // The versions that the project itself is built with; what only the program needs is added to them.
    let (own, lock) = (checkout.join("Cargo.lock"), folder.join("Cargo.lock"));
    if !lock.exists() {
        std::fs::copy(&own, &lock).map_err(|error| at(&own, &error))?;
    }
    Ok(())
}

fn manifest(checkout: &Path) -> String {
    format!(
        "[package]\nname = \"decode\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n\
         odata = {{ path = '{}' }}\n\
         bytes = \"1\"\n\
         flate2 = \"1\"\n\
         futures-util = {{ version = \"0.3\", default-features = false, features = [\"std\"] }}\n\
         http = \"1\"\n\
         jiff = {{ version = \"1\", features = [\"serde\"] }}\n\
         reqwest = {{ version = \"0.13\", default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         serde_json = \"1\"\n\
         sonic-rs = \"0.5\"\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"rt-multi-thread\", \"net\", \"time\"] }}\n\n\
         [target.'cfg(unix)'.dependencies]\n\
         nix = {{ version = \"0.31\", default-features = false, features = [\"time\"] }}\n\n\
         [profile.release]\ndebug = \"line-tables-only\"\n\n[workspace]\n",
        checkout.join("client").display()
    )
}

/// What the generator makes of the machines of Defender.
fn machines(checkout: &Path, folder: &Path) -> Result<String, String> {
    let service = format!(
        "name = \"Defender\"\nbase-url = \"https://api.security.microsoft.com/api/\"\n\
         metadata = ['{}']\nentity-sets = [\"machines\"]\n",
        checkout.join("specs/defender/metadata.xml").display()
    );
    let path = folder.join("service.toml");
    put(&path, &service)?;
    let generated = Builder::new(path).generate();
    Ok(generated.map_err(|error| error.to_string())?.text)
}

/// The first row of the page's sample, as it is written there.
fn sample(page: &str) -> Option<String> {
    let json = page.split("```json\n").nth(1)?.split("```").next()?;
    let mut sample = None;
    let mut reader = odata::json::Reader::new(json);
    let read = reader.object(&mut |name, reader| match name {
        "value" => reader.array(&mut |_, reader| {
            let row = reader.raw()?;
            sample.get_or_insert_with(|| row.to_owned());
            Ok(())
        }),
        _ => reader.skip(),
    });
    read.ok().and(sample)
}

/// Writes a file, unless it says the same already: cargo would build what depends on it.
fn put(path: &Path, text: &str) -> Result<(), String> {
    if std::fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    std::fs::create_dir_all(&folder).map_err(|error| at(&folder, &error))?;
    std::fs::write(path, text).map_err(|error| at(path, &error))
}

fn at(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_has_a_sample_with_all_its_members() {
        let row = super::sample(include_str!("../../specs/defender/docs/get-machines.md")).unwrap();
        let row: serde_json::Value = serde_json::from_str(&row).unwrap();
        assert_eq!(row.as_object().unwrap().len(), 18);
    }
}
