//! What the model says cannot be changed (the vocabulary `Org.OData.Capabilities.V1`).

mod common;

use common::changing::Asker;
use odata_mock::MockService;
use serde_json::json;

const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices><Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <EntityType Name="E"><Key><PropertyRef Name="id"/></Key>
      <Property Name="id" Type="Edm.Int32" Nullable="false"/>
      <Property Name="a" Type="Edm.String"/>
      <Property Name="b" Type="Edm.String"/>
      <Property Name="c" Type="Edm.String"/>
      <NavigationProperty Name="parts" Type="Collection(N.P)" ContainsTarget="true"/>
      <NavigationProperty Name="must" Type="N.E" Nullable="false"/>
      <NavigationProperty Name="kept" Type="Collection(N.K)">
        <OnDelete Action="None"/>
      </NavigationProperty>
      <NavigationProperty Name="gone" Type="Collection(N.K)">
        <OnDelete Action="Cascade"/>
      </NavigationProperty>
    </EntityType>
    <EntityType Name="P"><Key><PropertyRef Name="id"/></Key>
      <Property Name="id" Type="Edm.Int32" Nullable="false"/>
    </EntityType>
    <EntityType Name="K"><Key><PropertyRef Name="id"/></Key>
      <Property Name="id" Type="Edm.Int32" Nullable="false"/>
    </EntityType>
    <EntityContainer Name="Container">
      <EntitySet Name="Fixed" EntityType="N.E">
        <Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record>
          <PropertyValue Property="Insertable" Bool="false"/>
        </Record></Annotation>
        <Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record>
          <PropertyValue Property="Updatable" Bool="false"/>
        </Record></Annotation>
        <Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record>
          <PropertyValue Property="Deletable" Bool="false"/>
        </Record></Annotation>
      </EntitySet>
      <EntitySet Name="Some" EntityType="N.E">
        <NavigationPropertyBinding Path="must" Target="Some"/>
        <NavigationPropertyBinding Path="kept" Target="Ks"/>
        <NavigationPropertyBinding Path="gone" Target="Ks"/>
        <Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record>
          <PropertyValue Property="RequiredProperties"><Collection><PropertyPath>a</PropertyPath></Collection></PropertyValue>
          <PropertyValue Property="NonInsertableProperties"><Collection><PropertyPath>b</PropertyPath></Collection></PropertyValue>
        </Record></Annotation>
        <Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record>
          <PropertyValue Property="UpdateMethod" EnumMember="Org.OData.Capabilities.V1.HttpMethod/PATCH"/>
          <PropertyValue Property="NonUpdatableProperties"><Collection><PropertyPath>c</PropertyPath></Collection></PropertyValue>
        </Record></Annotation>
        <Annotation Term="Org.OData.Capabilities.V1.DeepInsertSupport"><Record>
          <PropertyValue Property="Supported" Bool="false"/>
        </Record></Annotation>
        <Annotation Term="Org.OData.Capabilities.V1.NavigationRestrictions"><Record>
          <PropertyValue Property="RestrictedProperties"><Collection><Record>
            <PropertyValue Property="NavigationProperty" NavigationPropertyPath="parts"/>
            <PropertyValue Property="InsertRestrictions"><Record>
              <PropertyValue Property="Insertable" Bool="false"/>
            </Record></PropertyValue>
            <PropertyValue Property="DeleteRestrictions"><Record>
              <PropertyValue Property="Deletable" Bool="false"/>
            </Record></PropertyValue>
          </Record></Collection></PropertyValue>
        </Record></Annotation>
      </EntitySet>
      <EntitySet Name="Ks" EntityType="N.K"/>
    </EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>"#;

fn service() -> Asker {
    let some = json!([
        {"id": 1, "a": "a", "c": "c", "parts": [{"id": 5}], "kept@odata.bind": ["Ks(1)"]},
        {"id": 2, "a": "a", "gone@odata.bind": ["Ks(2)", "Ks(3)"], "must@odata.bind": "Some(1)"}
    ]);
    Asker(
        MockService::from_csdl(CSDL)
            .and_then(|service| service.entity_set("Fixed", json!([{"id": 1}])))
            .and_then(|service| service.entity_set("Some", some))
            .and_then(|service| {
                service.entity_set("Ks", json!([{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}]))
            })
            .unwrap(),
    )
}

#[tokio::test]
async fn sets_and_relations_that_take_no_changes() {
    let service = service();
    for (method, path) in [
        ("POST", "Fixed"),
        ("PATCH", "Fixed(1)"),
        ("PUT", "Fixed(1)"),
        ("DELETE", "Fixed(1)"),
        ("PUT", "Fixed(1)/a"),
        ("PUT", "Some(1)"),
        ("POST", "Some(1)/parts"),
        ("DELETE", "Some(1)/parts(5)"),
    ] {
        let refused = service.json(method, path, json!({"id": 9}), 405).await;
        assert!(
            refused.header("allow").starts_with("GET, HEAD"),
            "{method} {path}"
        );
    }
    assert_eq!(service.get("Fixed").await["value"], json!([{"id": 1}]));
    assert_eq!(
        service.get("Some(1)/parts").await["value"],
        json!([{"id": 5}])
    );
}

#[tokio::test]
async fn properties_that_are_required_or_are_not_taken() {
    let service = service();
    let must = "Some(1)";
    for (body, target) in [
        (json!({"id": 3, "must@odata.bind": must}), "a"),
        (
            json!({"id": 3, "a": "x", "b": "y", "must@odata.bind": must}),
            "b",
        ),
        (json!({"id": 3, "a": "x"}), "must"),
        (json!({"a": "x", "must@odata.bind": must}), "id"),
    ] {
        let refused = service.json("POST", "Some", body, 400).await;
        assert_eq!(
            refused.json()["error"]["target"],
            target,
            "{}",
            refused.text()
        );
    }
    let nested = json!({"id": 3, "a": "x", "must@odata.bind": must, "parts": [{"id": 1}]});
    let refused = service.json("POST", "Some", nested, 501).await;
    assert_eq!(refused.json()["error"]["target"], "parts");
    let whole = json!({"id": 3, "a": "x", "must@odata.bind": must});
    service.json("POST", "Some", whole, 201).await;
    service
        .json("PATCH", "Some(1)", json!({"a": "y", "c": "d"}), 204)
        .await;
    let some = service.get("Some(1)").await;
    assert_eq!((&some["a"], &some["c"]), (&json!("y"), &json!("c")));
    service
        .json("PUT", "Some(1)/c", json!({"value": "d"}), 400)
        .await;
    service.bare("DELETE", "Some(2)/must/$ref", 400).await;
    service
        .json("PATCH", "Some(2)", json!({"must@odata.bind": null}), 400)
        .await;
    service
        .json(
            "PATCH",
            "Some(2)",
            json!({"must@odata.bind": "Some(2)"}),
            204,
        )
        .await;
    assert_eq!(service.get("Some(2)/must").await["id"], 2);
}

#[tokio::test]
async fn deletions_do_what_the_model_says() {
    let service = service();
    let refused = service.bare("DELETE", "Some(1)", 409).await;
    assert!(refused.message().contains("kept"), "{}", refused.text());
    service.bare("DELETE", "Some(1)/kept(1)/$ref", 204).await;
    service.bare("DELETE", "Some(1)", 204).await;
    service.bare("DELETE", "Some(2)", 204).await;
    assert_eq!(service.keys("Ks").await, "1 4");
}
