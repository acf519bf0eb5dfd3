//! The front for build scripts, and the one for code that is checked in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result};
use crate::generate::{Generated, generate_extended};
use crate::service::Areas;

/// Generates the client of a service from its `service.toml`.
///
/// # Example: a build script
/// ```no_run
/// fn main() -> odata_codegen::Result<()> {
///     odata_codegen::Builder::new("specs/defender/service.toml").build()
/// }
/// ```
/// and in the program:
/// ```text
/// include!(concat!(env!("OUT_DIR"), "/defender.rs"));
/// ```
#[derive(Clone, Debug)]
pub struct Builder {
    service: PathBuf,
    root: PathBuf,
    output: Option<PathBuf>,
    areas: Areas,
    extends: Option<PathBuf>,
}

impl Builder {
    /// The service that this `service.toml` describes. A relative path is meant from the current directory, which in
    /// a build script is that of the package.
    pub fn new(service: impl Into<PathBuf>) -> Self {
        Builder {
            service: service.into(),
            root: PathBuf::new(),
            output: None,
            areas: Areas::All,
            extends: None,
        }
    }

    /// The service.toml of another service that this one extends, in place of its key `extends`: for one whose place only a build script
    /// knows, such as that of a crate (`DEP_ODATA_DEFENDER_SERVICE`).
    ///
    /// # Example
    /// ```no_run
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let defender = std::env::var("DEP_ODATA_DEFENDER_SERVICE")?;
    ///     odata_codegen::Builder::new("our-defender.toml").extends(defender).build()?;
    ///     Ok(())
    /// }
    /// ```
    #[must_use]
    pub fn extends(mut self, service: impl Into<PathBuf>) -> Self {
        self.extends = Some(service.into());
        self
    }

    /// Only these of the service's areas (`[areas.NAME]` in `service.toml`), beside what is asked for outside of them; without this, all.
    ///
    /// # Example
    /// ```no_run
    /// # fn main() -> odata_codegen::Result<()> {
    /// odata_codegen::Builder::new("specs/defender/service.toml").areas(["library-files", "machines"]).build()
    /// # }
    /// ```
    #[must_use]
    pub fn areas(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.areas = Areas::Named(names.into_iter().map(Into::into).collect());
        self
    }

    /// Only the areas that are called like a feature of the package whose build script this is, of those features that are on.
    #[must_use]
    pub fn areas_by_feature(mut self) -> Self {
        let set = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let features =
            set.filter_map(|name| name.strip_prefix("CARGO_FEATURE_").map(str::to_owned));
        self.areas = Areas::Features(features.collect());
        self
    }

    /// The file to write. In a build script it is, unless set, named in `OUT_DIR` after the folder of `service.toml`:
    /// `specs/defender/service.toml` gives `defender.rs`.
    #[must_use]
    pub fn output(mut self, path: impl Into<PathBuf>) -> Self {
        self.output = Some(path.into());
        self
    }

    /// Where relative paths start, when that is not the current directory.
    #[must_use]
    pub fn root(mut self, root: impl Into<PathBuf>) -> Self {
        self.root = root.into();
        self
    }

    /// Generates the code and writes nothing.
    ///
    /// # Errors
    /// When a document is missing or wrong.
    pub fn generate(&self) -> Result<Generated> {
        generate_extended(
            &self.root,
            &self.service,
            self.extends.as_deref(),
            &self.areas,
        )
    }

    /// Generates the code in a build script: writes it into `OUT_DIR`, tells cargo when to run again, and passes
    /// warnings on.
    ///
    /// # Errors
    /// When a document is missing or wrong, and when the file cannot be written.
    pub fn build(&self) -> Result<()> {
        // Cargo runs a script that failed again whatever it has told, and shows what it told above the error.
        let generated = self.generate()?;
        for input in &generated.inputs {
            println!("cargo::rerun-if-changed={}", input.display());
        }
        // Cargo looks through all of a folder: through that of a package it would find whatever is edited.
        let folders = generated.folders.iter();
        for folder in folders.filter(|folder| !folder.join("Cargo.toml").exists()) {
            println!("cargo::rerun-if-changed={}", folder.display());
        }
        for line in generated.warnings() {
            println!("cargo::warning={line}");
        }
        let output = match &self.output {
            Some(output) => self.root.join(output),
            None => out_dir()?.join(format!("{}.rs", self.stem())),
        };
        self.claim(&output)?;
        write(&output, &generated.text)
    }

