//! What is chosen from one small service.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{Model, StructuredTypeId, resolve};
use odata_csdl::source::Sources;

use super::{Plan, plan};

const METADATA: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="Thing" Abstract="true">
        <Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.Guid" Nullable="false"/>
        <Property Name="made" Type="shop.Origin"/>
      </EntityType>
      <ComplexType Name="Origin"><Property Name="how" Type="shop.How"/></ComplexType>
      <EnumType Name="How"><Member Name="ByHand"/></EnumType>
      <EntityType Name="Person" BaseType="shop.Thing">
        <NavigationProperty Name="manager" Type="shop.Person"/>
        <NavigationProperty Name="reports" Type="Collection(shop.Person)"/>
        <NavigationProperty Name="orders" Type="Collection(shop.Order)" ContainsTarget="true"/>
      </EntityType>
      <EntityType Name="Clerk" BaseType="shop.Person"><Property Name="desk" Type="Edm.Int32"/></EntityType>
      <EntityType Name="Order" BaseType="shop.Thing">
        <NavigationProperty Name="lines" Type="Collection(shop.Line)" ContainsTarget="true"/>
        <NavigationProperty Name="by" Type="shop.Person"/>
      </EntityType>
      <EntityType Name="Line" BaseType="shop.Thing">
        <NavigationProperty Name="order" Type="shop.Order"/>
      </EntityType>
      <ComplexType Name="Price"><Property Name="amount" Type="Edm.Decimal"/></ComplexType>
      <ComplexType Name="Alone"/>
      <Action Name="charge" IsBound="true">
        <Parameter Name="order" Type="shop.Order"/><Parameter Name="price" Type="shop.Price"/>
      </Action>
      <EntityContainer Name="Container">
        <EntitySet Name="people" EntityType="shop.Person"/>
        <EntitySet Name="peopleArchive" EntityType="shop.Person"/>
        <EntitySet Name="orders" EntityType="shop.Order"/>
        <Singleton Name="me" Type="shop.Person"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>"#;

struct Chosen {
    sets: Vec<String>,
    singletons: Vec<String>,
    types: Vec<String>,
    enums: usize,
    stubs: Vec<String>,
    /// The navigation properties that were asked for.
    navigation: Vec<String>,
    /// All navigation properties, with a question mark where they lead to a stub.
    links: Vec<String>,
    derived_of_person: Vec<String>,
    actions: usize,
    said: Vec<String>,
}

fn choose(lines: &str) -> Chosen {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let toml = format!(
        "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/\"\nmetadata = [\"m\"]\n{lines}\n"
    );
    let toml = sources.add("service.toml", toml.as_str());
    let areas = crate::service::Areas::All;
    let written = crate::service::parse(toml, &sources, &mut diagnostics).expect("TOML");
    let service =
        crate::service::read(toml, written, None, &areas, &mut diagnostics).expect("a service");
    let metadata = sources.add("metadata.xml", METADATA);
    let document = odata_csdl::xml::read(metadata, &sources, &mut diagnostics).expect("a document");
    let model = resolve(&[document], &sources, &mut diagnostics);
    let plan = plan(&service, &model, &mut diagnostics);
    let names = crate::names::Names::assign(&service, &plan, &mut diagnostics);
    for &id in plan.types.iter().chain(&plan.stubs) {
        assert!(names.structured(id).is_some(), "stubs have names too");
    }
    let said = diagnostics.iter().map(|one| one.headline(&sources));
    chosen(&plan, &model, said.collect())
}

fn chosen(plan: &Plan<'_>, model: &Model, said: Vec<String>) -> Chosen {
    let name = |id: StructuredTypeId| model.structured_type(id).name.name.clone();
    let names = |ids: &[StructuredTypeId]| ids.iter().map(|&id| name(id)).collect::<Vec<_>>();
    let person = model.find_structured_type("shop.Person").expect("Person");
    for link in &plan.links {
        assert_eq!(link.is_generated, plan.types.contains(&link.target));
        assert_ne!(link.is_generated, plan.stubs.contains(&link.target));
    }
    Chosen {
        sets: plan.sets.iter().map(|set| set.name.clone()).collect(),
        singletons: plan.singletons.iter().map(|one| one.name.clone()).collect(),
        types: names(&plan.types),
        enums: plan.enums.len(),
        stubs: names(&plan.stubs),
        navigation: plan
            .navigation
            .iter()
            .map(|one| format!("{}/{}", name(one.owner), one.property.name))
            .collect(),
        links: plan
            .links
            .iter()
            .map(|one| {
                let sign = if one.is_generated { "" } else { "?" };
                format!("{}/{}{sign}", name(one.owner), one.property.name)
            })
            .collect(),
        derived_of_person: plan.derived(person).map(name).collect(),
        actions: plan.actions.len(),
        said,
    }
}

