//! Reading a captured answer as what it is, with what programs use.

use std::collections::BTreeSet;

use odata::decode::Value as _;
use odata::json::Reader;
use odata::{EntitySet, Page, Structured};
use odata_tests::captured::{GENERATED, cap, odatapy, sap};
use odata_tests::interchange::survives;
use odata_tests::replay::{self, Replay};
use serde_json::Value;

use crate::corpus::Captured;
use crate::kind::Kind;
use crate::lost;
use crate::others;

/// What came of it: the undeclared properties that were kept, or the error.
pub(crate) type Outcome = Result<BTreeSet<String>, String>;

pub(crate) fn replay(captured: &Captured) -> Replay {
    Replay {
        status: captured.status,
        headers: captured.headers.clone(),
        body: captured.body.clone(),
    }
}

/// Reads the answer as that.
pub(crate) async fn decode(captured: &Captured, kind: Kind) -> Outcome {
    match kind {
        Kind::Page(set) => of_set(captured, set, true).await,
        Kind::FileNames => file_names(captured).await,
        Kind::Entity(set) => of_set(captured, set, false).await,
        Kind::Text => value::<Option<String>>(captured),
        Kind::Texts => value::<Vec<String>>(captured),
        Kind::Other(name) => other(captured, name),
        Kind::Metadata => metadata(captured),
        Kind::ServiceDocument => others::service_document(captured).await,
        Kind::Groups => others::groups(captured).await,
        Kind::Join => others::join(captured).await,
        Kind::References => others::references(captured).await,
        Kind::Changes => others::changes(captured).await,
        Kind::Deleted => others::deleted(captured).await,
        // None of these is a page, and a query is all that there is to ask them with.
        Kind::Error | Kind::Batch | Kind::Nothing => {
            let set = match captured.server() {
                "mock-sap" => "SalesOrder",
                _ => "libraryfiles",
            };
            of_set(captured, set, true).await
        }
    }
}

/// As rows, or one row, of an entity set.
async fn of_set(captured: &Captured, set: &str, page: bool) -> Outcome {
    macro_rules! sets {
        ($($server:literal $service:path { $($name:literal $accessor:ident),* })*) => {
            match (captured.server(), set) {
                $($(($server, $name) => {
                    let service = <$service>::builder().transport(replay(captured));
                    // One of them asks to wait for half a minute.
                    let service = service.retry(odata::Retry::never()).build().expect("a client");
                    rows(captured, service.$accessor(), page).await
                })*)*
                (server, set) => panic!("{server} has no `{set}`"),
            }
        };
    }
    sets! {
        "cap" cap::Cap {
            "libraryfiles" libraryfiles, "machines" machines, "alerts" alerts, "evidence" evidence,
            "machineactions" machineactions, "packages" packages, "indicators" indicators, "edmzoo" edmzoo
        }
        "odatapy" odatapy::Odatapy {
            "libraryfiles" library_files, "machines" machines, "alerts" alerts,
            "machineactions" machine_actions, "packages" packages, "zoo" zoo
        }
        "mock-sap" sap::Sap { "SalesOrder" sales_order }
    }
}

async fn rows<E>(captured: &Captured, set: EntitySet<E>, page: bool) -> Outcome
where
    E: Structured + std::fmt::Debug,
{
    if !page {
        let mut entity = E::default();
        let mut reader = Reader::new(captured.text());
        let read = entity.read(&mut reader).and_then(|()| reader.end());
        read.map_err(|fault| fault.to_string())?;
        survives(&entity);
        return Ok(lost::nothing(&mut entity, &captured.json()));
    }
    let page = match set.send().await {
        Ok(page) => page,
        Err(error) if error.status().is_some() => return service_error(captured, &error),
        Err(error) => return Err(error.to_string()),
    };
    let json = captured.json();
    envelope(&page, &json);
    let sent = json["value"].as_array().expect("rows");
    let mut kept = BTreeSet::new();
    for (mut row, sent) in page.items.into_iter().zip(sent) {
        survives(&row);
        kept.extend(lost::nothing(&mut row, sent));
    }
    Ok(kept)
}

