//! The services that are measured, and their generated code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use odata_codegen::Builder;

use super::scratch::{Scratch, at, make, put};

/// A service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Document {
    Defender,
    TripPin,
    /// Microsoft Graph with the sets that a program may use, and all that these reach.
    GraphPruned,
    /// Microsoft Graph with one set.
    GraphUsers,
    Graph,
}

/// Below the corpus.
const GRAPH: &str = "msgraph/v1.0-Prod.csdl.gz";
const TRIPPIN: &str = "trippin/rw.xml";

impl Document {
    pub(crate) const LEDGER: [Document; 4] = [
        Document::Defender,
        Document::TripPin,
        Document::GraphPruned,
        Document::Graph,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Document::Defender => "defender",
            Document::TripPin => "trippin",
            Document::GraphPruned => "graph-pruned",
            Document::GraphUsers => "graph-users",
            Document::Graph => "graph",
        }
    }

    /// What the reader of a report needs to know.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Document::Defender => "Defender",
            Document::TripPin => "TripPin",
            Document::GraphPruned => "Graph: `users`, `groups`, `security/alerts_v2`",
            Document::GraphUsers => "Graph: `users`",
            Document::Graph => "Graph v1.0, all",
        }
    }

    /// The names of crates must be known while this program is compiled.
    pub(crate) fn crate_names(self) -> (&'static str, &'static str) {
        match self {
            Document::Defender => ("ours-defender", "twin-defender"),
            Document::TripPin => ("ours-trippin", "twin-trippin"),
            Document::GraphPruned => ("ours-graph-pruned", "twin-graph-pruned"),
            Document::GraphUsers => ("ours-graph-users", "twin-graph-users"),
            Document::Graph => ("ours-graph", "twin-graph"),
        }
    }

    /// The lines of `service.toml` beside the document itself.
    fn wanted(self) -> &'static str {
        match self {
            Document::Defender | Document::TripPin | Document::Graph => "",
            Document::GraphPruned => {
                "entity-sets = [\"users\", \"groups\", \"security/alerts_v2\"]\n"
            }
            Document::GraphUsers => "entity-sets = [\"users\"]\n",
        }
    }

    /// Its `service.toml`; written, where it is not one of ours.
    pub(crate) fn service(self, scratch: &Scratch) -> Result<PathBuf, String> {
        let (name, document) = match self {
            Document::Defender => {
                return Ok(scratch.checkout().join("specs/defender/service.toml"));
            }
            Document::TripPin => ("TripPin", corpus(scratch)?.join(TRIPPIN)),
            Document::GraphPruned | Document::GraphUsers | Document::Graph => {
                ("Graph", unpacked(scratch)?)
            }
        };
        let folder = scratch.folder().join("services");
        make(&folder)?;
        let path = folder.join(format!("{}.toml", self.name()));
        // A literal string of TOML, so that backslashes of a path stay what they are.
        let text = format!(
            "name = \"{name}\"\nbase-url = \"https://service.example/v1.0/\"\nmetadata = ['{}']\n{}",
            document.display(),
            self.wanted()
        );
        put(&path, &text)?;
        Ok(path)
    }

    /// What the generator writes for it today.
    pub(crate) fn code(self, scratch: &Scratch) -> Result<String, String> {
        let service = self.service(scratch)?;
        let generated = Builder::new(service).generate();
        Ok(generated.map_err(|error| error.to_string())?.text)
    }
}

/// The corpus of documents, where it is.
pub(crate) fn corpus(scratch: &Scratch) -> Result<PathBuf, String> {
    let root = corpora(scratch);
    let folder = root.join("metadata");
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(format!(
        "no corpus at {}; set ODATA_CORPORA",
        folder.display()
    ))
}

/// Documents and payloads that are not kept here.
pub(crate) fn corpora(scratch: &Scratch) -> PathBuf {
    let default = scratch.checkout().join("../shared/corpora");
    std::env::var_os("ODATA_CORPORA").map_or(default, PathBuf::from)
}

/// Microsoft Graph's document, unpacked once.
pub(crate) fn unpacked(scratch: &Scratch) -> Result<PathBuf, String> {
    let packed = corpus(scratch)?.join(GRAPH);
    let folder = scratch.folder().join("services");
    make(&folder)?;
    let path = folder.join("graph.xml");
    if !newer(&path, &packed) {
        let output = Command::new("gzip").arg("-dc").arg(&packed).output();
        let output = output.map_err(|error| format!("gzip: {error}"))?;
        if !output.status.success() {
            return Err(at(&packed, &String::from_utf8_lossy(&output.stderr)));
        }
        fs::write(&path, &output.stdout).map_err(|error| at(&path, &error))?;
    }
    Ok(path)
}

fn newer(path: &Path, than: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    match (time(path), time(than)) {
        (Some(path), Some(than)) => path > than,
        _ => false,
    }
}
