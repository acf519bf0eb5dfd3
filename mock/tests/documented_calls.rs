//! Functions and actions that are written as reference pages have them, not as OData does: several segments for one that is called
//! on nothing, parameters in the query string.

mod common;

use common::in_process;
use odata_mock::MockService;
use serde_json::{Value as Json, json};

const PAGES: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="pages">
  <EntityType Name="Machine">
    <Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
  </EntityType>
  <Function Name="byTag" IsBound="true">
    <Parameter Name="machines" Type="Collection(pages.Machine)"/>
    <Parameter Name="tag" Type="Edm.String" Nullable="false">
      <Annotation Term="Rust.OData.Docs.V1.QueryOption"/>
    </Parameter>
    <Parameter Name="most" Type="Edm.Int32" Nullable="false">
      <Annotation Term="Rust.OData.Docs.V1.QueryOption"/>
      <Annotation Term="Org.OData.Core.V1.OptionalParameter"/>
    </Parameter>
    <ReturnType Type="Edm.String"/>
  </Function>
  <Action Name="queries_run">
    <Parameter Name="Query" Type="Edm.String" Nullable="false"/>
    <ReturnType Type="Edm.String"/>
    <Annotation Term="Rust.OData.Docs.V1.Call">
      <Record><PropertyValue Property="Segment" String="queries/run"/></Record>
    </Annotation>
  </Action>
  <EntityContainer Name="C">
    <EntitySet Name="machines" EntityType="pages.Machine"/>
    <ActionImport Name="queries_run" Action="pages.queries_run"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

fn service() -> MockService {
    let service = MockService::from_csdl(PAGES).expect("a model");
    let service = service.operation("pages.byTag", |call| {
        Ok(json!(Json::Object(call.parameters.clone()).to_string()))
    });
    let service = service.and_then(|service| {
        service.operation("pages.queries_run", |call| {
            Ok(call.parameter("Query").clone())
        })
    });
    service.expect("operations")
}

async fn ask(method: &str, target: &str, body: &[u8]) -> (u16, Json) {
    let headers = [("content-type", "application/json")];
    let (answer, _) = in_process(&service(), method, target, &headers, body).await;
    let json = serde_json::from_slice(&answer.body).unwrap_or_default();
    (answer.status, json)
}

#[tokio::test]
async fn parameters_stand_in_the_query_string_as_they_are() {
    for (query, given) in [
        ("tag=a%20'b", r#"{"tag":"a 'b"}"#),
        ("tag=1&most=5&other=x", r#"{"most":5,"tag":"1"}"#),
    ] {
        let (status, json) = ask("GET", &format!("/api/machines/byTag?{query}"), b"").await;
        assert_eq!(
            (status, json["value"].as_str()),
            (200, Some(given)),
            "{json}"
        );
    }
    let (status, json) = ask("GET", "/api/machines/byTag?most=5", b"").await;
    assert_eq!(status, 400, "{json}");
    let (status, json) = ask("GET", "/api/machines/byTag?tag=1&most=five", b"").await;
    assert_eq!(status, 400, "{json}");
}

#[tokio::test]
async fn several_segments_are_one_call() {
    let body = br#"{"Query": "x"}"#;
    for target in ["/api/queries/run", "/api/queries_run"] {
        let (status, json) = ask("POST", target, body).await;
        assert_eq!((status, json["value"].as_str()), (200, Some("x")), "{json}");
    }
    for target in ["/api/queries/runs", "/api/queries"] {
        let (status, json) = ask("POST", target, body).await;
        assert_eq!(status, 404, "{json}");
    }
}
