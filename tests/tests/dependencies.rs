//! What a program pays for, and which compiler it needs.

use std::process::Command;

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn packages(arguments: &[&str]) -> Vec<String> {
    let tree = cargo(
        &[
            &[
                "tree", "--locked", "-e", "normal", "-p", "odata", "--prefix", "none",
            ],
            arguments,
        ]
        .concat(),
    );
    tree.lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_client_pays_for_what_it_uses() {
    let bare = packages(&["--no-default-features"]);
    assert!(bare.iter().any(|name| name == "odata-core"), "{bare:?}");
    for heavy in [
        "reqwest",
        "tokio",
        "hyper",
        "quick-xml",
        "futures-util",
        "odata-csdl",
        "odata-codegen",
        "jiff",
        "serde_json",
        "tracing",
        "tower-service",
    ] {
        assert!(
            !bare.iter().any(|name| name == heavy),
            "{heavy} without any feature"
        );
    }
    let default = packages(&[]);
    assert!(default.iter().any(|name| name == "reqwest"));
    for generator in ["quick-xml", "odata-csdl", "odata-codegen", "odata-macros"] {
        assert!(
            !default.iter().any(|name| name == generator),
            "{generator} without the feature `service`"
        );
    }
    for optional in ["azure_core", "jsonwebtoken", "serde"] {
        assert!(
            !default.iter().any(|name| name == optional),
            "{optional} without a feature that needs it"
        );
    }
    // What signs is there anyway.
    let signing = packages(&["--features", "certificate"]);
    let more: Vec<_> = signing
        .iter()
        .filter(|name| !default.contains(name))
        .collect();
    assert!(more.is_empty(), "{more:?}");
    let service = packages(&["--features", "service"]);
    assert!(
        service.iter().any(|name| name == "quick-xml"),
        "the macro has the generator in it"
    );
}

/// The toolchain here is newer than the oldest one that is promised, so that no build can show it. Clippy's
/// `incompatible_msrv` looks at our code; this looks at what everything we depend on says of itself.
#[test]
fn no_dependency_needs_a_newer_compiler_than_we_promise() {
    let metadata: serde_json::Value =
        serde_json::from_str(&cargo(&["metadata", "--locked", "--format-version", "1"]))
            .expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let version = |text: &str| {
        let mut parts = text.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
    };
    let ours = packages
        .iter()
        .find(|package| package["name"] == "odata")
        .expect("our package");
    let promised = version(ours["rust_version"].as_str().expect("a rust-version"));
    for package in packages {
        if let Some(needs) = package["rust_version"].as_str() {
            assert!(
                version(needs) <= promised,
                "{} needs {needs}",
                package["name"]
            );
        }
    }
    let readme = include_str!("../../README.md");
    let stated = format!("Rust {}.{}", promised.0, promised.1);
    assert!(readme.contains(&stated), "README does not say `{stated}`");
}
