//! Entities are replaced, and inserted by updates (Protocol 4.01, 11.4.3 and 11.4.4).

mod common;

use common::changing::{Asker, JSON, WANTED, without_context};
use odata_mock::MockService;
use serde_json::json;

#[tokio::test]
async fn a_put_resets_what_is_not_given() {
    let shop = Asker::shop();
    shop.json("PUT", "Customers(1)", json!({"name": "Anna", "id": 9}), 204)
        .await;
    assert_eq!(
        shop.get("Customers(1)").await,
        json!({
            "id": 1, "name": "Anna", "mail": null, "level": null, "address": null, "tags": []
        })
    );
    // What it is related to stays.
    assert_eq!(shop.keys("Customers(1)/favourites").await, "p2 p1");
    assert_eq!(shop.keys("Customers(1)/orders").await, "10 11");
    // A complex value that is sent is the whole value.
    shop.json(
        "PUT",
        "Customers(3)",
        json!({"name": "Cy", "address": {"street": "Via"}, "tags": ["t"]}),
        204,
    )
    .await;
    assert_eq!(
        shop.get("Customers(3)").await["address"],
        json!({"street": "Via"})
    );
    shop.json(
        "PATCH",
        "Customers(3)",
        json!({"address": {"city": "Pisa"}}),
        204,
    )
    .await;
    assert_eq!(
        shop.get("Customers(3)").await["address"],
        json!({"street": "Via", "city": "Pisa"})
    );
}

#[tokio::test]
async fn defaults_come_back_and_what_the_service_computes_stays() {
    const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
      <edmx:DataServices><Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <EntityType Name="E" OpenType="true"><Key><PropertyRef Name="id"/></Key>
          <Property Name="id" Type="Edm.Int32" Nullable="false"/>
          <Property Name="must" Type="Edm.String" Nullable="false"/>
          <Property Name="level" Type="Edm.Int32" Nullable="false" DefaultValue="3"/>
          <Property Name="word" Type="Edm.String" DefaultValue="w"/>
          <Property Name="made" Type="Edm.DateTimeOffset" Nullable="false">
            <Annotation Term="Org.OData.Core.V1.Computed"/>
          </Property>
          <Property Name="born" Type="Edm.String">
            <Annotation Term="Org.OData.Core.V1.Immutable"/>
          </Property>
          <Property Name="seen" Type="Edm.String">
            <Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"/>
          </Property>
        </EntityType>
        <EntityContainer Name="Container"><EntitySet Name="es" EntityType="N.E"/></EntityContainer>
      </Schema></edmx:DataServices></edmx:Edmx>"#;
    let service = Asker(MockService::from_csdl(CSDL).unwrap());
    let sent = json!({
        "id": 1, "must": "m", "level": 5, "word": "x", "made": "1999-01-01T00:00:00Z", "born": "b",
        "seen": "never", "extra": [1], "a@b.c": 1
    });
    let made = service.json("POST", "es", sent, 201).await;
    let made = without_context(&made);
    let moment = made["made"].clone();
    assert_ne!(
        moment, "1999-01-01T00:00:00Z",
        "what is computed is not taken"
    );
    assert_eq!((&made["born"], &made["extra"]), (&json!("b"), &json!([1])));
    assert_eq!(made.get("seen"), None);

    let patch = json!({"made": "1999-01-01T00:00:00Z", "born": "c", "seen": "x", "id": 4});
    service.json("PATCH", "es(1)", patch, 204).await;
    assert_eq!(
        service.get("es(1)").await,
        made,
        "nothing of that can be changed"
    );

    let refused = service.json("PUT", "es(1)", json!({}), 400).await;
    assert_eq!(refused.json()["error"]["target"], "must");
    service
        .json("PUT", "es(1)", json!({"must": "n"}), 204)
        .await;
    assert_eq!(
        service.get("es(1)").await,
        json!({"id": 1, "must": "n", "level": 3, "word": "w", "made": moment, "born": "b"})
    );
    for (path, status) in [("es(1)/made", 400), ("es(1)/born", 400), ("es(1)/id", 400)] {
        service
            .json(
                "PUT",
                path,
                json!({"value": "1999-01-01T00:00:00Z"}),
                status,
            )
            .await;
    }
}

