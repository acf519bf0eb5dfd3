//! Programs of reports that are crates of their own: what they depend on is not built with the workspace.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// A program that a report consists of.
pub(crate) struct Program<'p> {
    /// Its folder below `target`.
    pub(crate) name: &'p str,
    /// Its files, by their names below `src`.
    pub(crate) files: &'p [(&'p str, &'p str)],
    /// Lines of `[dependencies]`, besides `odata`.
    pub(crate) dependencies: &'p str,
}

impl Program<'_> {
    /// Writes the crate, builds it and runs it. What has to be made first is given by its name below `src`.
    pub(crate) fn run(
        &self,
        arguments: &[&str],
        make: impl FnOnce(&Path, &Path) -> Result<Vec<(&'static str, String)>, String>,
    ) -> ExitCode {
        match self.ran(arguments, make) {
            Ok(code) => code,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        }
    }

    fn ran(
        &self,
        arguments: &[&str],
        make: impl FnOnce(&Path, &Path) -> Result<Vec<(&'static str, String)>, String>,
    ) -> Result<ExitCode, String> {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let checkout = std::fs::canonicalize(&checkout).map_err(|error| at(&checkout, &error))?;
        let folder = checkout.join("target").join(self.name);
        put(&folder.join("Cargo.toml"), &self.manifest(&checkout))?;
        let made = make(&checkout, &folder)?;
        let made = made.iter().map(|(name, text)| (*name, text.as_str()));
        for (name, text) in self.files.iter().copied().chain(made) {
            put(&folder.join("src").join(name), text)?;
        }
        // The versions that the project itself is built with; what only the program needs is added to them.
        let (own, lock) = (checkout.join("Cargo.lock"), folder.join("Cargo.lock"));
        if !lock.exists() {
            std::fs::copy(&own, &lock).map_err(|error| at(&own, &error))?;
        }
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args(["run", "--quiet", "--release", "--"])
            .args(arguments)
            .current_dir(&folder)
            // One for all programs, since most of what they depend on is the same.
            .env("CARGO_TARGET_DIR", checkout.join("target/programs"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS");
        let status = cargo.status().map_err(|error| format!("cargo: {error}"))?;
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
    }

    fn manifest(&self, checkout: &Path) -> String {
        format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n\
             odata = {{ path = '{}' }}\n\
             {}\n\
             [target.'cfg(unix)'.dependencies]\n\
             nix = {{ version = \"0.31\", default-features = false, features = [\"time\"] }}\n\n\
             [profile.release]\ndebug = \"line-tables-only\"\n\n[workspace]\n",
            self.name,
            checkout.join("client").display(),
            self.dependencies
                .replace("CHECKOUT", &checkout.display().to_string()),
        )
    }
}

/// Writes a file, unless it says the same already: cargo would build what depends on it.
pub(crate) fn put(path: &Path, text: &str) -> Result<(), String> {
    if std::fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    std::fs::create_dir_all(&folder).map_err(|error| at(&folder, &error))?;
    std::fs::write(path, text).map_err(|error| at(path, &error))
}

pub(crate) fn at(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}
