//! What the service does not answer, and what it says then.

mod common;

use common::{get, send, service};
use serde_json::json;

#[tokio::test]
async fn requests_that_are_refused() {
    let server = service().max_top("files", 3).serve().await.unwrap();
    for (path, status, message) in [
        ("fils", 404, "did you mean `files`?"),
        ("files('x')", 404, "no entity with the key 'x'"),
        ("files/x", 404, "no entity"),
        ("machines/x", 404, "no entity `x`"),
        ("files('a.ps1')/sise", 404, "did you mean `size`?"),
        ("files/$values", 404, "nothing at `$values`"),
        ("files('a.ps1')/size/more", 404, "no property `more`"),
        (
            "machines('7')",
            400,
            "the key `id` is Edm.Int32, and '7' is not",
        ),
        ("files(7)", 400, "text stands in single quotes"),
        ("files('a.ps1'", 400, "not closed"),
        ("files('a.ps1)", 400, "no closing quote"),
        ("files()", 400, "not a value"),
        ("files(nam='x')", 400, "the key is name"),
        ("builds('v')", 400, "vendor, number"),
        (
            "files?$filter=nam%20eq%20'x'",
            400,
            "has no property `nam`\n  nam eq 'x'\n  ^^^\ndid you mean `name`?",
        ),
        (
            "files?$filter=size%20gt",
            400,
            "a value is missing after `gt`",
        ),
        (
            "files?$filter=size%20div%200%20eq%201",
            400,
            "divides by zero",
        ),
        ("files?$filter=name", 400, "must be true or false"),
        ("files?$orderby=tags", 400, "has no order"),
        ("files?$search=(", 400, "a word to search for is missing"),
        (
            "files?$top=-1",
            400,
            "`$top` is a whole number from 0 on, not `-1`",
        ),
        ("files?$top=4", 400, "at most 3"),
        ("files?$skip=x", 400, "`$skip`"),
        ("files?$count=1", 400, "true or false"),
        ("files?$select=name,sise", 400, "did you mean `size`?"),
        ("files?$select=", 400, "has no property ``"),
        ("files?$skiptoken=z", 400, "`$skiptoken`"),
        (
            "files?$fitler=1",
            400,
            "`$fitler` is not a query option of OData: did you mean `$filter`?",
        ),
        ("files?$top=1&$top=1", 400, "given twice"),
        ("files?$filter=%FF", 400, "not UTF-8"),
        ("files%FF", 400, "not UTF-8"),
        (
            "files('a.ps1')?$top=1",
            400,
            "does not apply to a single entity",
        ),
        ("files('a.ps1')/origin/$value", 400, "needs a single value"),
        (
            "files?$expand=tags",
            400,
            "`tags` is no navigation property",
        ),
        ("files?$index=1", 501, "`$index` is not supported"),
        ("me", 404, "the singleton `me` has no fixture"),
        ("files?$format=atom", 406, "is not a format"),
    ] {
        let answer = get(&server, path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert!(
            answer.message().contains(message),
            "{path}: {}",
            answer.message()
        );
        assert!(
            answer
                .header("content-type")
                .starts_with("application/json"),
            "{path}"
        );
        assert_eq!(answer.header("odata-version"), "4.0", "{path}");
    }
    let outside = send(&server, "GET", "/other/things", &[]).await;
    assert_eq!(outside.status, 404);
    let filter = get(&server, "files?$filter=nam%20eq%201").await.json();
    assert_eq!(
        (&filter["error"]["target"], &filter["error"]["code"]),
        (&json!("$filter"), &json!("BadRequest"))
    );
}

#[tokio::test]
async fn deep_filters_are_refused_and_long_ones_answered() {
    let server = service().serve().await.unwrap();
    let deep = |levels: usize| {
        format!(
            "files?$filter={}true{}",
            "(".repeat(levels),
            ")".repeat(levels)
        )
    };
    assert_eq!(get(&server, &deep(90)).await.names().len(), 5);
    let refused = get(&server, &deep(20_000)).await;
    assert!(
        refused.message().contains("nested deeper"),
        "{}",
        refused.message()
    );
    let functions = format!(
        "files?$filter={}name{}%20ne%20''",
        "trim(".repeat(99),
        ")".repeat(99)
    );
    assert_eq!(get(&server, &functions).await.names().len(), 5);
    let long = format!("files?$filter=size%20eq%2010{}", "%20add%200".repeat(400));
    assert_eq!(get(&server, &long).await.names(), ["c.ps1"]);
    let longer = format!("files?$filter=size%20eq%2010{}", "%20add%200".repeat(5000));
    let refused = get(&server, &longer).await;
    assert!(
        refused.message().contains("a chain of more than"),
        "{}",
        refused.message()
    );
}

#[tokio::test]
async fn a_root_that_was_asked_for_is_the_only_one() {
    let server = service().serve().await.unwrap();
    assert_eq!(
        send(&server, "GET", "/v2/odata/files", &[]).await.status,
        200
    );
    let server = service().root_path("/api/").serve().await.unwrap();
    assert_eq!(
        send(&server, "GET", "/v2/odata/files", &[]).await.status,
        404
    );
}

#[tokio::test]
async fn methods_and_formats() {
    let server = service().serve().await.unwrap();
    for (method, path, allowed) in [
        ("PATCH", "files", "GET, HEAD, POST"),
        ("DELETE", "files", "GET, HEAD, POST"),
        ("POST", "files('c.ps1')", "GET, HEAD, PATCH, PUT, DELETE"),
        (
            "POST",
            "files('c.ps1')/size",
            "GET, HEAD, PATCH, PUT, DELETE",
        ),
        (
            "PATCH",
            "files('c.ps1')/tags",
            "GET, HEAD, POST, PUT, DELETE",
        ),
        ("POST", "", "GET, HEAD"),
        ("DELETE", "files/$count", "GET, HEAD"),
    ] {
        let refused = send(&server, method, &format!("/api/{path}"), &[]).await;
        assert_eq!(
            (refused.status, refused.header("allow")),
            (405, allowed),
            "{method} {path}"
        );
    }
    let got = get(&server, "files").await;
    let head = send(&server, "HEAD", "/api/files", &[]).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), got.body.len().to_string());

    let accept = |value: &'static str| [("accept", value)];
    assert_eq!(
        send(&server, "GET", "/api/files", &accept("application/xml"))
            .await
            .status,
        406
    );
    let none = send(
        &server,
        "GET",
        "/api/files?$count=true",
        &accept("application/json;odata.metadata=none"),
    )
    .await;
    assert!(none.json().get("@odata.context").is_none() && none.json()["@odata.count"] == 5);
    assert!(none.header("content-type").contains("odata.metadata=none"));
    let exact = accept("application/json;IEEE754Compatible=true");
    let exact = send(&server, "GET", "/api/files('a.ps1')", &exact).await;
    assert_eq!(exact.json()["size"], "9007199254740993");
    assert_eq!(exact.json()["price"], "1.10");

    let version = |value: &'static str| [("OData-MaxVersion", value)];
    assert_eq!(
        send(&server, "GET", "/api/files", &version("4.01"))
            .await
            .status,
        200
    );
    assert_eq!(
        send(&server, "GET", "/api/files", &version("3.0"))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_token_is_required() {
    let server = service().require_token("secret").serve().await.unwrap();
    for headers in [
        &[][..],
        &[("authorization", "Bearer wrong")],
        &[("authorization", "Basic secret")],
    ] {
        let refused = send(&server, "GET", "/api/files", headers).await;
        assert_eq!(
            (refused.status, refused.header("www-authenticate")),
            (401, "Bearer")
        );
        assert_eq!(refused.json()["error"]["code"], "Unauthorized");
    }
    let let_in = send(
        &server,
        "GET",
        "/api/files",
        &[("authorization", "bearer secret")],
    )
    .await;
    assert_eq!(let_in.status, 200);
}
