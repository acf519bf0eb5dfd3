//! Node, with the library beside the JavaScript that is written for it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

/// What calls the library; it is told the scene and the service's root.
const SCRIPT: &str = "\
const { play } = require('./station.js');
const [scene, root] = process.argv.slice(2);
play(scene, root).then(
  (said) => console.log(said),
  (error) => { console.log(`error: ${error}`); process.exitCode = error instanceof Error ? 1 : 0; },
);
";

pub struct Node {
    script: PathBuf,
}

impl Node {
    /// Writes the JavaScript.
    pub fn new(library: &Path) -> Result<Self, String> {
        let folder = library.with_file_name("node");
        let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
        bindgen
            .input_path(library)
            .out_name("station")
            .typescript(false);
        bindgen.nodejs(true).map_err(|error| error.to_string())?;
        bindgen
            .generate(&folder)
            .map_err(|error| format!("{error:?}"))?;
        let script = folder.join("play.js");
        std::fs::write(&script, SCRIPT)
            .map_err(|error| format!("{}: {error}", script.display()))?;
        Ok(Node { script })
    }

    /// What it printed.
    pub async fn play(&self, scene: &str, root: &str) -> Result<String, String> {
        let mut node = Command::new("node");
        node.arg(&self.script).arg(scene).arg(root);
        node.stdin(Stdio::null()).kill_on_drop(true);
        let output = timeout(Duration::from_secs(60), node.output()).await;
        let output = output.map_err(|_| "Node did not end".to_owned())?;
        let output = output.map_err(|error| format!("node: {error}"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        match output.status.success() {
            true => Ok(text(&output.stdout)),
            false => Err(format!("{} {}", text(&output.stdout), text(&output.stderr))),
        }
    }
}
