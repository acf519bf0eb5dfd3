//! The fronts give the same code.

use std::path::Path;

use odata_codegen::Builder;

const SERVICE: &str = "specs/defender/service.toml";
const CHECKED_IN: &str = "client/src/doc_example.rs";

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a readable file")
}

#[test]
fn build_script_and_text_form_write_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let (built, written) = (
        folder.path().join("built.rs"),
        folder.path().join("written.rs"),
    );
    Builder::new(SERVICE)
        .root(root())
        .output(&built)
        .build()
        .expect("built");
    Builder::new(SERVICE)
        .root(root())
        .output(&written)
        .write()
        .expect("written");
    assert_eq!(read(&built), read(&written));
    assert_eq!(
        read(&built),
        read(&root().join(CHECKED_IN)),
        "run `cargo xtask golden --write`"
    );
}

/// The macro expands to the tokens of the same text; `macros/src/service.rs` tests that it adds nothing but the
/// files it was made from.
#[test]
fn the_tokens_are_those_of_the_text() {
    let generated = Builder::new(SERVICE)
        .root(root())
        .generate()
        .expect("generated");
    let from_file: proc_macro2::TokenStream = read(&root().join(CHECKED_IN)).parse().expect("Rust");
    assert_eq!(
        generated.tokens().expect("tokens").to_string(),
        from_file.to_string()
    );
}

#[test]
fn the_path_to_the_service_does_not_show_in_the_code() {
    let near = Builder::new("service.toml")
        .root(root().join("specs/defender"))
        .generate()
        .expect("generated");
    let far = Builder::new(root().join(SERVICE))
        .generate()
        .expect("generated");
    assert_eq!(near.text, far.text);
}

#[test]
fn twice_the_same_input_gives_twice_the_same_bytes() {
    let generate = || {
        Builder::new(SERVICE)
            .root(root())
            .generate()
            .expect("generated")
            .text
    };
    assert_eq!(generate(), generate());
}

#[test]
fn a_stale_file_is_told_with_its_first_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("defender.rs");
    let builder = Builder::new(SERVICE).root(root()).output(&output);
    let missing = builder.check().expect_err("nothing is checked in");
    assert!(missing.to_string().contains("cannot be read"), "{missing}");
    builder.write().expect("written");
    builder.check().expect("up to date");
    std::fs::write(&output, read(&output).replace("\"sha256\"", "\"sha1\"")).expect("changed");
    let stale = builder.check().expect_err("stale").to_string();
    assert!(
        stale.contains("is stale") && stale.contains("\"sha1\"") && stale.contains("\"sha256\""),
        "{stale}"
    );
    // The line before the one that differs, so that one sees where it is.
    let shown: Vec<&str> = stale
        .lines()
        .map(|line| line.get(..4).unwrap_or(line))
        .collect();
    assert_eq!(shown[1..4], ["    ", "  - ", "  + "], "{stale}");
    assert!(
        shown[4] == "this" && stale.contains("odata-codegen "),
        "{stale}"
    );
}

/// What cargo has built of this package.
fn command_line(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_odata-codegen"));
    let done = command.current_dir(root()).args(arguments).output();
    let done = done.expect("started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn the_command_line_writes_the_same_and_checks_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("defender.rs");
    let path = output.to_str().expect("UTF-8");
    let check = [SERVICE, "-o", path, "--check"];
    let (code, _, said) = command_line(&check);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.starts_with("error: ") && said.contains("cannot be read"),
        "{said}"
    );
    let command = format!("this writes it: odata-codegen {SERVICE} -o {path}\n");
    assert!(said.ends_with(&command), "{said}");

    let (code, out, said) = command_line(&[SERVICE, "-o", path]);
    assert_eq!((code, out.as_str(), said.as_str()), (Some(0), "", ""));
    assert_eq!(read(&output), read(&root().join(CHECKED_IN)));
    let (code, out, said) = command_line(&check);
    assert_eq!((code, out.as_str(), said.as_str()), (Some(0), "", ""));
    assert_eq!(command_line(&[SERVICE]).1, read(&output));

    let lines = read(&output).lines().skip(1).collect::<Vec<_>>().join("\n");
    std::fs::write(&output, lines.replace("generated_for(", "generated_for(1")).expect("changed");
    let (code, _, said) = command_line(&check);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("from line 1 on\n  - "), "{said}");

    let (code, _, said) = command_line(&["nowhere/service.toml", "-o", path]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.starts_with("error[unreadable]"), "{said}");
    let (code, _, said) = command_line(&[SERVICE, "--outptu", path]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("did you mean `--output`?"), "{said}");
}

/// Code that is checked in goes through `cargo fmt` like any other.
#[test]
fn rustfmt_has_nothing_to_change() {
    let folder = tempfile::tempdir().expect("a folder");
    for service in [
        "specs/defender/service.toml",
        "tests/specs/zoo/service.toml",
        "tests/ui/specs/rights/service.toml",
        "tests/specs/ledger/service.toml",
        "examples/own_service/service.toml",
    ] {
        let output = folder.path().join("generated.rs");
        Builder::new(service)
            .root(root())
            .output(&output)
            .write()
            .expect("written");
        let rustfmt = std::process::Command::new("rustfmt")
            .args(["--edition", "2024", "--check", "--config", "max_width=100"])
            .arg(&output)
            .output();
        let rustfmt = match rustfmt {
            Ok(rustfmt) => rustfmt,
            Err(error) => {
                assert!(std::env::var_os("CI").is_none(), "no rustfmt: {error}");
                eprintln!("skipped: no rustfmt: {error}");
                return;
            }
        };
        let (said, failed) = (
            String::from_utf8_lossy(&rustfmt.stdout),
            String::from_utf8_lossy(&rustfmt.stderr),
        );
        assert!(rustfmt.status.success(), "{service}\n{said}{failed}");
    }
}
