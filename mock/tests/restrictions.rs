//! What a model does not allow is refused (the vocabulary `Org.OData.Capabilities.V1`).

mod common;

use common::shop::{ask, keys};
use odata_mock::MockService;
use serde_json::json;

/// Two sets: `Open` takes all that its container lets it, `Tight` says what it does not take.
const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.xml">
  <edmx:Include Namespace="Org.OData.Capabilities.V1" Alias="C"/>
</edmx:Reference>
<edmx:DataServices><Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="Place"><Property Name="city" Type="Edm.String"/></ComplexType>
<EntityType Name="E"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.Int32" Nullable="false"/>
  <Property Name="a" Type="Edm.String"/><Property Name="b" Type="Edm.String"/>
  <Property Name="place" Type="N.Place"/>
  <NavigationProperty Name="next" Type="Collection(N.E)"/>
  <NavigationProperty Name="last" Type="N.E"/>
</EntityType>
<EntityContainer Name="Container">
  <EntitySet Name="Open" EntityType="N.E">
    <NavigationPropertyBinding Path="next" Target="Tight"/>
    <NavigationPropertyBinding Path="last" Target="Open"/>
    <Annotation Term="C.ExpandRestrictions"><Record>
      <PropertyValue Property="MaxLevels" Int="2"/></Record></Annotation>
    <Annotation Term="C.CountRestrictions"><Record>
      <PropertyValue Property="NonCountableNavigationProperties"><Collection>
        <NavigationPropertyPath>next</NavigationPropertyPath></Collection></PropertyValue>
    </Record></Annotation>
  </EntitySet>
  <EntitySet Name="Tight" EntityType="N.E">
    <Annotation Term="C.FilterRestrictions"><Record>
      <PropertyValue Property="NonFilterableProperties"><Collection>
        <PropertyPath>b</PropertyPath><PropertyPath>place</PropertyPath></Collection></PropertyValue>
    </Record></Annotation>
    <Annotation Term="C.FilterFunctions"><Collection><String>startswith</String></Collection></Annotation>
    <Annotation Term="C.SortRestrictions"><Record>
      <PropertyValue Property="NonSortableProperties"><Collection>
        <PropertyPath>b</PropertyPath></Collection></PropertyValue>
      <PropertyValue Property="AscendingOnlyProperties"><Collection>
        <PropertyPath>a</PropertyPath></Collection></PropertyValue>
    </Record></Annotation>
    <Annotation Term="C.ExpandRestrictions"><Record>
      <PropertyValue Property="NonExpandableProperties"><Collection>
        <NavigationPropertyPath>last</NavigationPropertyPath></Collection></PropertyValue>
    </Record></Annotation>
    <Annotation Term="C.SearchRestrictions"><Record>
      <PropertyValue Property="Searchable" Bool="false"/></Record></Annotation>
    <Annotation Term="C.CountRestrictions"><Record>
      <PropertyValue Property="Countable" Bool="false"/></Record></Annotation>
    <Annotation Term="C.TopSupported" Bool="false"/>
    <Annotation Term="C.SkipSupported" Bool="false"/>
  </EntitySet>
  <EntitySet Name="Asked" EntityType="N.E">
    <Annotation Term="C.FilterRestrictions"><Record>
      <PropertyValue Property="RequiresFilter" Bool="true"/>
      <PropertyValue Property="RequiredProperties"><Collection>
        <PropertyPath>a</PropertyPath></Collection></PropertyValue>
    </Record></Annotation>
    <Annotation Term="C.SelectSupport"><Record>
      <PropertyValue Property="Supported" Bool="false"/></Record></Annotation>
  </EntitySet>
  <Annotation Term="C.ComputeSupported" Bool="false"/>
</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"#;

fn service() -> MockService {
    let row = json!([{
        "id": 1, "a": "x", "b": "y", "place": {"city": "z"},
        "next@odata.bind": ["Tight(1)"], "last@odata.bind": "Open(1)"
    }]);
    MockService::from_csdl(CSDL)
        .and_then(|service| service.entity_set("Open", row.clone()))
        .and_then(|service| service.entity_set("Tight", json!([{"id": 1, "a": "x"}])))
        .and_then(|service| service.entity_set("Asked", row))
        .unwrap()
}

#[tokio::test]
async fn what_is_restricted_is_refused() {
    let service = service();
    for (path, status, target) in [
        ("Tight?$filter=b eq 'y'", 400, "b"),
        (
            "Tight?$filter=a eq 'x' or not (place/city eq 'z')",
            400,
            "place/city",
        ),
        ("Tight?$filter=contains(a,'x')", 501, "$filter"),
        ("Tight?$orderby=b", 400, "b"),
        ("Tight?$orderby=a desc", 400, "a"),
        ("Tight?$expand=last", 400, "last"),
        ("Tight?$search=x", 501, "$search"),
        ("Tight?$count=true", 501, "$count"),
        ("Tight/$count", 501, "$count"),
        ("Tight?$top=1", 501, "$top"),
        ("Tight?$skip=1", 501, "$skip"),
        ("Tight?$compute=id add 1 as more", 501, "$compute"),
        ("Open?$expand=next($filter=b eq 'y')", 400, "b"),
        ("Open?$expand=next($top=1)", 501, "$top"),
        ("Open?$expand=last($levels=3)", 400, "$levels"),
        ("Open?$expand=last($levels=max)", 400, "$levels"),
        ("Open?$expand=next/$count", 400, "next"),
        ("Open(1)/next/$count", 501, "$count"),
        ("Open?$expand=last($expand=next($search=x))", 501, "$search"),
        ("Asked", 400, "$filter"),
        ("Asked?$filter=b eq 'y'", 400, "a"),
        ("Asked?$filter=a eq 'x'&$select=a", 501, "$select"),
    ] {
        let answer = ask(&service, path, &[]).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert_eq!(answer.json()["error"]["target"], target, "{path}");
    }
}

#[tokio::test]
async fn what_is_not_restricted_is_answered() {
    let service = service();
    for path in [
        "Tight?$filter=a eq 'x' and startswith(a,'x')",
        "Tight?$orderby=a",
        "Tight?$expand=next",
        "Open?$filter=b eq 'y' and next/any(n:n/a eq 'x')&$top=1&$count=true",
        "Open?$expand=last($levels=2)",
        "Asked?$filter=a eq 'x' and b eq 'y'",
        "Asked(1)/next",
    ] {
        let _ = keys(&service, path).await;
    }
}
