//! What other services refuse, the mock does too: a test against it would pass, and the client fail.

mod common;

use common::Answer;
use common::changing::{Asker, JSON};
use common::service;
use odata_mock::MockService;
use serde_json::json;

async fn get(server: &Asker, path: &str) -> Answer {
    server.send("GET", path, &[], "").await
}

#[tokio::test]
async fn a_percent_sign_that_is_no_escape_is_refused() {
    let server = Asker(service());
    for path in [
        "files('50%')",
        "files('b%2050%/x')",
        "files?$filter=name%20eq%20'5%g0'",
        "files?x=%2",
    ] {
        let answer = get(&server, path).await;
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.message().contains("written as `%25`"), "{path}");
    }
    let answer = get(&server, "files('b%2050%25%2F''q''.sh')").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// Protocol 4.01, 8.1.5.
#[tokio::test]
async fn another_version_is_refused() {
    let server = Asker(service());
    for (version, status) in [
        ("4.0", 200),
        ("4.01", 200),
        ("5.0", 400),
        ("3.0", 400),
        ("x", 400),
    ] {
        let answer = server
            .send("GET", "files", &[("odata-version", version)], "")
            .await;
        assert_eq!(answer.status, status, "{version}");
    }
}

#[tokio::test]
async fn what_is_asked_of_several_is_not_asked_of_one() {
    let server = Asker::shop();
    for (option, path) in [
        ("$top", "Orders?$expand=customer($top=1)"),
        ("$skip", "Orders?$expand=customer($skip=1)"),
        ("$count", "Orders?$expand=customer($count=true)"),
        ("$orderby", "Orders?$expand=customer($orderby=id)"),
        (
            "$search",
            "Orders?$expand=items($expand=product($search=a))",
        ),
    ] {
        let answer = get(&server, path).await;
        assert_eq!(answer.status, 400, "{path}");
        assert!(
            answer
                .message()
                .contains(&format!("`{option}` is asked of several")),
            "{path}"
        );
    }
    for path in [
        "Orders?$expand=customer($select=id;$expand=orders($top=1))",
        "Orders?$expand=items($top=1)",
    ] {
        assert_eq!(get(&server, path).await.status, 200, "{path}");
    }
    for (path, status) in [
        ("Orders(10)/customer/$count", 404),
        ("Orders?$filter=customer/$count%20gt%200", 400),
        ("Orders?$orderby=customer/$count", 400),
    ] {
        assert_eq!(get(&server, path).await.status, status, "{path}");
    }
}

/// Parentheses have options in them, and no names (URL conventions 4.01, 5.1.4).
#[tokio::test]
async fn what_is_selected_of_a_value_is_no_list_in_parentheses() {
    let server = Asker::shop();
    for path in [
        "Customers?$select=address(city)",
        "Customers?$select=name,tags(x)",
    ] {
        assert_eq!(get(&server, path).await.status, 400, "{path}");
    }
    for path in [
        "Customers?$select=address/city",
        "Customers?$select=address($select=city)",
    ] {
        assert_eq!(get(&server, path).await.status, 200, "{path}");
    }
}

/// OData JSON 4.01, 3.2 and 7.1.
#[tokio::test]
async fn values_are_sent_in_their_own_form() {
    let server = Asker::shop();
    let exact = "application/json;IEEE754Compatible=true";
    let plain = "application/json";
    for (method, path, content_type, body, status) in [
        (
            "POST",
            "Products",
            plain,
            json!({"sku": "a", "price": "1.10"}),
            400,
        ),
        (
            "POST",
            "Products",
            exact,
            json!({"sku": "a", "price": "1.10"}),
            201,
        ),
        (
            "POST",
            "Products",
            plain,
            json!({"sku": "b", "price": 1.10}),
            201,
        ),
        (
            "PATCH",
            "Products('p2')",
            plain,
            json!({"price": "INF"}),
            204,
        ),
        ("PATCH", "Products('p1')", plain, json!({"price": "1"}), 400),
        (
            "PUT",
            "Products('p1')/price",
            plain,
            json!({"value": "1"}),
            400,
        ),
        (
            "PUT",
            "Products('p1')/price",
            exact,
            json!({"value": "1"}),
            204,
        ),
        ("PATCH", "Customers(1)", plain, json!({"level": 1}), 400),
        ("PUT", "Customers(1)/level", plain, json!({"value": 1}), 400),
        ("PATCH", "Customers(1)", plain, json!({"level": "Low"}), 204),
        (
            "POST",
            "Customers(1)/orders",
            plain,
            json!({"id": 99, "total": "1"}),
            400,
        ),
    ] {
        let sent = server
            .send(
                method,
                path,
                &[("content-type", content_type)],
                &body.to_string(),
            )
            .await;
        assert_eq!(
            sent.status,
            status,
            "{method} {path} {body}: {}",
            sent.text()
        );
    }
}

const OPEN: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
  <Schema Namespace="Shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <EntityType Name="Book">
      <Key><PropertyRef Name="id"/></Key>
      <Property Name="id" Type="Edm.Int32" Nullable="false"/>
      <Property Name="tags" Type="Collection(Edm.String)"/>
      <Property Name="never" Type="Collection(Edm.String)" Nullable="false"/>
    </EntityType>
    <EntityContainer Name="Container"><EntitySet Name="books" EntityType="Shop.Book"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>"#;

#[tokio::test]
async fn items_are_null_where_the_service_is_told_so() {
    let fill = |service: MockService, property: &str| {
        service.entity_set("books", json!([{"id": 1, property: ["new", null]}]))
    };
    let service = || MockService::from_csdl(OPEN).unwrap();
    assert!(fill(service(), "tags").is_err());
    for pattern in ["*", "Book/tags", "Shop.Book/t*", "*/*ag*"] {
        let told = service().nullable_items(&[pattern]).unwrap();
        assert!(fill(told.clone(), "tags").is_ok(), "{pattern}");
        assert!(fill(told, "never").is_err(), "{pattern}");
    }
    for pattern in ["Book/never", "Book/id", "tags", "Book/Tags"] {
        let error = service()
            .nullable_items(&[pattern])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(&format!("`{pattern}` fits no collection")),
            "{error}"
        );
    }
    let told = service().nullable_items(&["Book/tags"]).unwrap();
    let server = Asker(fill(told, "tags").unwrap());
    let body = json!({"value": [null]});
    let sent = server
        .send("PUT", "books(1)/tags", &[JSON], &body.to_string())
        .await;
    assert_eq!(sent.status, 204, "{}", sent.text());
    assert_eq!(
        get(&server, "books(1)/tags").await.json()["value"],
        json!([null])
    );
}
