//! Each example runs against the service that it brings, says what it has to, and nothing beside.

use std::path::PathBuf;
use std::process::{Command, Output};

/// Where an example is. Cargo builds those of a package before it runs all of its tests, and not before it runs one of them.
fn example(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the test");
    let profile = test.ancestors().nth(2).expect("a target folder");
    let path = profile.join("examples").join(name);
    if !path.exists() {
        let target = profile.parent().expect("a target folder");
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["build", "--quiet", "--package", "odata-defender"])
            .args(["--example", name, "--target-dir"])
            .arg(target);
        assert!(cargo.status().expect("cargo").success());
    }
    path
}

/// Runs an example against the service that it brings.
fn run(name: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(example(name));
    for name in ["DEFENDER_TENANT", "DEFENDER_TOKEN"] {
        command.env_remove(name);
    }
    command.args(arguments).output().expect("the example runs")
}

/// What it prints where nobody looks: no bar.
#[track_caller]
fn printed(name: &str, arguments: &[&str]) -> String {
    let output = run(name, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(errors, "", "quiet when it is piped");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn risky_machines() {
    let text = printed("risky_machines", &[]);
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(names, ["desk-1.contoso.com", "build.contoso.com"]);
}

#[test]
fn export_vulnerabilities() {
    let text = printed("export_vulnerabilities", &[]);
    assert_eq!(text.lines().count(), 1500);
    let first: serde_json::Value =
        serde_json::from_str(text.lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["cveId"], "CVE-2026-00000");
    let text = printed("export_vulnerabilities", &["--csv"]);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("device,software,version,cve,severity"));
    assert_eq!(
        lines.next(),
        Some("desk-0.contoso.com,\"parser, \"\"fast\"\"\",1.2,CVE-2026-00000,Low")
    );
    assert_eq!(lines.count(), 1499);
}

/// `script` gives the example a terminal for its errors.
#[test]
#[cfg(target_os = "linux")]
fn a_terminal_has_a_progress_bar() {
    let example = example("export_vulnerabilities");
    let rows = std::env::temp_dir().join(format!("vulnerabilities-{}.ndjson", std::process::id()));
    let line = format!("'{}' > '{}'", example.display(), rows.display());
    let script = Command::new("script")
        .args(["-q", "-e", "-c", &line, "/dev/null"])
        .env("TERM", "xterm")
        .output();
    let shown = match script {
        Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
        Err(error) => return eprintln!("skipped: `script` cannot be run: {error}"),
    };
    let text = std::fs::read_to_string(&rows).expect("rows");
    drop(std::fs::remove_file(&rows));
    assert_eq!(text.lines().count(), 1500);
    assert!(shown.contains("vulnerabilities: 1,500"), "{shown:?}");
}

#[test]
fn hunt() {
    let text = printed("hunt", &[]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.first(), Some(&"Timestamp\tDeviceName\tFileName"));
    assert_eq!(
        lines.get(2),
        Some(&"2026-11-30T08:02:11.5614772Z\tbuild.contoso.com\tcurl")
    );
}

#[test]
fn isolate_machine_without_sending_anything() {
    let text = printed(
        "isolate_machine",
        &["--dry-run", "--comment", "ticket 4711", "m1"],
    );
    assert!(text.contains("/machines/m1/isolate"), "{text}");
    assert!(
        text.contains("ticket 4711") && text.contains("Full"),
        "{text}"
    );
    assert!(text.ends_with("nothing was sent\n"), "{text}");
}

/// A machine that is isolated by mistake is gone from the network.
#[test]
fn isolate_machine_does_nothing_where_half_is_said() {
    let output = run("isolate_machine", &["m1", "--comment"]);
    assert!(!output.status.success());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("usage: isolate_machine"), "{errors}");
}

#[test]
fn isolate_machine_and_wait() {
    let text = printed("isolate_machine", &[]);
    assert!(text.ends_with("desk-1.contoso.com is isolated\n"), "{text}");
}

/// With credentials in the environment nothing is done to a machine, or submitted, that nobody named.
#[test]
fn the_real_service_is_told_what_is_meant() {
    for (name, usage) in [
        ("isolate_machine", "MACHINE-ID"),
        ("sync_indicators", "[FILE]"),
    ] {
        let mut command = Command::new(example(name));
        command
            .env_remove("DEFENDER_TENANT")
            .env("DEFENDER_TOKEN", "t0ken");
        let output = command.output().expect("the example");
        assert!(!output.status.success());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            errors.contains("has to be told what is meant") && errors.contains(usage),
            "{errors}"
        );
    }
}

#[test]
fn sync_indicators() {
    let dry = printed("sync_indicators", &["--dry-run"]);
    assert!(
        dry.ends_with("3 indicators would be compared and submitted; nothing was sent\n"),
        "{dry}"
    );
    let text = printed("sync_indicators", &[]);
    assert_eq!(text, "1 as they are, 2 submitted, 0 of them refused\n");
    let wrong = run("sync_indicators", &["--nonsense"]);
    assert!(!wrong.status.success());
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("usage: sync_indicators"));
}
