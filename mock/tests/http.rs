//! The service over a real socket.

mod common;

use common::{CSDL, get, send, service};
use odata_mock::{Canned, MockService};
use serde_json::json;

#[tokio::test]
async fn the_root_and_the_metadata() {
    let server = service().serve().await.unwrap();
    assert_eq!(server.url(), format!("http://{}/api/", server.address()));
    let root = get(&server, "").await;
    assert_eq!(
        root.json()["@odata.context"],
        format!("{}$metadata", server.url())
    );
    let files = json!({"name": "files", "kind": "EntitySet", "url": "files"});
    assert_eq!(root.json()["value"][0], files);
    assert_eq!(
        send(&server, "GET", "/api", &[]).await.json()["value"][0],
        files
    );

    let metadata = get(&server, "$metadata").await;
    assert_eq!(
        (metadata.text().as_str(), metadata.header("content-type")),
        (CSDL, "application/xml")
    );
    assert_eq!(metadata.header("odata-version"), "4.0");
}

#[tokio::test]
async fn metadata_may_be_json() {
    let text = r#"{"$Version": "4.01", "demo": {
        "File": {"$Kind": "EntityType", "$Key": ["name"], "name": {}, "size": {"$Type": "Edm.Int64", "$Nullable": true}},
        "Default": {"$Kind": "EntityContainer", "files": {"$Collection": true, "$Type": "demo.File"}}}}"#;
    let service = MockService::from_csdl(text).unwrap();
    let rows = json!([{"name": "a", "size": 2}, {"name": "b", "size": null}]);
    let service = service.entity_set("files", rows).unwrap();
    let server = service.serve().await.unwrap();
    let metadata = get(&server, "$metadata").await;
    assert_eq!(
        (metadata.text().as_str(), metadata.header("content-type")),
        (text, "application/json")
    );
    let found = get(&server, "files?$filter=size%20gt%201&$select=name").await;
    assert_eq!(found.json()["value"][0]["name"], "a");
    assert_eq!(found.json()["value"].as_array().unwrap().len(), 1);
    let wrong = MockService::from_csdl(text.replace("demo.File", "demo.Fil"));
    let said = wrong.err().unwrap().to_string();
    assert!(said.contains("did you mean `demo.File`?"), "{said}");
}

#[tokio::test]
async fn a_collection_in_every_way() {
    let server = service().serve().await.unwrap();
    let all = get(&server, "files").await;
    assert_eq!(all.status, 200);
    assert_eq!(all.header("odata-version"), "4.0");
    assert_eq!(
        all.header("content-type"),
        "application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8"
    );
    assert_eq!(
        all.json()["@odata.context"],
        format!("{}$metadata#files", server.url())
    );
    assert!(
        all.text().starts_with("{\"@odata.context\":"),
        "the context comes first"
    );
    assert!(
        all.json().get("@odata.count").is_none() && all.json().get("@odata.nextLink").is_none()
    );
    assert!(
        !all.text().contains("builds"),
        "related entities are left out"
    );
    assert!(
        all.text()
            .contains("\"size\":9007199254740993,\"price\":1.10,"),
        "{}",
        all.text()
    );

    for (query, names) in [
        (
            "$filter=endswith(name,'.ps1')",
            &["a.ps1", "c.ps1", "e.ps1"][..],
        ),
        ("$filter=tags/any(t:t%20eq%20'x')", &["a.ps1", "c.ps1"]),
        (
            "$filter=endswith(name,@tail)&@tail='.ps1'",
            &["a.ps1", "c.ps1", "e.ps1"],
        ),
        (
            "@names=%5B'a.ps1',%22e.ps1%22%5D&$filter=name%20IN%20@names",
            &["a.ps1", "e.ps1"],
        ),
        (
            "$filter=name%20eq%20'b%2050%25/''q''.sh'",
            &["b 50%/'q'.sh"],
        ),
        ("$filter=builds/any(b:b/number%20eq%201)", &["a.ps1"]),
        ("$orderby=size&$top=2", &["d.txt", "c.ps1"]),
        (
            "$orderby=size%20desc&$skip=1&$top=2",
            &["e.ps1", "b 50%/'q'.sh"],
        ),
        ("$skip=3", &["d.txt", "e.ps1"]),
        ("$skip=30", &[]),
        ("$top=0", &[]),
        ("$search=ANN%20OR%20txt", &["a.ps1", "d.txt"]),
        ("$search=ps1%20NOT%20ann&$filter=size%20gt%2010", &["e.ps1"]),
        (
            "$format=json&custom=1&filter=none",
            &["a.ps1", "b 50%/'q'.sh", "c.ps1", "d.txt", "e.ps1"],
        ),
    ] {
        assert_eq!(
            get(&server, &format!("files?{query}")).await.names(),
            names,
            "{query}"
        );
    }

    let counted = get(&server, "files?$count=true&$top=1&$filter=size%20ge%2010")
        .await
        .json();
    assert_eq!(
        (
            &counted["@odata.count"],
            counted["value"].as_array().unwrap().len()
        ),
        (&json!(4), 1)
    );
    for (query, count) in [
        ("", "5"),
        ("?$filter=size%20lt%2015", "1"),
        ("?$search=ps1&$top=1", "3"),
    ] {
        let answer = get(&server, &format!("files/$count{query}")).await;
        assert_eq!(
            (answer.text().as_str(), answer.header("content-type")),
            (count, "text/plain;charset=utf-8")
        );
    }
    assert_eq!(get(&server, "builds/$count").await.text(), "2");
}

