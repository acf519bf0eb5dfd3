//! Functions and actions that are bound to complex types, in generated code.

mod corpora;

use std::path::Path;
use std::process::Command;

use odata_codegen::{Builder, Error, Generated};

const METADATA: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Shop">
  <EntityType Name="Book"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Size" Type="Shop.Size"/><Property Name="Parts" Type="Collection(Shop.Part)" Nullable="false"/></EntityType>
  <ComplexType Name="Size"><Property Name="Height" Type="Edm.Int32"/></ComplexType>
  <ComplexType Name="Part"><Property Name="Pages" Type="Edm.Int32"/></ComplexType>
  <ComplexType Name="Plain"><Property Name="Pages" Type="Edm.Int32"/></ComplexType>
  <ComplexType Name="Given"><Property Name="Pages" Type="Edm.Int32"/></ComplexType>
  <Action Name="Fold" IsBound="true"><Parameter Name="on" Type="Shop.Size"/>
    <Parameter Name="times" Type="Edm.Int32" Nullable="false"/><Parameter Name="how" Type="Edm.String"><Annotation
      Term="Org.OData.Validation.V1.AllowedValues"><Collection><Record><PropertyValue Property="Value" String="Once"/></Record></Collection></Annotation></Parameter>
    <Annotation Term="Org.OData.Core.V1.Description" String="Folds it."/>
    <Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record><PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated"/>
      <PropertyValue Property="Description" String="Use Bend."/></Record></Collection></Annotation>
    <Annotation Term="Org.OData.Capabilities.V1.OperationRestrictions"><Record><PropertyValue Property="Permissions"><Collection><Record>
      <PropertyValue Property="SchemeName" String="Delegated"/><PropertyValue Property="Scopes"><Collection><Record><PropertyValue Property="Scope" String="Size.Write"/></Record></Collection></PropertyValue>
    </Record></Collection></PropertyValue></Record></Annotation></Action>
  <Action Name="Scan" IsBound="true"><Parameter Name="on" Type="Shop.Size"/><Parameter Name="picture" Type="Edm.Stream"/></Action>
  <Action Name="Bind" IsBound="true"><Parameter Name="on" Type="Collection(Shop.Part)"/><ReturnType Type="Shop.Given"/></Action>
  <Function Name="Area" IsBound="true"><Parameter Name="on" Type="Shop.Size"/><ReturnType Type="Edm.Int32" Nullable="false"/></Function>
  <Action Name="Lost" IsBound="true"><Parameter Name="on" Type="Shop.Plain"/></Action>
  <EntityContainer Name="Default"><EntitySet Name="Books" EntityType="Shop.Book"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

fn generate(lines: &str) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let service = format!(
        "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/odata/\"\nmetadata = [\"metadata.xml\"]\n{lines}\n"
    );
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), METADATA).expect("written");
    Builder::new("service.toml").root(folder.path()).generate()
}

