//! A server on which steps are taken through the client, and whose state is read beside it.

use std::io::{Read, Write};
use std::net::TcpStream;

use odata::{Changes, Null};
use odata_tests::odatapy::{OdatapyClient, Vendor, Ware};
use serde_json::Value as Json;

use super::model::{self, Model};
use super::step::{Number, Step};

/// A server, and which keys are used.
#[derive(Clone)]
pub(crate) struct Server {
    kind: Kind,
    root: String,
    client: OdatapyClient,
    run: i32,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Cap,
    Odatapy,
    Mock,
}

/// More than there are vendors in a run.
const KEYS: i32 = 10;

impl Server {
    fn new(kind: Kind, root: &str) -> Self {
        let client = OdatapyClient::builder().base_url(root);
        // Its metadata says 4.01, CAP's 4.0; 4.0 is what both take.
        let client = client
            .protocol_version(odata::ProtocolVersion::V4_0)
            .build();
        Server {
            kind,
            root: format!("{}/", root.trim_end_matches('/')),
            client: client.expect("a client"),
            run: 0,
        }
    }

    pub(crate) fn cap(root: &str) -> Self {
        Server::new(Kind::Cap, root)
    }

    pub(crate) fn odatapy(root: &str) -> Self {
        Server::new(Kind::Odatapy, root)
    }

    pub(crate) fn mock(root: &str) -> Self {
        Server::new(Kind::Mock, root)
    }

    /// With keys that no other run has.
    pub(crate) fn of_run(&self, run: i32) -> Self {
        Server {
            run,
            ..self.clone()
        }
    }

    /// Whether an upsert makes what is not there.
    pub(crate) fn upserts(&self) -> bool {
        self.kind != Kind::Odatapy
    }

    fn id(&self, number: Number) -> i32 {
        100_000 + self.run * KEYS + i32::from(number)
    }

    fn sku(&self, number: Number) -> String {
        format!("run {} / ware {number}", self.run)
    }

    /// Takes a step, whose result the model has already.
    pub(crate) async fn take(&self, step: &Step, after: &Model) -> odata::Result<()> {
        let (vendors, wares) = (self.client.vendors(), self.client.wares());
        match step {
            Step::InsertVendor(id, name) => {
                let new = Changes::new().set(Vendor::ID, self.id(*id));
                let new = new.set(Vendor::NAME, name.as_deref());
                vendors.insert(&new).send().await.map(drop)
            }
            Step::InsertWare(sku, amount, vendor) => {
                let new = Changes::new().set(Ware::SKU, self.sku(*sku));
                let mut new = new.set(Ware::AMOUNT, *amount);
                if let Some(vendor) = vendor.filter(|id| after.vendors.contains_key(id)) {
                    new = new.bind(Ware::VENDOR, vendors.by_key(self.id(vendor)));
                }
                wares.insert(&new).send().await.map(drop)
            }
            Step::UpdateVendor(id, name, rating) => {
                let mut changes = Changes::new();
                if let Some(name) = name {
                    changes = changes.set(Vendor::NAME, name.as_deref());
                }
                if let Some(rating) = rating {
                    changes = changes.set(Vendor::RATING, rating.map(f64::from));
                }
                let update = vendors.by_key(self.id(*id)).update(&changes);
                update.must_exist().send().await.map(drop)
            }
            Step::UpdateWare(sku, amount) => {
                let changes = Changes::new().set(Ware::AMOUNT, *amount);
                let update = wares.by_key(self.sku(*sku)).update(&changes);
                update.must_exist().send().await.map(drop)
            }
            Step::UpsertVendor(id, name) => {
                let changes = Changes::new().set(Vendor::NAME, name.as_deref());
                let upsert = vendors.by_key(self.id(*id)).upsert(&changes);
                upsert.send().await.map(drop)
            }
            Step::ReplaceVendor(id, name) => {
                let all = Changes::new().set(Vendor::NAME, name.as_deref());
                let replace = vendors.by_key(self.id(*id)).replace(&all);
                replace.must_exist().send().await.map(drop)
            }
            Step::DeleteVendor(id) => {
                self.free(*id).await?;
                vendors.by_key(self.id(*id)).delete().send().await
            }
            Step::DeleteWare(sku) => wares.by_key(self.sku(*sku)).delete().send().await,
            Step::Link(sku, id) => {
                // A link from or to nothing is refused by some and kept by others.
                if after
                    .wares
                    .get(sku)
                    .is_none_or(|ware| ware.vendor != Some(*id))
                {
                    return wares.by_key("no ware").delete().send().await;
                }
                self.link(*sku, Some(*id)).await
            }
            Step::Unlink(sku) => match after.wares.contains_key(sku) {
                true => self.link(*sku, None).await,
                false => wares.by_key("no ware").delete().send().await,
            },
        }
    }

