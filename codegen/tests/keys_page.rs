//! docs/generating.md has every key of `service.toml` and of `overlay.toml`.

use std::path::Path;

/// What the reader says that there is, where a key is far from all of them.
fn known(folder: &Path, service: &str, overlay: &str) -> Vec<String> {
    std::fs::write(folder.join("service.toml"), service).expect("written");
    std::fs::write(folder.join("overlay.toml"), overlay).expect("written");
    let error = odata_codegen::generate(folder, Path::new("service.toml"));
    let error = error.expect_err("an unknown key").to_string();
    let list = error.split("there are ").nth(1).unwrap_or_default();
    let list = list.lines().next().unwrap_or_default();
    let names: Vec<String> = list.split(", ").map(str::to_owned).collect();
    assert!(names.len() > 2, "{error}");
    names
}

#[test]
fn every_key_is_on_the_page() {
    let folder = std::env::temp_dir().join(format!("odata-keys-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/generating.md");
    let page = std::fs::read_to_string(page).expect("the page");
    // In a block of TOML, or behind a comment sign there.
    let lines: Vec<&str> = page
        .lines()
        .map(|line| line.trim_start_matches("# ").trim_start())
        .collect();
    let has = |start: &str| lines.iter().any(|line| line.starts_with(start));

    let mut missing = Vec::new();
    for key in known(&folder, "qwertyuiop = 1\n", "") {
        let is_there = has(&format!("{key} =")) || has(&format!("[{key}"));
        if !is_there {
            missing.push(key);
        }
    }
    let service = "name = \"A\"\nbase-url = \"https://a.example/\"\nmetadata = [\"a.xml\"]\noverlay = \"overlay.toml\"\n";
    let csdl = "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices/></edmx:Edmx>";
    std::fs::write(folder.join("a.xml"), csdl).expect("written");
    for table in known(&folder, service, "qwertyuiop = 1\n") {
        let head = format!("[[{table}]]");
        let block = lines.iter().position(|line| line.starts_with(&head));
        let block = lines
            .get(block.unwrap_or(lines.len())..)
            .unwrap_or_default();
        let block: Vec<&&str> = block.iter().take_while(|line| !line.is_empty()).collect();
        for key in known(&folder, service, &format!("{head}\nqwertyuiop = 1\n")) {
            if !block
                .iter()
                .any(|line| line.starts_with(&format!("{key} =")))
            {
                missing.push(format!("{head} {key}"));
            }
        }
    }
    std::fs::remove_dir_all(&folder).expect("removed");
    assert!(missing.is_empty(), "docs/generating.md lacks {missing:?}");
}
