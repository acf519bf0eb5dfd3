//! Real OData servers that nobody here wrote, run on free loopback ports.
//!
//! They are installed once, below cargo's target directory, from what is pinned in `tests/servers`. Where Node or Python
//! is missing there is no server and a line says why; when `CI` is set that is a panic, so that none is skipped unseen.

pub(crate) mod install;
mod running;

pub use running::Running;

use std::process::Command;

/// SAP CAP on Node: pages of three rows, relative next links.
#[derive(Clone, Copy, Debug)]
pub struct Cap;

/// odatapy on Python: pages of three rows, absolute next links.
#[derive(Clone, Copy, Debug)]
pub struct Odatapy;

/// mock-sap on Python: OAuth tokens that end, faults on demand, SAP's error bodies.
#[derive(Clone, Copy, Debug)]
pub struct MockSap;

impl Cap {
    /// A server of one's own, or none where it cannot be run.
    ///
    /// # Panics
    /// When `CI` is set and it cannot be run.
    pub fn start() -> Option<Running> {
        or_skipped("SAP CAP", Self::try_start())
    }

    fn try_start() -> Result<Running, String> {
        let folder = install::cap()?;
        let mut command = Command::new("node");
        command.arg("start.js").current_dir(folder).env("PORT", "0");
        Running::start(command)
    }
}

impl Odatapy {
    /// A server of one's own, or none where it cannot be run.
    ///
    /// # Panics
    /// When `CI` is set and it cannot be run.
    pub fn start() -> Option<Running> {
        or_skipped("odatapy", Self::try_start())
    }

    fn try_start() -> Result<Running, String> {
        let mut command = Command::new(install::odatapy()?);
        command
            .args(["serve.py", "metadata.xml", "data.json", "--port", "0"])
            .args(["--page-size", "3", "--ops", "ops.py"])
            .args(["--etag", "machineactions"])
            .current_dir(install::sources("odatapy"))
            .env("PYTHONDONTWRITEBYTECODE", "1");
        Running::start(command)
    }
}

impl MockSap {
    /// What a client of it is known by. It does not undo the encoding of RFC 6749, 2.3.1, so that there is nothing to encode.
    pub const CLIENT: (&str, &str) = ("sb-contoso", "open-sesame");

    /// Where its services begin, below the root of the server.
    pub const PRODUCTS: &str = "sap/opu/odata4/sap/api_product/srvd_a2x/sap/api_product/0001/";

    /// Where it gives tokens, below the root of the server.
    pub const TOKENS: &str = "sap/bc/sec/oauth2/token";

    /// A server of one's own that wants tokens, which hold so many seconds; or none where it cannot be run.
    ///
    /// # Panics
    /// When `CI` is set and it cannot be run.
    pub fn start(token_seconds: u32) -> Option<Running> {
        let (id, secret) = Self::CLIENT;
        let (oauth, seconds) = (format!("{id}:{secret}"), token_seconds.to_string());
        let options = ["--oauth", &oauth, "--token-ttl", &seconds];
        or_skipped("mock-sap", Self::try_start(&options))
    }

    /// The same without tokens.
    ///
    /// # Panics
    /// When `CI` is set and it cannot be run.
    pub fn start_open() -> Option<Running> {
        or_skipped("mock-sap", Self::try_start(&[]))
    }

    fn try_start(options: &[&str]) -> Result<Running, String> {
        let mut command = Command::new(install::python("mock-sap")?);
        command
            .arg("serve.py")
            .args(options)
            .current_dir(install::sources("mock-sap"))
            .env("PYTHONDONTWRITEBYTECODE", "1");
        Running::start(command)
    }
}

/// A skip is said; under CI it is a failure.
pub(crate) fn or_skipped<T>(name: &str, tried: Result<T, String>) -> Option<T> {
    match tried {
        Ok(done) => Some(done),
        Err(reason) if std::env::var_os("CI").is_some() => panic!("{name}: {reason}"),
        Err(reason) => {
            println!("skipped: {name}: {reason}");
            None
        }
    }
}