    /// Links by `$ref`, or by a bind where there is none.
    async fn link(&self, sku: Number, id: Option<Number>) -> odata::Result<()> {
        let ware = self.client.wares().by_key(self.sku(sku));
        let vendor = id.map(|id| self.client.vendors().by_key(self.id(id)));
        if self.kind == Kind::Cap {
            let changes = match vendor {
                Some(vendor) => Changes::new().bind(Ware::VENDOR, vendor),
                // OData 4.0 ends a relation by `$ref` alone.
                None => Changes::new().set(Ware::VENDOR_ID, Null),
            };
            return ware.update(&changes).send().await.map(drop);
        }
        let navigation = ware.navigate(Ware::VENDOR);
        match vendor {
            Some(vendor) => navigation.link(vendor).send().await,
            None => navigation.unlink().send().await,
        }
    }

    /// Servers differ in what becomes of relations to what is deleted: there are none when it is.
    async fn free(&self, id: Number) -> odata::Result<()> {
        let state = self.state().expect("the state");
        for (sku, ware) in state.wares {
            if ware.vendor == Some(id) {
                self.link(sku, None).await?;
            }
        }
        Ok(())
    }

    /// The state, by plain HTTP.
    pub(crate) fn state(&self) -> Result<Model, String> {
        let mut model = Model::default();
        for number in 0..4 {
            if let Some(vendor) = self.get(&format!("vendors({})", self.id(number)))? {
                let vendor = model::Vendor {
                    name: vendor["name"].as_str().map(str::to_owned),
                    rating: vendor["rating"].as_f64().map(|rating| rating as i32),
                };
                model.vendors.insert(number, vendor);
            }
            let sku = self.sku(number).replace(' ', "%20").replace('/', "%2F");
            let place = format!("wares('{sku}')?$expand=vendor($select=id)");
            if let Some(ware) = self.get(&place)? {
                let id = ware["vendor"]["id"].as_i64();
                let vendor = id.map(|id| id - i64::from(self.id(0)));
                let vendor = vendor.map(|at| Number::try_from(at).map_err(|_| format!("{ware}")));
                let ware = model::Ware {
                    amount: ware["amount"]
                        .as_i64()
                        .and_then(|amount| amount.try_into().ok()),
                    vendor: vendor.transpose()?,
                };
                model.wares.insert(number, ware);
            }
        }
        Ok(model)
    }

    /// What is there, if anything is.
    fn get(&self, path: &str) -> Result<Option<Json>, String> {
        let (status, body) = self.ask(path).map_err(|error| error.to_string())?;
        match status {
            200 => serde_json::from_str(&body)
                .map(Some)
                .map_err(|error| format!("{error}: {body}")),
            404 => Ok(None),
            _ => Err(format!("{path} is answered {status}: {body}")),
        }
    }

    fn ask(&self, path: &str) -> std::io::Result<(u16, String)> {
        let rest = self.root.strip_prefix("http://").unwrap_or_default();
        let (host, root) = rest.split_once('/').unwrap_or_default();
        let mut stream = TcpStream::connect(host)?;
        // Answers of HTTP/1.0 are never chunked and end with the connection.
        write!(stream, "GET /{root}{path} HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Ok((status.unwrap_or_default(), body.to_owned()))
    }
}
