//! What the examples share: a service of their own unless the environment names the real one, and a progress bar where somebody looks.

#![allow(dead_code, reason = "each example uses some of it")]

mod service;

use std::error::Error;
use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use odata_defender::odata::entra::ClientSecret;
use odata_defender::{Cloud, Defender};
use odata_mock::MockServer;

/// A client, and the service behind it if that is one of ours.
pub(crate) struct Connection {
    pub(crate) defender: Defender,
    /// Answers as long as it is there.
    server: Option<MockServer>,
}

impl Connection {
    /// To the real service with `DEFENDER_TENANT`, `DEFENDER_CLIENT_ID` and `DEFENDER_CLIENT_SECRET`, or with `DEFENDER_TOKEN`; else to a
    /// service on this machine.
    pub(crate) async fn open() -> Result<Connection, Box<dyn Error>> {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let real = Defender::builder()
            .base_url(Cloud::Public.base_url())
            .scope(Cloud::Public.scope());
        if let Some(tenant) = set("DEFENDER_TENANT") {
            let id = std::env::var("DEFENDER_CLIENT_ID")?;
            let secret = std::env::var("DEFENDER_CLIENT_SECRET")?;
            let credential = ClientSecret::new(&tenant, &id, &secret)?;
            let defender = real.credential(credential).build()?;
            return Ok(Connection {
                defender,
                server: None,
            });
        }
        if let Some(token) = set("DEFENDER_TOKEN") {
            let defender = real.bearer_token(&token).build()?;
            return Ok(Connection {
                defender,
                server: None,
            });
        }
        let server = service::start().await?;
        let defender = Defender::builder().base_url(server.url()).build()?;
        Ok(Connection {
            defender,
            server: Some(server),
        })
    }

    /// What an example does where nothing is said of it: a sample against a service on this machine, and nothing against the real one.
    pub(crate) fn sample<T>(&self, sample: T, help: &str) -> Result<T, Box<dyn Error>> {
        match self.server {
            Some(_) => Ok(sample),
            None => {
                Err(format!("the real service has to be told what is meant; usage: {help}").into())
            }
        }
    }
}

/// A bar on a terminal; nothing where the errors go into a file or a pipe.
pub(crate) fn progress(what: &str) -> ProgressBar {
    let target = match std::io::stderr().is_terminal() {
        true => ProgressDrawTarget::stderr(),
        false => ProgressDrawTarget::hidden(),
    };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}: {human_pos} ({per_sec})") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}

/// What follows an option, and whether a switch is there.
pub(crate) struct Arguments(Vec<String>);

impl Arguments {
    pub(crate) fn read() -> Self {
        Arguments(std::env::args().skip(1).collect())
    }

    pub(crate) fn switch(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|one| one != name);
        self.0.len() < before
    }

    pub(crate) fn option(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|one| one == name)?;
        // Where nothing follows, the option stays, and `rest` refuses it.
        (at + 1 < self.0.len()).then(|| {
            self.0.remove(at);
            self.0.remove(at)
        })
    }

    /// What is left, of which there must be no more than so many.
    pub(crate) fn rest(self, most: usize, help: &str) -> Result<Vec<String>, Box<dyn Error>> {
        match self.0.len() > most || self.0.iter().any(|one| one.starts_with('-')) {
            true => Err(format!("usage: {help}").into()),
            false => Ok(self.0),
        }
    }
}