#[test]
fn a_set_alone_reaches_base_types_and_structural_properties() {
    let chosen = choose("entity-sets = [\"people\"]");
    assert_eq!(chosen.said, [""; 0]);
    assert_eq!(chosen.sets, ["people"]);
    assert_eq!(chosen.singletons, [""; 0]);
    assert_eq!(chosen.types, ["Thing", "Origin", "Person"]);
    assert_eq!(chosen.enums, 1);
    assert_eq!(chosen.stubs, ["Order"]);
    assert_eq!(chosen.navigation, [""; 0]);
    assert_eq!(
        chosen.links,
        ["Person/manager", "Person/reports", "Person/orders?"]
    );
    assert_eq!(chosen.derived_of_person, [""; 0]);
}

#[test]
fn navigation_is_followed_as_far_as_asked_also_in_a_circle() {
    let chosen = choose("entity-sets = [\"people\"]\nnavigation-properties = [\"Person/orders\"]");
    assert_eq!(chosen.types, ["Thing", "Origin", "Person", "Order"]);
    assert_eq!(chosen.stubs, ["Line"]);
    assert_eq!(chosen.navigation, ["Person/orders"]);
    let all = choose("entity-sets = [\"people\"]\nnavigation-properties = [\"*\"]");
    assert_eq!(
        all.navigation,
        [
            "Person/manager",
            "Person/reports",
            "Person/orders",
            "Order/lines",
            "Order/by",
            "Line/order"
        ]
    );
    assert_eq!(all.stubs, [""; 0]);
    // What `$levels` walks along.
    let levels = choose("entity-sets = [\"people\"]\nnavigation-properties = [\"*/re*\"]");
    assert_eq!(levels.navigation, ["Person/reports"]);
    assert_eq!(levels.types, ["Thing", "Origin", "Person"]);
}

#[test]
fn a_path_is_its_own_navigation_properties_and_no_other() {
    let chosen = choose("entity-sets = [\"me/orders/lines\"]");
    assert_eq!(chosen.said, [""; 0]);
    assert_eq!(
        (chosen.sets.len(), chosen.singletons),
        (0, vec!["me".to_owned()])
    );
    assert_eq!(chosen.navigation, ["Person/orders", "Order/lines"]);
    assert_eq!(chosen.types, ["Thing", "Origin", "Person", "Order", "Line"]);
    assert_eq!(choose("entity-sets = [\"people/orders\"]").sets, ["people"]);
    for (path, says) in [
        (
            "me/ordrs",
            "service.toml:4:16: error: `shop.Person` has no navigation property `ordrs`",
        ),
        (
            "me/orders/",
            "service.toml:4:16: error: `shop.Order` has no navigation property ``",
        ),
        (
            "mee/orders",
            "service.toml:4:16: error: Shop has no entity set or singleton `mee`",
        ),
    ] {
        assert_eq!(choose(&format!("entity-sets = [\"{path}\"]")).said, [says]);
    }
}

#[test]
fn types_are_generated_though_nothing_leads_to_them() {
    let chosen = choose("entity-sets = [\"people\"]\ntypes = [\"shop.Clerk\", \"shop.Al*\"]");
    assert_eq!(
        chosen.types,
        ["Thing", "Origin", "Person", "Clerk", "Alone"]
    );
    assert_eq!(chosen.derived_of_person, ["Clerk"]);
    let alone = choose("types = [\"How\", \"Price\"]");
    assert_eq!(alone.said, [""; 0]);
    assert_eq!((alone.types, alone.enums), (vec!["Price".to_owned()], 1));
    assert_eq!(alone.sets, [""; 0]);
    assert_eq!(
        choose("types = [\"shop.Clrk\"]").said,
        ["service.toml:4:10: error: `shop.Clrk` asks for no type of the service"]
    );
}

#[test]
fn singletons_and_sets_by_pattern() {
    assert_eq!(
        choose("entity-sets = [\"people*\"]").sets,
        ["people", "peopleArchive"]
    );
    let me = choose("singletons = [\"m*\"]");
    assert_eq!((me.sets.len(), me.singletons), (0, vec!["me".to_owned()]));
    assert_eq!(
        choose("entity-sets = [\"x*\", \"me\"]").said,
        [
            "service.toml:4:16: error: `x*` asks for no entity set",
            "service.toml:4:22: error: Shop has no entity set `me`"
        ]
    );
}

#[test]
fn actions_reach_what_they_take() {
    let chosen = choose("entity-sets = [\"orders\"]\nactions = [\"Order/*\"]");
    assert_eq!(chosen.types, ["Thing", "Origin", "Order", "Price"]);
    assert_eq!(chosen.actions, 1);
    assert_eq!(chosen.said, [""; 0]);
    assert_eq!(
        choose("entity-sets = [\"orders\"]\nactions = [\"Order/chrge\"]").said,
        ["service.toml:5:12: error: `Order/chrge` asks for no action that can be reached"]
    );
}

#[test]
fn without_a_list_derived_types_and_all_that_is_reached_are_generated() {
    let chosen = choose("");
    assert_eq!(
        chosen.types,
        [
            "Thing", "Origin", "Person", "Clerk", "Order", "Line", "Price"
        ]
    );
    assert_eq!(chosen.derived_of_person, ["Clerk"]);
    assert_eq!((chosen.stubs.len(), chosen.actions), (0, 1));
    assert_eq!(chosen.said, [""; 0]);
}