/// As rows of one property.
async fn file_names(captured: &Captured) -> Outcome {
    let service = cap::Cap::builder().transport(replay(captured));
    let service = service.build().expect("a client");
    let selected = service.libraryfiles().select(cap::Libraryfiles::FILE_NAME);
    let page = selected.send().await.map_err(|error| error.to_string())?;
    let json = captured.json();
    envelope(&page, &json);
    for (name, sent) in page
        .items
        .iter()
        .zip(json["value"].as_array().expect("rows"))
    {
        assert_eq!(*sent, serde_json::json!({ "fileName": name }));
    }
    Ok(BTreeSet::new())
}

/// What stands around the rows is what was sent.
pub(crate) fn envelope<T>(page: &Page<T>, json: &Value) {
    assert_eq!(
        page.items.len(),
        json["value"].as_array().expect("rows").len()
    );
    assert_eq!(page.count, json["@odata.count"].as_u64());
    assert_eq!(page.context.as_deref(), json["@odata.context"].as_str());
    assert_eq!(page.next_link.as_deref(), json["@odata.nextLink"].as_str());
    for name in json.as_object().expect("a page").keys() {
        let read = ["value", "@odata.count", "@odata.context", "@odata.nextLink"];
        // The delta link is given where changes were asked for, the version of the schema where annotations were.
        let passed_over = ["@odata.deltaLink", "@odata.metadataEtag"];
        assert!(
            read.contains(&&**name) || passed_over.contains(&&**name),
            "`{name}` of the page is lost"
        );
    }
}

/// An error of the service says what its body says.
fn service_error(captured: &Captured, error: &odata::Error) -> Outcome {
    let sent = &captured.json()["error"];
    assert_eq!(
        error.status().map(|status| status.as_u16()),
        Some(captured.status)
    );
    assert_eq!(error.is_not_found(), captured.status == 404);
    assert_eq!(error.is_unauthorized(), captured.status == 401);
    assert_eq!(error.is_forbidden(), captured.status == 403);
    assert_eq!(error.is_throttled(), captured.status == 429);
    assert_eq!(error.is_concurrency_conflict(), captured.status == 412);
    replay::says(error.service_error().expect("an error"), sent);
    Ok(BTreeSet::new())
}

/// As the value of a property, or of a function.
fn value<T: odata::Value + Default + serde::Serialize>(captured: &Captured) -> Outcome {
    let mut value = T::default();
    let mut reader = Reader::new(captured.text());
    let read = reader.object(&mut |name, reader| match name {
        "value" => value.read(reader),
        _ => reader.skip(),
    });
    read.map_err(|fault| fault.to_string())?;
    let found = serde_json::to_value(&value).expect("JSON");
    assert_eq!(found, captured.json()["value"]);
    Ok(BTreeSet::new())
}

/// As a value of a type that belongs to no entity set: there is none to read it as.
fn other(captured: &Captured, name: &str) -> Outcome {
    let known = GENERATED
        .iter()
        .find(|(server, _)| *server == captured.server());
    let (_, text) = known.expect("a generated client");
    let qualified = format!("\"microsoft.windowsDefenderATP.api.{name}\"");
    if text.contains(&qualified) {
        return Ok(BTreeSet::new());
    }
    Err(format!("no type `{name}` is generated"))
}

/// As `$metadata` that a client is generated from.
fn metadata(captured: &Captured) -> Outcome {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let stem = format!("captured-{}", captured.file.replace(['/', '.'], "-"));
    let document = folder.join(format!("{stem}.xml"));
    std::fs::write(&document, &captured.body).expect("a file");
    let service = folder.join(format!("{stem}.toml"));
    let text = "name = \"Any\"\nbase-url = \"http://127.0.0.1/\"\n";
    std::fs::write(&service, format!("{text}metadata = [\"{stem}.xml\"]\n")).expect("a file");
    let generated = odata_codegen::Builder::new(service).generate();
    generated
        .map(|_| BTreeSet::new())
        .map_err(|error| error.to_string())
}
