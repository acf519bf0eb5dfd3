//! Keys that the model says are only read: given when an entity is inserted, and not changed.

mod common;

use common::changing::Asker;
use odata_mock::MockService;
use serde_json::json;

const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices><Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <EntityType Name="Person"><Key><PropertyRef Name="name"/></Key>
      <Property Name="name" Type="Edm.String" Nullable="false">
        <Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"/>
      </Property>
      <Property Name="mail" Type="Edm.String"/>
      <Property Name="version" Type="Edm.Int64" Nullable="false">
        <Annotation Term="Org.OData.Core.V1.Computed"/>
      </Property>
      <NavigationProperty Name="trips" Type="Collection(N.Trip)" ContainsTarget="true"/>
    </EntityType>
    <EntityType Name="Trip"><Key><PropertyRef Name="id"/></Key>
      <Property Name="id" Type="Edm.Int32" Nullable="false">
        <Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"/>
      </Property>
    </EntityType>
    <EntityType Name="Made"><Key><PropertyRef Name="name"/></Key>
      <Property Name="name" Type="Edm.String" Nullable="false">
        <Annotation Term="Org.OData.Core.V1.Computed"/>
      </Property>
    </EntityType>
    <EntityType Name="Pair"><Key><PropertyRef Name="a"/><PropertyRef Name="b"/></Key>
      <Property Name="a" Type="Edm.Int32" Nullable="false">
        <Annotation Term="Org.OData.Core.V1.Computed"/>
      </Property>
      <Property Name="b" Type="Edm.Int32" Nullable="false"/>
    </EntityType>
    <EntityType Name="Event"><Key><PropertyRef Name="at"/><PropertyRef Name="id"/></Key>
      <Property Name="at" Type="Edm.DateTimeOffset" Nullable="false">
        <Annotation Term="Org.OData.Core.V1.Computed"/>
      </Property>
      <Property Name="id" Type="Edm.Guid" Nullable="false">
        <Annotation Term="Org.OData.Core.V1.Computed"/>
      </Property>
    </EntityType>
    <EntityContainer Name="Container">
      <EntitySet Name="Events" EntityType="N.Event"/>
      <EntitySet Name="Pairs" EntityType="N.Pair"/>
      <EntitySet Name="People" EntityType="N.Person"/>
      <EntitySet Name="Made" EntityType="N.Made"/>
    </EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>"#;

#[tokio::test]
async fn one_that_is_only_read_is_given_on_insert_and_stays() {
    let service = Asker(MockService::from_csdl(CSDL).unwrap());
    let sent = json!({"name": "ann", "trips": [{"id": 7}, {}]});
    service.json("POST", "People", sent, 201).await;
    let change = json!({"name": "bob", "mail": "a@b.c"});
    service.json("PATCH", "People('ann')", change, 204).await;
    assert_eq!(
        service.get("People('ann')?$select=name,mail").await,
        json!({"name": "ann", "mail": "a@b.c"})
    );
    // A number that nobody gave is still made.
    let trips = service.get("People('ann')/trips").await;
    assert_eq!(trips["value"], json!([{"id": 7}, {"id": 8}]));
    let missing = service
        .json("POST", "People", json!({"mail": "a@b.c"}), 400)
        .await;
    let said = missing.text();
    assert!(
        said.contains("`name` is part of the key and is missing"),
        "{said}"
    );
    assert!(!said.contains("passed over"), "{said}");
}

/// What the model says is never null is not left out of an answer.
#[tokio::test]
async fn a_computed_number_that_is_never_null_is_made() {
    let service = Asker(MockService::from_csdl(CSDL).unwrap());
    let made = service
        .json("POST", "People", json!({"name": "ann", "version": 7}), 201)
        .await;
    assert_eq!(made.json()["version"], json!(0));
    // Part of a key it is not made up: two would be the same.
    let refused = service.json("POST", "Pairs", json!({"b": 1}), 400).await;
    assert!(
        refused.text().contains("`a` is part of the key"),
        "{}",
        refused.text()
    );
}

#[tokio::test]
async fn one_that_is_computed_is_passed_over_and_that_is_said() {
    let service = Asker(MockService::from_csdl(CSDL).unwrap());
    let refused = service
        .json("POST", "Made", json!({"name": "ann"}), 400)
        .await;
    let said = refused.text();
    assert!(
        said.contains(
            "what is sent is passed over, since `Core.Computed` leaves it to the service"
        ),
        "{said}"
    );
    assert!(
        said.contains(
            "an Edm.Guid, an Edm.DateTimeOffset, and a whole number where it is all of the key"
        ),
        "{said}"
    );
    // Which is what it does.
    for _ in 0..2 {
        let made = service.json("POST", "Events", json!({}), 201).await.json();
        assert!(made["at"].is_string() && made["id"].is_string(), "{made}");
    }
}
