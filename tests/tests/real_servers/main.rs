//! Clients generated from what real servers publish, talking to these servers.
//!
//! Nobody here wrote either server. Where Node or Python is missing a test prints that it was skipped; under CI that is a
//! failure.

mod batch;
mod cap;
mod cap_values;
mod mock_sap;
mod mock_sap_changes;
mod odatapy;
mod writes;

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use odata_tests::servers::Running;
use serde_json::Value as Json;

/// The rows of `libraryfiles` in every server.
fn fixture() -> Vec<Json> {
    serde_json::from_str(include_str!("../../servers/libraryfiles.json")).expect("JSON")
}

fn fixture_names() -> BTreeSet<String> {
    let names = fixture().into_iter();
    names
        .map(|row| row["fileName"].as_str().expect("a name").to_owned())
        .collect()
}

/// Every row of the query, and whether none came twice.
async fn all_once<E, T>(query: odata::Query<E, T>, key: fn(T) -> String) -> BTreeSet<String>
where
    T: Send + 'static,
{
    let rows: Vec<T> = query.stream().try_collect().await.expect("rows");
    let count = rows.len();
    let keys: BTreeSet<String> = rows.into_iter().map(key).collect();
    assert_eq!(keys.len(), count, "a row came twice");
    keys
}

/// The server still publishes what its client was generated from, up to blanks between elements.
fn assert_metadata(server: &Running, saved: &str) {
    assert_metadata_at(server, "$metadata", saved);
}

fn assert_metadata_at(server: &Running, path: &str, saved: &str) {
    let (status, live) = server.get(path).expect("an answer");
    assert_eq!(status, 200);
    let squeezed = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.replace("> <", "><").replace("><", ">\n<")
    };
    let (live, saved) = (squeezed(&live), squeezed(saved));
    let differs = live
        .lines()
        .zip(saved.lines())
        .find(|(live, saved)| live != saved);
    assert_eq!(differs, None, "the saved metadata.xml is stale");
    assert_eq!(live.lines().count(), saved.lines().count());
}

/// The server keeps the very rows that the queries of xtask expect. It may leave nulls out, and write moments shorter.
fn assert_fixture(server: &Running) {
    let mut path = "libraryfiles?$orderby=fileName".to_owned();
    let mut live = Vec::new();
    loop {
        let (status, body) = server.get(&path).expect("an answer");
        assert_eq!(status, 200, "{body}");
        let page: Json = serde_json::from_str(&body).expect("JSON");
        live.extend(page["value"].as_array().expect("rows").iter().cloned());
        let Some(next) = page["@odata.nextLink"].as_str() else {
            break;
        };
        path = next.strip_prefix(server.url()).unwrap_or(next).to_owned();
    }
    let mut wanted = fixture();
    wanted.sort_by_key(|row| row["fileName"].as_str().map(str::to_owned));
    assert_eq!(live.len(), wanted.len());
    for (live, wanted) in live.iter().zip(&wanted) {
        for (name, wanted) in wanted.as_object().expect("an object") {
            let moment = |json: &Json| {
                let text = json.as_str()?;
                name.ends_with("Time")
                    .then(|| text.parse::<odata::DateTimeOffset>().ok())?
            };
            let live = &live[name];
            assert!(
                live == wanted || moment(live).is_some() && moment(live) == moment(wanted),
                "{name}: {live} is not {wanted}"
            );
        }
    }
}