#[tokio::test]
async fn what_is_selected() {
    let server = service().serve().await.unwrap();
    let page = get(&server, "files?$select=name,origin/user&$top=1")
        .await
        .json();
    assert_eq!(
        page["value"],
        json!([{"name": "a.ps1", "origin": {"user": "ann"}}])
    );
    let context = format!("{}$metadata#files(name,origin/user)", server.url());
    assert_eq!(page["@odata.context"], context);
    let one = get(&server, "files('c.ps1')?$select=size").await.json();
    let context = format!("{}$metadata#files(size)/$entity", server.url());
    assert_eq!(one, json!({"@odata.context": context, "size": 10}));
    let star = get(&server, "files?$select=*,name&$top=1&$skip=2")
        .await
        .json();
    assert_eq!(
        star["value"],
        json!([{"name": "c.ps1", "size": 10, "tags": ["x"]}])
    );
}

#[tokio::test]
async fn single_entities_and_their_properties() {
    let server = service().serve().await.unwrap();
    let root = server.url();
    for path in [
        "files('c.ps1')",
        "files(name='c.ps1')",
        "files/c.ps1",
        "files('c.ps1')/",
    ] {
        let one = get(&server, path).await.json();
        let context = format!("{root}$metadata#files/$entity");
        assert_eq!(
            one,
            json!({"@odata.context": context, "name": "c.ps1", "size": 10, "tags": ["x"]})
        );
    }
    for path in [
        "files('b%2050%25%2F''q''.sh')",
        "files(%27b%2050%25%2F%27%27q%27%27.sh%27)",
        "files/b%2050%25%2F'q'.sh",
    ] {
        assert_eq!(get(&server, path).await.json()["size"], 20, "{path}");
    }
    for path in ["builds(vendor='v',number=2)", "builds(number=2,vendor='v')"] {
        assert_eq!(get(&server, path).await.json()["number"], 2, "{path}");
    }
    for path in ["machines(7)", "machines/7", "machines(id=7)"] {
        assert_eq!(get(&server, path).await.json()["group"], 1, "{path}");
    }

    let size = get(&server, "files('c.ps1')/size").await.json();
    assert_eq!(
        size,
        json!({"@odata.context": format!("{root}$metadata#files('c.ps1')/size"), "value": 10})
    );
    let origin = get(&server, "files('a.ps1')/origin").await.json();
    assert_eq!(
        (&origin["user"], &origin["host"]),
        (&json!("ann"), &json!(null))
    );
    let tags = get(&server, "files/a.ps1/tags").await.json();
    assert_eq!(tags["value"], json!(["x", "y"]));
    for (path, text) in [
        ("files('a.ps1')/origin/user/$value", "ann"),
        ("files('c.ps1')/size/$value", "10"),
        ("files('a.ps1')/price/$value", "1.10"),
        ("files('a.ps1')/content/$value", "fo"),
        ("files('a.ps1')/tags/$count", "2"),
    ] {
        assert_eq!(get(&server, path).await.text(), text, "{path}");
    }
    for path in [
        "files('a.ps1')/origin/host",
        "files('d.txt')/size/$value",
        "files('b%2050%25%2F''q''.sh')/origin/user",
    ] {
        assert_eq!(get(&server, path).await.status, 204, "{path}");
    }
}