    /// Two services in folders of one name would write one file, of which the program would see the second.
    fn claim(&self, output: &Path) -> Result<()> {
        static WRITTEN: Mutex<BTreeMap<PathBuf, PathBuf>> = Mutex::new(BTreeMap::new());
        let service = self.root.join(&self.service);
        let service = std::fs::canonicalize(&service).unwrap_or(service);
        let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
        let first = written
            .entry(output.to_owned())
            .or_insert_with(|| service.clone());
        if *first == service {
            return Ok(());
        }
        let reason = format!(
            "is what {} was written to already: `output` names another file",
            first.display()
        );
        Err(Error::output(output, reason))
    }

    /// Writes the code to be checked in.
    ///
    /// # Errors
    /// When a document is missing or wrong, and when the file cannot be written.
    pub fn write(&self) -> Result<()> {
        self.write_and_tell().map(drop)
    }

    /// The same; what it gives back has the warnings.
    ///
    /// # Errors
    /// When a document is missing or wrong, and when the file cannot be written.
    pub fn write_and_tell(&self) -> Result<Generated> {
        let output = self.named_output()?;
        let generated = self.generate()?;
        write(&output, &generated.text)?;
        Ok(generated)
    }

    /// Makes sure that the checked-in file is what [`write`](Self::write) would write; it writes nothing itself.
    ///
    /// # Errors
    /// When it is not: the error shows the first line that differs, and the command that writes it.
    ///
    /// # Example: a test that fails when the checked-in code is stale
    /// ```no_run
    /// # fn main() -> odata_codegen::Result<()> {
    /// odata_codegen::Builder::new("specs/defender/service.toml").output("src/defender.rs").check()
    /// # }
    /// ```
    pub fn check(&self) -> Result<()> {
        let output = self.named_output()?;
        let generated = self.generate()?;
        let differs = |reason: String| {
            let command = self.command(&generated);
            Error::output(&output, format!("{reason}\nthis writes it: {command}"))
        };
        let found = std::fs::read_to_string(&output)
            .map_err(|error| differs(format!("cannot be read: {error}")))?;
        match first_difference(&found, &generated.text) {
            None => Ok(()),
            Some(difference) => Err(differs(difference)),
        }
    }

    /// What is typed to write the file: it needs no crate that compiles.
    fn command(&self, generated: &Generated) -> String {
        let path = |path: &Path| word(&self.root.join(path).display().to_string());
        let mut command = format!("odata-codegen {}", path(&self.service));
        if let Some(extends) = &self.extends {
            command += &format!(" --extends {}", path(extends));
        }
        // The command line has no features: what they chose has names.
        if let Some(names) = &generated.areas {
            command += &format!(" --areas {}", word(&names.join(",")));
        }
        if let Some(output) = &self.output {
            command += &format!(" -o {}", path(output));
        }
        command
    }

    fn named_output(&self) -> Result<PathBuf> {
        let unnamed = || {
            Error::output(
                &self.service,
                "code that is checked in needs `output`, the file to write",
            )
        };
        self.output
            .as_ref()
            .map(|output| self.root.join(output))
            .ok_or_else(unnamed)
    }

    /// What the output is called: after the folder that `service.toml` lies in.
    fn stem(&self) -> String {
        let folder = self.service.parent().and_then(Path::file_name);
        let own = self.service.file_stem();
        // `a.toml` and `b.toml` of one folder must not write one file.
        let name = if own.is_some_and(|own| own == "service") {
            folder.or(own)
        } else {
            own
        };
        name.map_or_else(
            || "odata".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        )
    }
}

fn out_dir() -> Result<PathBuf> {
    let unset = || {
        Error::output(
            "OUT_DIR",
            "is not set: outside a build script, `output` names the file to write",
        )
    };
    std::env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or_else(unset)
}

/// Writes a file, unless it is the same already: its time of change would make cargo build what depends on it.
fn write(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    std::fs::write(path, text)
        .map_err(|error| Error::output(path, format!("cannot be written: {error}")))
}

/// As a shell takes it.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-,:+".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("\"{text}\""),
    }
}

/// The first line that differs, below the one before it.
fn first_difference(found: &str, wanted: &str) -> Option<String> {
    // Git may check text out with other line ends.
    if found.lines().eq(wanted.lines()) {
        return None;
    }
    let (mut found, mut wanted) = (found.lines(), wanted.lines());
    let mut before = None;
    for line in 1_usize.. {
        let (old, new) = (found.next(), wanted.next());
        if old == new && old.is_some() {
            before = old;
            continue;
        }
        let mut text = format!("is stale: its documents give other code from line {line} on");
        if let Some(before) = before {
            text += &format!("\n    {before}");
        }
        let (old, new) = (old.unwrap_or("(the end)"), new.unwrap_or("(the end)"));
        text += &format!("\n  - {old}\n  + {new}");
        return Some(text);
    }
    None
}
