//! What was sent, and a client that it is the answer for.

use odata::{Client, Service as _};
use odata_tests::atlas::Atlas;
use odata_tests::replay::Replay;
use serde_json::Value;

/// The body of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) body: Vec<u8>,
    pub(crate) passed_over: &'static [&'static str],
}

impl Sent {
    /// A client that gets this, whatever it asks for.
    pub(crate) fn client(&self, status: u16) -> Client {
        let replay = Replay::json(status, self.body.clone());
        let atlas = Atlas::builder().transport(replay).build();
        atlas.expect("a client").client().clone()
    }

    pub(crate) fn text(&self) -> &str {
        let text = std::str::from_utf8(&self.body).expect("UTF-8");
        text.trim_start_matches('\u{feff}')
    }

    /// The same, read by another reader than ours.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.text()).expect("JSON")
    }
}
