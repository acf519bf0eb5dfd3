//! A server, and the two ways to it.

use std::time::Duration;

use odata_mock::{MockServer, MockService};
use odata_tests::cap::CapClient;
use odata_tests::odatapy::OdatapyClient;
use serde_json::Value as Json;

use super::Failure;
use super::plain::Plain;

/// The model of odatapy, which the mock has too. CAP's has the same vendors and wares.
pub(crate) const METADATA: &str = include_str!("../../../tests/servers/odatapy/metadata.xml");
const DATA: &str = include_str!("../../../tests/servers/odatapy/data.json");

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
            shop: OdatapyClient::builder().base_url(url).build()?,
            cap: CapClient::builder().base_url(url).build()?,
            plain: Plain::new(url),
        })
    }
}

/// The mock with odatapy's rows.
pub(crate) fn service() -> Result<MockService, Failure> {
    let data: Json = serde_json::from_str(DATA)?;
    let mut service = MockService::from_csdl(METADATA)?;
    for name in [
        "libraryfiles",
        "machines",
        "alerts",
        "vendors",
        "wares",
        "machineactions",
    ] {
        if let Some(rows) = data.get(name) {
            service = service.entity_set(name, rows.clone())?;
        }
    }
    Ok(service.etags("machineactions")?)
}

/// The same on a port, with all that it can do.
pub(crate) async fn mock() -> Result<MockServer, Failure> {
    let service = service()?
        .upsert()
        .respond_async(1)
        .repeatable(Duration::from_secs(300));
    Ok(service.serve().await?)
}
