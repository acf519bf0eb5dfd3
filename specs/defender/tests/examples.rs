//! Each example runs against the service that it brings, says what it has to, and nothing beside.

use std::process::{Command, Output};

/// Runs an example. Cargo builds those of a package before it runs the package's tests.
fn run(name: &str, arguments: &[&str]) -> Output {
    let test = std::env::current_exe().expect("the test");
    let folder = test
        .parent()
        .and_then(|deps| deps.parent())
        .expect("a target folder");
    let mut command = Command::new(folder.join("examples").join(name));
    for name in ["DEFENDER_TENANT", "DEFENDER_TOKEN"] {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .output()
        .expect("the example, which `cargo test -p odata-defender` builds")
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
    let folder = std::env::current_exe().expect("the test");
    let folder = folder
        .parent()
        .and_then(|deps| deps.parent())
        .expect("a target folder");
    let example = folder.join("examples/export_vulnerabilities");
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

#[test]
fn isolate_machine_and_wait() {
    let text = printed("isolate_machine", &[]);
    assert!(text.ends_with("desk-1.contoso.com is isolated\n"), "{text}");
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
