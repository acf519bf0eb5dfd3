//! A server, and the two ways to it.

use odata::ProtocolVersion;
use odata_tests::cap::CapClient;
use odata_tests::odatapy::OdatapyClient;

use super::Failure;
use super::plain::Plain;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// SAP CAP.
    Cap,
    /// odatapy.
    Odatapy,
    /// This project's own.
    Mock,
}

/// A server, and the ways to it.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) server: Server,
    /// What all have.
    pub(crate) shop: OdatapyClient,
    /// What CAP alone has.
    pub(crate) cap: CapClient,
    /// Beside the client.
    pub(crate) plain: Plain,
}

impl Scene {
    pub(crate) fn new(server: Server, url: &str) -> Result<Self, Failure> {
        Ok(Scene {
            server,
            shop: OdatapyClient::builder()
                .base_url(url)
                // Its metadata says 4.01, CAP's 4.0; 4.0 is what both take.
                .protocol_version(ProtocolVersion::V4_0)
                .build()?,
            cap: CapClient::builder().base_url(url).build()?,
            plain: Plain::new(url),
        })
    }
}
