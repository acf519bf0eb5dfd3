//! Single properties are changed (Protocol 4.01, 11.4.9).

mod common;

use common::changing::{Asker, JSON, WANTED};
use common::in_process;
use serde_json::{Value as Json, json};

#[tokio::test]
async fn values_are_set_and_made_null() {
    let shop = Asker::shop();
    for (path, sent) in [
        ("Customers(1)/name", json!("Änne")),
        ("Customers(1)/level", json!("Low")),
        ("Customers(1)/tags", json!(["x", "y", "z"])),
        ("Customers(1)/address/city", json!("Köln")),
        ("Orders(10)/total", json!(7.25)),
        ("Orders(10)/placed", json!("2025-01-01T00:00:00Z")),
        ("Orders(10)/items(1)/amount", json!(77)),
        ("Orders(10)/customer/mail", json!("m")),
        ("Customers(2)/Shop.Company/staff", json!(3)),
    ] {
        shop.json("PUT", path, json!({"value": sent}), 204).await;
        assert_eq!(shop.get(path).await["value"], sent, "{path}");
    }
    for path in [
        "Customers(1)/name",
        "Orders(10)/total",
        "Customers(1)/address/city",
    ] {
        shop.bare("DELETE", path, 204).await;
        shop.bare("GET", path, 204).await;
    }
    shop.json("PATCH", "Customers(1)/mail", json!({"value": "p"}), 204)
        .await;
    shop.json("PUT", "Customers(1)/mail", json!({"value": null}), 204)
        .await;
    assert_eq!(shop.get("Customers(1)").await["mail"], Json::Null);
    shop.bare("DELETE", "Customers(1)/tags", 400).await;
    for (method, path, body, status) in [
        ("PUT", "Customers(1)/name", json!({"value": 1}), 400),
        ("PUT", "Customers(1)/name", json!({"valu": "x"}), 400),
        (
            "PUT",
            "Customers(1)/name",
            json!({"value": "x", "more": 1}),
            400,
        ),
        ("PUT", "Customers(1)/name", json!("x"), 400),
        ("PUT", "Customers(1)/level", json!({"value": "None"}), 400),
        ("PUT", "Customers(1)/tags", json!({"value": null}), 400),
        (
            "PUT",
            "Customers(1)/tags",
            json!({"value": ["a", null]}),
            400,
        ),
        ("PUT", "Customers(1)/id", json!({"value": 5}), 400),
        ("PUT", "Customers(1)/nam", json!({"value": "x"}), 404),
        ("PUT", "Customers(9)/name", json!({"value": "x"}), 404),
        ("PATCH", "Customers(1)/tags", json!({"value": []}), 405),
        ("POST", "Customers(1)/name", json!({"value": "x"}), 405),
        (
            "PUT",
            "Customers(2)/address/city",
            json!({"value": "x"}),
            404,
        ),
    ] {
        shop.json(method, path, body, status).await;
    }
    let typed = shop
        .send("PUT", "Customers(1)/name", &[], r#"{"value":"x"}"#)
        .await;
    assert_eq!(typed.status, 415);
    let wanted = shop
        .send(
            "PUT",
            "Customers(1)/name",
            &[JSON, WANTED],
            r#"{"value":"x"}"#,
        )
        .await;
    assert_eq!((wanted.status, &wanted.json()["value"]), (200, &json!("x")));
    assert_eq!(wanted.header("preference-applied"), "return=representation");
    assert_eq!(
        wanted.json()["@odata.context"],
        "http://mock.invalid/api/$metadata#Customers(1)/name"
    );
}

#[tokio::test]
async fn complex_values_are_merged_or_replaced() {
    let shop = Asker::shop();
    let path = "Customers(1)/address";
    shop.json("PATCH", path, json!({"city": "Ulm"}), 204).await;
    assert_eq!(
        shop.get(path).await,
        json!({"street": "Main", "city": "Ulm"})
    );
    shop.json("PUT", path, json!({"street": "Side"}), 204).await;
    assert_eq!(shop.get(path).await, json!({"street": "Side"}));
    shop.json("PUT", path, json!({"value": {"city": "Bonn"}}), 204)
        .await;
    assert_eq!(shop.get(path).await, json!({"city": "Bonn"}));
    let refused = shop.json("PATCH", path, json!({"cty": "x"}), 400).await;
    assert_eq!(refused.json()["error"]["target"], "address/cty");
    shop.bare("DELETE", path, 204).await;
    shop.bare("GET", path, 204).await;
    shop.json("PATCH", path, json!({"city": "new"}), 204).await;
    assert_eq!(shop.get(path).await, json!({"city": "new"}));
}

#[tokio::test]
async fn items_are_appended() {
    let shop = Asker::shop();
    shop.json("POST", "Customers(1)/tags", json!({"value": "c"}), 204)
        .await;
    assert_eq!(
        shop.get("Customers(1)/tags").await["value"],
        json!(["a", "b", "c"])
    );
    shop.json("POST", "Customers(1)/tags", json!({"value": 3}), 400)
        .await;
    shop.json("POST", "Customers(1)/tags", json!({"value": null}), 400)
        .await;
    assert_eq!(
        shop.get("Customers(1)/tags").await["value"],
        json!(["a", "b", "c"])
    );
}

#[tokio::test]
async fn raw_values() {
    let shop = Asker::shop();
    let text = [("content-type", "text/plain;charset=utf-8")];
    for (path, sent, value) in [
        ("Customers(1)/name/$value", "plain 'ö'", json!("plain 'ö'")),
        ("Customers(1)/level/$value", "Low", json!("Low")),
        ("Orders(10)/total/$value", "12.5", json!(12.5)),
        ("Orders(10)/items(1)/amount/$value", "-3", json!(-3)),
    ] {
        let answer = shop.send("PUT", path, &text, sent).await;
        assert_eq!(answer.status, 204, "{path}: {}", answer.text());
        let of = path.strip_suffix("/$value").unwrap();
        assert_eq!(shop.get(of).await["value"], value, "{path}");
        assert_eq!(shop.bare("GET", path, 200).await.text(), sent);
    }
    let wrong = shop
        .send("PUT", "Orders(10)/total/$value", &text, "much")
        .await;
    assert_eq!(wrong.status, 400);
    let wrong = shop
        .send("PUT", "Customers(1)/name/$value", &[JSON], "\"x\"")
        .await;
    assert_eq!(wrong.status, 415);
    shop.bare("DELETE", "Customers(1)/name/$value", 204).await;
    shop.bare("GET", "Customers(1)/name", 204).await;

    let files = common::service();
    let bytes = [0_u8, 255, 7, b'-'];
    let kind = [("content-type", "application/octet-stream")];
    let path = "/api/files('c.ps1')/content/$value";
    let (answer, _) = in_process(&files, "PUT", path, &kind, &bytes).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let (read, _) = in_process(&files, "GET", path, &[], b"").await;
    assert_eq!((read.status, read.body), (200, bytes.to_vec()));
}

#[tokio::test]
async fn the_etag_is_that_of_the_entity() {
    let shop = Asker(
        common::shop::shop()
            .etags("Customers")
            .unwrap()
            .require_if_match(),
    );
    let etag = shop
        .bare("GET", "Customers(1)", 200)
        .await
        .header("etag")
        .to_owned();
    shop.json("PUT", "Customers(1)/name", json!({"value": "x"}), 428)
        .await;
    let known = [JSON, ("if-match", etag.as_str())];
    let done = shop
        .send("PUT", "Customers(1)/name", &known, r#"{"value":"x"}"#)
        .await;
    assert_eq!(done.status, 204);
    let now = done.header("etag").to_owned();
    assert_ne!(now, etag);
    assert_eq!(
        shop.bare("GET", "Customers(1)", 200).await.header("etag"),
        now
    );
    for (method, path, body) in [
        ("PUT", "Customers(1)/name", r#"{"value":"y"}"#),
        ("DELETE", "Customers(1)/name", ""),
        ("PATCH", "Customers(1)/address", r#"{"city":"y"}"#),
        ("POST", "Customers(1)/tags", r#"{"value":"y"}"#),
        ("PUT", "Customers(1)/name/$value", "y"),
        (
            "POST",
            "Customers(1)/favourites/$ref",
            r#"{"@odata.id":"Products('p4')"}"#,
        ),
    ] {
        let stale = shop.send(method, path, &known, body).await;
        assert_eq!(stale.status, 412, "{method} {path}");
    }
    assert_eq!(shop.get("Customers(1)/name").await["value"], "x");
}
