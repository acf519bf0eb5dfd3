//! Actions in generated code: signatures, types of calls, what is refused.

use odata_codegen::{Builder, Generated};

fn generate(lines: &str) -> Generated {
    generate_from(METADATA, lines)
}

fn generate_from(metadata: &str, lines: &str) -> Generated {
    let folder = tempfile::tempdir().expect("a folder");
    let service = format!(
        "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/odata/\"\nmetadata = [\"metadata.xml\"]\n{lines}\n"
    );
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
    let builder = Builder::new("service.toml").root(folder.path());
    builder.generate().expect("generated")
}

const METADATA: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Shop">
  <EntityType Name="Book"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <Action Name="lend" IsBound="true"><Parameter Name="on" Type="Shop.Book"/>
    <Parameter Name="To" Type="Edm.String" Nullable="false"/><Parameter Name="days" Type="Edm.Int32"/></Action>
  <Action Name="four" IsBound="true"><Parameter Name="on" Type="Shop.Book"/>
    <Parameter Name="a" Type="Edm.Int32" Nullable="false"/><Parameter Name="b" Type="Edm.Int32" Nullable="false"/>
    <Parameter Name="c" Type="Edm.Int32" Nullable="false"/><Parameter Name="d" Type="Edm.Int32" Nullable="false"/></Action>
  <Action Name="five" IsBound="true"><Parameter Name="on" Type="Shop.Book"/>
    <Parameter Name="a" Type="Edm.Int32" Nullable="false"/><Parameter Name="b" Type="Edm.Int32" Nullable="false"/>
    <Parameter Name="c" Type="Edm.Int32" Nullable="false"/><Parameter Name="d" Type="Edm.Int32" Nullable="false"/>
    <Parameter Name="e" Type="Collection(Edm.Guid)" Nullable="true"/></Action>
  <Action Name="scan" IsBound="true"><Parameter Name="on" Type="Shop.Book"/><Parameter Name="picture" Type="Edm.Stream"/></Action>
  <Action Name="print" IsBound="true"><Parameter Name="on" Type="Collection(Shop.Book)"/><ReturnType Type="Edm.Stream"/></Action>
  <Action Name="close"><Parameter Name="send" Type="Edm.Boolean"/><ReturnType Type="Collection(Shop.Book)"/></Action>
  <Function Name="version"><ReturnType Type="Edm.String" Nullable="false"/></Function>
  <EntityContainer Name="Default"><EntitySet Name="Books" EntityType="Shop.Book"/>
    <ActionImport Name="close" Action="Shop.close"/><FunctionImport Name="version" Function="Shop.version"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

