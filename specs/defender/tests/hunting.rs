//! Rows of advanced hunting, in structs and without.

use odata::{Guid, Json};
use odata_defender::hunting::HuntingValue;
use odata_defender::{Defender, QueryResponse, odata};
use odata_mock::{Canned, MockService};
use serde_json::json;
use std::error::Error as _;

const METADATA: &str = include_str!("../metadata.xml");
const QUERY: &str = "DeviceProcessEvents | project Timestamp, FileName, ProcessId, IsRoot, Score, Id, Extra | take 2";

fn answer() -> serde_json::Value {
    json!({
        "Schema": [
            {"Name": "Timestamp", "Type": "DateTime"},
            {"Name": "FileName", "Type": "String"},
            {"Name": "ProcessId", "Type": "Int64"},
            {"Name": "IsRoot", "Type": "SByte"},
            {"Name": "Score", "Type": "Double"},
            {"Name": "Id", "Type": "Guid"},
            {"Name": "Extra", "Type": "Object"},
        ],
        "Results": [
            {"Timestamp": "2024-02-09T01:10:26.2648757Z", "FileName": "a\"b.exe", "ProcessId": 9007199254740993i64, "IsRoot": 1,
             "Score": 0.5, "Id": "0791e868-a43f-61d9-c710-0fd4e1e0d3e3", "Extra": {"a": [1]}, "Beside": true},
            {"Timestamp": "soon", "FileName": null, "ProcessId": "12", "IsRoot": 0},
        ],
    })
}

async fn hunt() -> (QueryResponse, Vec<odata_mock::SeenRequest>) {
    let service = MockService::from_csdl(METADATA).expect("a model");
    let service = service.intercept(|_| Some(Canned::json(&answer())));
    let defender = Defender::builder().transport(service.transport());
    let defender = defender.build().expect("a client");
    let found = defender.hunt(QUERY).await.expect("rows");
    (found, service.requests())
}

#[tokio::test]
async fn the_query_is_sent_as_the_page_has_it() {
    let (_, requests) = hunt().await;
    let [request] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    let body: serde_json::Value = serde_json::from_slice(&request.body).expect("JSON");
    assert_eq!(request.path(), "/api/advancedqueries/run");
    assert_eq!(body, json!({ "Query": QUERY }));
}

/// The service may take longer than a client usually waits.
#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_query_that_takes_long_is_waited_for() {
    use odata::{ReqwestTransport, Service as _};
    use std::time::Duration;
    let service = MockService::from_csdl(METADATA).expect("a model");
    let late = Duration::from_millis(600);
    let service = service.intercept(move |_| Some(Canned::json(&answer()).delay(late)));
    let server = service.serve().await.expect("a server");
    let transport = ReqwestTransport::new().expect("a transport");
    let transport = transport.read_timeout(Duration::from_millis(100));
    let defender = Defender::builder().base_url(server.url());
    let defender = defender.transport(transport).build().expect("a client");
    assert_eq!(defender.hunt(QUERY).await.expect("rows").results.len(), 2);
    // Who says how long he waits is heeded.
    let error = defender
        .patience(Duration::from_millis(50))
        .hunt(QUERY)
        .await;
    assert!(error.expect_err("no time").is_timeout());
    let error = defender.run_advanced_query(QUERY).send().await;
    assert!(error.expect_err("no time").is_timeout());
    let within = defender
        .within(Duration::from_millis(200))
        .hunt(QUERY)
        .await;
    assert!(within.expect_err("no time").is_timeout());
}

#[tokio::test]
async fn rows_are_read_into_a_struct_of_ones_own() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Started {
        file_name: Option<String>,
        is_root: u8,
    }
    let (found, _) = hunt().await;
    let rows = found.rows_as::<Started>().expect("rows");
    let expected = |name: Option<&str>, is_root| Started {
        file_name: name.map(str::to_owned),
        is_root,
    };
    assert_eq!(rows, [expected(Some("a\"b.exe"), 1), expected(None, 0)]);

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Wrong {
        #[serde(rename = "ProcessId")]
        _id: i64,
    }
    let error = found.rows_as::<Wrong>().expect_err("the second is a text");
    assert_eq!(error.index(), 1);
    assert!(
        error.to_string().starts_with("row 1 of the answer: "),
        "{error}"
    );
    assert!(error.to_string().ends_with(&error.why().to_string()));
    assert!(error.source().is_none() && error.why().is::<serde_json::Error>());
}

#[tokio::test]
async fn rows_are_read_by_the_columns_of_the_answer() {
    let (found, _) = hunt().await;
    let rows: Vec<_> = found.rows().map(|row| row.expect("a row")).collect();
    let [first, second] = rows.as_slice() else {
        panic!("{rows:?}");
    };
    let values: Vec<HuntingValue> = first.iter().map(|(_, value)| value).collect();
    let id: Guid = "0791e868-a43f-61d9-c710-0fd4e1e0d3e3"
        .parse()
        .expect("a GUID");
    assert_eq!(
        values,
        [
            HuntingValue::Time("2024-02-09T01:10:26.2648757Z".parse().expect("a time")),
            HuntingValue::Text("a\"b.exe".to_owned()),
            HuntingValue::Whole(9_007_199_254_740_993),
            HuntingValue::Truth(true),
            HuntingValue::Number(0.5),
            HuntingValue::Guid(id),
            HuntingValue::Other(Json::from_text(r#"{"a":[1]}"#)),
        ]
    );
    let beside: Vec<_> = first
        .beside()
        .map(|(name, json)| (name, json.text()))
        .collect();
    assert_eq!(beside, [("Beside", "true")]);
    assert_eq!(
        first.get("Beside"),
        Some(HuntingValue::Other(Json::from_text("true")))
    );
    // What does not fit its column is kept as it came.
    assert_eq!(
        second.get("Timestamp"),
        Some(HuntingValue::Other(Json::from_text("\"soon\"")))
    );
    assert_eq!(second.get("FileName"), Some(HuntingValue::Null));
    assert_eq!(second.get("ProcessId"), Some(HuntingValue::Whole(12)));
    assert_eq!(second.get("Score"), Some(HuntingValue::Null));
    assert_eq!(second.get("Nothing"), None);
}