fn text(lines: &str) -> String {
    let generated = generate(lines).unwrap_or_else(|error| panic!("{lines}: {error}"));
    generated
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn they_are_functions_of_the_complex_type_as_those_of_an_entity_are() {
    let text = text("");
    for part in [
        "impl Size { /// The function `Area`. pub fn area() -> odata::FunctionCall<odata::OnEntity<Self>, odata::Just<i32>> { \
         odata::FunctionCall::plain(\"Shop.Area\", true) }",
        "/// Folds it. /// /// - Permission: `Size.Write` (Delegated). #[deprecated(note = \"Use Bend.\")] \
         pub fn fold(times: impl odata::Argument<i32>) -> SizeFoldCall {",
        "permissions: &[odata::Permission::new(\"Delegated\", \"Size.Write\")],",
        "pub fn how(self, value: impl odata::Argument<Option<SizeFoldHow>>) -> Self {",
        "impl odata::Called for SizeFoldCall {",
        "impl Part { /// The action `Bind`. pub fn bind() -> odata::ActionCall<odata::OnSet<Self>, odata::One<Given>> {",
        // What cannot be called is said at the type, and what is bound to a type of which there is no value at the service.
        "/// The complex type `Shop.Size`. /// /// Functions and actions that are not generated: `Scan`.",
        "/// /// Functions and actions that are not generated: `Lost`. #[derive(Clone, Debug)] pub struct Shop {",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[test]
fn a_complex_type_without_operations_has_no_more_code() {
    let text = text("");
    for (name, blocks) in [("Size", 2), ("Given", 1)] {
        let found = text.matches(&format!(" impl {name} {{")).count();
        assert_eq!(found, blocks, "{name} in\n{text}");
    }
}

#[test]
fn they_are_asked_for_by_type_and_name() {
    let part = text("entity-sets = [\"Books\"]\nactions = [\"Size/Fold\"]");
    assert!(part.contains("pub fn fold("), "{part}");
    for other in ["fn area", "fn bind", "not generated", "struct Given"] {
        assert!(!part.contains(other), "`{other}` is in\n{part}");
    }
    let part =
        text("entity-sets = [\"Books\"]\nfunctions = [\"Shop.Size/*\"]\nactions = [\"Part/*\"]");
    // What the action gives is generated with it.
    for part_of in ["pub fn area(", "pub fn bind(", "pub struct Given {"] {
        assert!(part.contains(part_of), "`{part_of}` is not in\n{part}");
    }
    assert!(!part.contains("fn fold"), "{part}");
    let none = text("entity-sets = [\"Books\"]");
    assert!(!none.contains("odata::ActionCall"), "{none}");
}

#[test]
fn what_cannot_be_called_or_is_not_there_is_told() {
    let generated = generate("entity-sets = [\"Books\"]\nactions = [\"Size/*\"]");
    let generated = generated.expect("generated");
    let said = generated.diagnostics.render(&generated.sources);
    let why = "warning[action-not-generated]: the action `Scan` cannot be called: its parameter `picture` is a stream";
    assert!(said.contains(why), "{said}");
    let error = generate("entity-sets = [\"Books\"]\nactions = [\"Size/Fuld\"]");
    let error = error.map(|_| ()).expect_err("no such action").to_string();
    for part in [
        "error[unmet-pattern]: `Size/Fuld` asks for no action",
        "did you mean `Size/Fold`?",
    ] {
        assert!(error.contains(part), "`{part}` is not in\n{error}");
    }
    // One of a type that nothing leads to.
    let error = generate("entity-sets = [\"Books\"]\nactions = [\"Plain/Lost\"]");
    let error = error.map(|_| ()).expect_err("no such action").to_string();
    assert!(error.contains("error[unmet-pattern]"), "{error}");
}

#[test]
fn they_can_be_renamed() {
    let text = text(
        "[rename]\n\"Shop.Size/Fold\" = \"crease\"\n\"Shop.Part/Bind\" = \"glue\"\n\"Shop.Fold/how/Once\" = \"Twice\"",
    );
    for part in [
        "pub fn crease(times: impl odata::Argument<i32>) -> SizeCreaseCall {",
        "odata::ActionCall::new(&INFO)",
        "pub fn glue()",
        "(\"Once\", Self::Twice)",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

/// As docs/services.md has it, on the bundle of DMTF.
#[test]
fn the_actions_of_redfish_are_generated() {
    let Some(archive) = corpora::file("metadata/redfish/dmtf-csdl.tar.gz") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    unpack(&archive, folder.path());
    let service = "name = \"Redfish\"\nbase-url = \"https://bmc.contoso.com/redfish/v1/\"\n\
        metadata = [\"csdl/ComputerSystem_v1.xml\"]\npartial-entities = true\n\
        types = [\"ComputerSystem.v1_25_0.ComputerSystem\"]\nactions = [\"ComputerSystem.v1_0_0.Actions/*\"]\n\
        [references]\n\"http://redfish.dmtf.org/schemas/v1/\" = \"csdl/\"\n\
        [defects]\nmissing-document = \"ignore\"\nmissing-further-document = \"ignore\"\n";
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    let builder = Builder::new("service.toml").root(folder.path());
    let text = builder.generate().expect("generated").text;
    for part in [
        "    pub const ACTIONS: odata::Field<Self, Option<odata::Nested<V1_0_0Actions>>> =",
        "impl V1_0_0Actions {\n    /// This action resets the system.\n",
        "    pub fn reset() -> V1_0_0ActionsResetCall {\n        odata::ActionCall::plain(\"ComputerSystem.Reset\")",
        "    pub fn reset_type(self, value: impl odata::Argument<Option<ResetType>>) -> Self {",
        "    pub fn set_default_boot_order() -> odata::ActionCall<odata::OnEntity<Self>, odata::Nothing> {",
        "    pub fn add_resource_block(",
        "    pub fn export_configuration(",
    ] {
        assert!(text.contains(part), "`{part}` is not there");
    }
    assert!(!text.contains("Functions and actions that are not generated"));
}

fn unpack(archive: &Path, folder: &Path) {
    let mut tar = Command::new("tar");
    let tar = tar.arg("-xzf").arg(archive).arg("-C").arg(folder).status();
    assert!(tar.expect("tar is installed").success());
}