#[tokio::test]
async fn an_update_inserts_where_that_is_said() {
    let shop = Asker(common::shop::shop().upsert());
    let path = "Customers(77)";
    let star = [JSON, ("if-match", "*")];
    for method in ["PATCH", "PUT"] {
        let refused = shop.send(method, path, &star, r#"{"name":"n"}"#).await;
        assert_eq!(refused.status, 412, "If-Match never inserts");
    }
    shop.bare("GET", path, 404).await;
    let none = [JSON, ("if-none-match", "*")];
    let made = shop
        .send("PUT", path, &none, r#"{"name":"n","id":1}"#)
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(
        made.header("location"),
        "http://mock.invalid/api/Customers(77)"
    );
    let again = shop.send("PUT", path, &none, r#"{"name":"o"}"#).await;
    assert_eq!(again.status, 412);
    let wanted = shop
        .send("PATCH", path, &[JSON, WANTED], r#"{"name":"o"}"#)
        .await;
    assert_eq!(wanted.status, 200);
    assert_eq!(wanted.header("preference-applied"), "return=representation");
    assert_eq!(
        without_context(&wanted),
        json!({"id": 77, "name": "o", "tags": []})
    );
    // A key as a segment, a cast, a collection that a relation leads to.
    shop.json("PATCH", "Products/p9", json!({"name": "Nine"}), 201)
        .await;
    assert_eq!(shop.get("Products('p9')").await["name"], "Nine");
    shop.json(
        "PATCH",
        "Customers(78)/Shop.Company",
        json!({"staff": 1}),
        201,
    )
    .await;
    assert_eq!(shop.get("Customers(78)/Shop.Company").await["staff"], 1);
    shop.json("PUT", "Orders(10)/items(7)", json!({"amount": 1}), 201)
        .await;
    assert_eq!(shop.keys("Orders(10)/items").await, "1 2 7");
    shop.json("PATCH", "Customers(1)/orders(20)", json!({"total": 1}), 201)
        .await;
    assert_eq!(shop.get("Orders(20)").await["customerId"], 1);
    // Nothing is inserted where it would not be found.
    shop.json("PATCH", "Customers(1)/Shop.Company", json!({}), 404)
        .await;
    shop.json("PATCH", "Orders(13)/customer", json!({"name": "x"}), 404)
        .await;
    let minimal = [JSON, ("prefer", "return=minimal")];
    let made = shop.send("PATCH", "Customers(79)", &minimal, "{}").await;
    assert_eq!((made.status, made.body.len()), (204, 0));
    assert_eq!(
        made.header("odata-entityid"),
        "http://mock.invalid/api/Customers(79)"
    );
    assert_eq!(made.header("preference-applied"), "return=minimal");
}

#[tokio::test]
async fn the_model_says_who_inserts_by_updates() {
    let csdl = |upsertable: &str| {
        format!(
            r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
      <edmx:DataServices><Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <EntityType Name="E"><Key><PropertyRef Name="id"/></Key>
          <Property Name="id" Type="Edm.Int32" Nullable="false"/>
        </EntityType>
        <EntityContainer Name="Container"><EntitySet Name="es" EntityType="N.E">
          <Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record>
            <PropertyValue Property="Upsertable" Bool="{upsertable}"/>
          </Record></Annotation>
        </EntitySet></EntityContainer>
      </Schema></edmx:DataServices></edmx:Edmx>"#
        )
    };
    for (upsertable, status) in [("true", 201), ("false", 404)] {
        let service = MockService::from_csdl(csdl(upsertable)).unwrap();
        let service = Asker(if upsertable == "true" {
            service
        } else {
            service.upsert()
        });
        service.json("PATCH", "es(1)", json!({}), status).await;
        service.json("PUT", "es(2)", json!({}), status).await;
    }
}