#[tokio::test]
async fn pages_follow_each_other() {
    let service = service().page_size(2);
    let server = service.serve().await.unwrap();
    let query = "$filter=name%20ne%20'a%26b%2Bc'&$orderby=size%20desc&$top=4&$count=true";
    let first = get(&server, &format!("files?{query}")).await;
    assert_eq!(first.names(), ["a.ps1", "e.ps1"]);
    let next = first.json()["@odata.nextLink"].as_str().unwrap().to_owned();
    assert_eq!(next, format!("{}files?{query}&$skiptoken=2", server.url()));
    let below = next.strip_prefix(&server.url()).unwrap();
    let second = get(&server, below).await;
    assert_eq!(second.names(), ["b 50%/'q'.sh", "c.ps1"]);
    assert_eq!(second.json()["@odata.count"], 5);
    assert!(
        second.json().get("@odata.nextLink").is_none(),
        "the fourth of four was delivered"
    );

    let prefer = [("prefer", "odata.maxpagesize=1")];
    let smaller = send(&server, "GET", "/api/files", &prefer).await;
    assert_eq!(
        (smaller.names().len(), smaller.header("preference-applied")),
        (1, "odata.maxpagesize=1")
    );
    let larger = send(
        &server,
        "GET",
        "/api/files",
        &[("prefer", "odata.maxpagesize=9")],
    )
    .await;
    assert_eq!(
        (larger.names().len(), larger.header("preference-applied")),
        (2, "")
    );

    let relative = service.relative_next_links().serve().await.unwrap();
    let page = get(&relative, "files").await.json();
    assert_eq!(page["@odata.nextLink"], "files?$skiptoken=2");
}

#[tokio::test]
async fn answers_can_be_made_up_and_requests_are_kept() {
    let service = service().intercept(|request| match request.path() {
        "/api/html" => Some(Canned::html("<p>sign in</p>")),
        "/api/empty" => Some(Canned::status(204)),
        "/api/away" => Some(Canned::status(302).header("location", "http://elsewhere.invalid/")),
        "/api/short" => Some(Canned::json(&json!({"value": []})).header("content-length", "999")),
        _ => None,
    });
    let server = service.serve().await.unwrap();
    let html = get(&server, "html").await;
    assert_eq!((html.status, html.text().as_str()), (200, "<p>sign in</p>"));
    assert_eq!(get(&server, "empty").await.status, 204);
    assert_eq!(
        get(&server, "away").await.header("location"),
        "http://elsewhere.invalid/"
    );
    assert_eq!(get(&server, "short").await.json(), json!({"value": []}));
    send(
        &server,
        "GET",
        "/api/files?$filter=size%20gt%201",
        &[("odata-maxversion", "4.0")],
    )
    .await;

    let seen = service.requests();
    assert_eq!(seen.len(), 5);
    let last = &seen[4];
    assert_eq!(
        (last.method.as_str(), last.target.as_str()),
        ("GET", "/api/files?$filter=size%20gt%201")
    );
    assert_eq!(
        (last.path(), last.query()),
        ("/api/files", "$filter=size%20gt%201")
    );
    assert_eq!(last.header("OData-MaxVersion"), Some("4.0"));
    assert_eq!(last.header("authorization"), None);
    assert_eq!(last.origin, format!("http://{}", server.address()));
}

#[tokio::test]
async fn a_dropped_server_is_gone() {
    let server = service().serve().await.unwrap();
    let address = server.address();
    drop(server);
    for _ in 0..50 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("it still listens");
}