#[test]
fn required_parameters_are_arguments_and_optional_ones_methods() {
    let text = generate("")
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for part in [
        "pub fn lend(to: impl odata::Argument<String>) -> BookLendCall {",
        "odata::ActionCall::plain(\"Shop.lend\") .set::<String>(\"To\", to) .held_by(BookLendCall)",
        "pub fn days(self, value: impl odata::Argument<Option<i32>>) -> Self {",
        "impl odata::Called for BookLendCall {",
        "d: impl odata::Argument<i32>, ) -> odata::ActionCall<odata::OnEntity<Self>, odata::Nothing> {",
        "pub fn five( parameters: BookFiveParameters, )",
        "pub struct BookFiveParameters {",
        "pub e: Vec<Option<odata::Guid>>,",
        "pub fn print() -> odata::ActionCall<odata::OnSet<Self>, odata::Media> {",
        "pub struct ShopCloseCall(odata::Action<odata::Many<Book>>);",
        "pub fn send_(self, value: impl odata::Argument<Option<bool>>) -> Self {",
        // It is bound to nothing, and gives nothing that has a table.
        "pub fn version(&self) -> <odata::Just<String> as odata::Target>::Asked {",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[test]
fn what_takes_a_stream_is_told() {
    let generated = generate("entity-sets = [\"Books\"]\nactions = [\"Book/*\"]");
    let said = generated.diagnostics.render(&generated.sources);
    let why = "warning[action-not-generated]: the action `scan` cannot be called: its parameter `picture` is a stream";
    assert!(said.contains(why), "{said}");
    assert!(!said.contains("lend"), "{said}");
    let left_out = "/// Functions and actions that are not generated: `scan`.";
    assert!(generated.text.contains(left_out), "{}", generated.text);
    assert!(!generated.text.contains("fn close"), "{}", generated.text);
}

const GRADED: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Shop">
  <EntityType Name="Book"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Grade" Type="Edm.String">ONE TWO</Property><Property Name="State" Type="Edm.String">ONE TWO THREE</Property></EntityType>
  <Action Name="judge" IsBound="true"><Parameter Name="on" Type="Shop.Book"/>
    <Parameter Name="grade" Type="Edm.String" Nullable="false">TWO ONE</Parameter>
    <Parameter Name="State" Type="Edm.String">ONE TWO</Parameter>
    <Parameter Name="marks" Type="Collection(Edm.String)" Nullable="false">THREE</Parameter>
    <Parameter Name="stars" Type="Shop.Stars" Nullable="false"/></Action>
  <Action Name="close"><Parameter Name="why" Type="Edm.String" Nullable="false">ONE</Parameter></Action>
  <TypeDefinition Name="Stars" UnderlyingType="Edm.Byte"><Annotation Term="Org.OData.Validation.V1.AllowedValues"><Collection>
    <Record><PropertyValue Property="Value" Int="5"/></Record></Collection></Annotation></TypeDefinition>
  <EntityContainer Name="Default"><EntitySet Name="Books" EntityType="Shop.Book"/>
    <ActionImport Name="close" Action="Shop.close"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

/// The document with what `ONE TWO` stands for.
fn graded() -> String {
    let value = |name: &str| {
        format!("<Record><PropertyValue Property=\"Value\" String=\"{name}\"/></Record>")
    };
    let mut text = GRADED.to_owned();
    for names in ["ONE TWO THREE", "ONE TWO", "TWO ONE", "THREE", "ONE"] {
        let values: String = names.to_lowercase().split(' ').map(value).collect();
        let listed = format!(
            ">\n<Annotation Term=\"Org.OData.Validation.V1.AllowedValues\"><Collection>{values}</Collection></Annotation></"
        );
        text = text.replace(&format!(">{names}</"), &listed);
    }
    text
}

#[test]
fn listed_values_of_parameters_are_an_enum_and_that_of_the_property_where_it_is_the_same() {
    let text = generate_from(&graded(), "").text;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "grade: impl odata::Argument<BookGrade>, marks: impl odata::Argument<Vec<BookJudgeMarks>>, stars: impl odata::Argument<Stars>,",
        "pub fn state(self, value: impl odata::Argument<Option<BookJudgeState>>) -> Self {",
        "pub fn close(&self, why: impl odata::Argument<ShopCloseWhy>)",
        "/// The values of parameter `State` of the action `judge` that the service lists.",
        "impl odata::field::ListedNumber for Stars {}",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
    assert!(!text.contains("BookJudgeGrade"), "{text}");
}

#[test]
fn listed_values_of_parameters_can_be_renamed() {
    let lines = "[rename]\n\"Shop.judge/State/two\" = \"Better\"";
    // An overload that has no such parameter comes first.
    let other = r#"<Action Name="judge" IsBound="true"><Parameter Name="on" Type="Collection(Shop.Book)"/></Action>"#;
    let metadata = graded().replacen(
        "<Action Name=\"judge\"",
        &format!("{other}<Action Name=\"judge\""),
        1,
    );
    let text = generate_from(&metadata, lines).text;
    assert!(text.contains("(\"two\", Self::Better)"), "{text}");
}

/// CSDL XML 4.01, 12.9: where nothing is said of a collection a client cannot assume that it has to be given. Redfish, whose actions are bound to complex
/// types, means that it need not (`SimpleUpdate`), and its services refuse parameters that they do not know.
#[test]
fn a_collection_that_an_action_of_a_complex_value_leaves_open_may_be_left_out() {
    let metadata = METADATA.replace(
        r#"<Action Name="scan""#,
        r#"<ComplexType Name="Actions"/>
  <EntityType Name="Desk"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Actions" Type="Shop.Actions"/></EntityType>
  <Action Name="load" IsBound="true"><Parameter Name="on" Type="Shop.Actions"/>
    <Parameter Name="From" Type="Edm.String" Nullable="false"/><Parameter Name="Targets" Type="Collection(Edm.String)"/>
    <Parameter Name="Ids" Type="Collection(Edm.Int32)" Nullable="false"/></Action>
  <Action Name="mend" IsBound="true"><Parameter Name="on" Type="Shop.Book"/><Parameter Name="Pages" Type="Collection(Edm.Int32)"/></Action>
  <Action Name="scan""#,
    );
    let metadata = metadata.replace(
        r#"<ActionImport Name="close""#,
        r#"<EntitySet Name="Desks" EntityType="Shop.Desk"/><ActionImport Name="close""#,
    );
    let text = generate_from(&metadata, "").text;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "pub fn load( from: impl odata::Argument<String>, ids: impl odata::Argument<Vec<i32>>, ) -> ActionsLoadCall {",
        "pub fn targets(self, value: impl odata::Argument<Vec<String>>) -> Self {",
        // Of an entity it has to be given, as before.
        "pub fn mend( pages: impl odata::Argument<Vec<i32>>, )",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

/// Protocol 4.01, 11.5.4: an entity is given to a function with some of its properties, "or just the entity reference".
#[test]
fn a_function_takes_an_entity_or_a_reference_to_it() {
    let metadata = METADATA.replace(
        r#"<Function Name="version">"#,
        r#"<Function Name="access" IsBound="true"><Parameter Name="on" Type="Shop.Book"/>
    <Parameter Name="Target" Type="Shop.Book" Nullable="false"/><ReturnType Type="Edm.String"/></Function>
  <Function Name="version">"#,
    );
    let text = generate_from(&metadata, "").text;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "target: impl odata::EntityArgument<Book>,",
        ".entity::<Book>(\"Target\", target)",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}
