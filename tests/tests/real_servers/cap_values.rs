//! What SAP CAP sends, kind by kind.

use odata::{Date, Null};
use odata_tests::cap::Edmzoo;

use super::cap::{client, moment};

#[tokio::test]
async fn every_kind_of_value_is_read() {
    let Some(cap) = client() else { return };
    let rows = cap
        .edmzoo()
        .order_by(Edmzoo::KEY_INT.desc())
        .send()
        .await
        .expect("a page")
        .items;
    let [max, nulls, min] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!(
        (max.bool, max.u8, max.i16),
        (Some(true), Some(255), Some(32767))
    );
    assert_eq!((max.i32, max.i64), (Some(i32::MAX), Some(i64::MAX)));
    assert_eq!(
        (min.i16, min.i32, min.i64),
        (Some(-32768), Some(i32::MIN), Some(i64::MIN))
    );
    // SQLite keeps decimals as doubles, so CAP itself has lost the digits after the sixteenth.
    let dec = max.dec.as_ref().map(ToString::to_string);
    assert!(
        dec.as_deref()
            .is_some_and(|text| text.starts_with("123456789012345")),
        "{dec:?}"
    );
    assert_eq!(
        min.dec.as_ref().map(ToString::to_string).as_deref(),
        Some("-0.0000000001")
    );
    assert_eq!(
        max.dec_free.as_ref().map(ToString::to_string).as_deref(),
        Some("0.1")
    );
    // CAP answers null for the largest double.
    assert_eq!((max.dbl, min.dbl), (None, Some(5e-324)));
    assert_eq!(
        (max.str.as_deref(), max.large.as_deref()),
        (Some("x"), Some("y"))
    );
    assert_eq!(
        max.bin.clone().map(Vec::from),
        Some(vec![0xde, 0xad, 0xbe, 0xef])
    );
    assert_eq!(
        max.guid,
        "ffffffff-ffff-ffff-ffff-ffffffffffff".parse().ok()
    );
    assert_eq!(
        (max.date, min.date),
        (Date::new(9999, 12, 31), Date::new(1, 1, 1))
    );
    assert_eq!(max.time, "23:59:59".parse().ok());
    assert_eq!(max.date_time, Some(moment("9999-12-31T23:59:59Z")));
    assert_eq!(max.timestamp, Some(moment("9999-12-31T23:59:59.999Z")));
    let nothing = (
        nulls.bool,
        nulls.i64,
        nulls.dec.as_ref(),
        nulls.date,
        nulls.open.as_ref(),
    );
    assert_eq!(nothing, (None, None, None, None, None));

    let indicators = cap.indicators().send().await.expect("a page").items;
    assert_eq!(
        indicators[0].odata.etag(),
        Some("W/\"2024-01-01T00:00:00.000Z\"")
    );
    let open = &indicators[0].additional_info.as_ref().expect("a map").odata;
    assert_eq!(
        open.undeclared("n").map(odata::Json::text),
        Some("{\"x\":[1,2]}")
    );
    for (set, count) in [
        ("packages", cap.packages().stream().fold_count().await),
        ("machines", cap.machines().stream().fold_count().await),
        ("alerts", cap.alerts().stream().fold_count().await),
        ("evidence", cap.evidence().stream().fold_count().await),
        (
            "machineactions",
            cap.machineactions().stream().fold_count().await,
        ),
    ] {
        assert!(count > 0, "{set}");
    }
}

/// Counting rows that are all read without a fault.
trait FoldCount {
    async fn fold_count(self) -> usize;
}

impl<T: Send + 'static> FoldCount for odata::Rows<T> {
    async fn fold_count(mut self) -> usize {
        let mut count = 0;
        while let Some(row) = self.next().await {
            row.expect("a row");
            count += 1;
        }
        count
    }
}

/// URL conventions 5.1.1.14.3: null is a literal of an argument, too. All parameters of CAP's functions are optional, and may be
/// null: what is `None` is left out.
#[tokio::test]
async fn functions_are_given_nulls() {
    let Some(cap) = client() else { return };
    let asked = cap.echo(None, 7, Null, Null, Null, Null, Null);
    let url = asked.url().expect("a URL").to_string();
    let arguments = "echo(i=7,b=null,d=null,t=null,g=null,dec=null)";
    assert!(url.ends_with(arguments), "{url}");
    let echo = asked.send().await.expect("an answer");
    assert_eq!(
        echo.as_deref(),
        Some(r#"{"i":7,"b":null,"d":null,"t":null,"g":null,"dec":null}"#)
    );
    let day = Date::new(2026, 12, 1);
    let given = cap.echo("x", Some(7), true, day, None, None, None);
    let echo = given.send().await.expect("an answer");
    assert_eq!(
        echo.as_deref(),
        Some(r#"{"s":"x","i":7,"b":true,"d":"2026-12-01"}"#)
    );
}
