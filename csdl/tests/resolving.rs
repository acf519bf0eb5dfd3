//! What resolution links, and what it says of names that lead nowhere.

use odata_core::edm::PrimitiveType;
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{self, Model, TypeKind};
use odata_csdl::source::Sources;
use odata_csdl::xml;

fn resolve(documents: &[&str]) -> (Model, String) {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let mut trees = Vec::new();
    for (at, text) in documents.iter().enumerate() {
        let source = sources.add(format!("doc{at}.xml"), text);
        trees.extend(xml::read(source, &sources, &mut diagnostics));
    }
    let model = model::resolve(&trees, &sources, &mut diagnostics);
    (model, diagnostics.render(&sources))
}

fn document(references: &str, inside: &str) -> String {
    format!(
        r#"<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">{references}<e:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Demo.V1" Alias="Self">
{inside}
</Schema></e:DataServices></e:Edmx>"#
    )
}

fn of(inside: &str) -> (Model, String) {
    resolve(&[&document("", inside)])
}

#[track_caller]
fn says(rendered: &str, parts: &[&str]) {
    for part in parts {
        assert!(rendered.contains(part), "no `{part}` in:\n{rendered}");
    }
}

const CORE: &str = r#"<e:Reference Uri="core.xml"><e:Include Namespace="Org.OData.Core.V1" Alias="C"/></e:Reference>"#;

#[test]
fn names_bases_keys_and_sets_are_linked() {
    let (model, said) = of(r#"
<EntityType Name="Base" Abstract="true"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int64" Nullable="false"/></EntityType>
<EntityType Name="Order" BaseType="Self.Base"><Property Name="State" Type="Demo.V1.State"/>
  <Property Name="Lines" Type="Collection(Self.Line)"/><NavigationProperty Name="Next" Type="Self.Order"/></EntityType>
<ComplexType Name="Line"><Property Name="Sum" Type="Self.Money"/></ComplexType>
<EnumType Name="State"><Member Name="Open"/><Member Name="Closed"/></EnumType>
<TypeDefinition Name="Money" UnderlyingType="Edm.Decimal" Scale="2"/>
<Action Name="Close" IsBound="true"><Parameter Name="it" Type="Self.Order"/></Action>
<Function Name="Count"><ReturnType Type="Edm.Int32" Nullable="false"/></Function>
<EntityContainer Name="Default"><EntitySet Name="Orders" EntityType="Self.Order"><NavigationPropertyBinding Path="Next" Target="Orders"/></EntitySet>
  <FunctionImport Name="Count" Function="Self.Count"/></EntityContainer>"#);
    assert_eq!(said, "");
    let order = model.find_structured_type("Demo.V1.Order").unwrap();
    assert_eq!(
        model
            .properties(order)
            .map(|one| one.name.as_str())
            .collect::<Vec<_>>(),
        ["ID", "State", "Lines"]
    );
    assert_eq!(model.key(order).unwrap().properties[0].name(), "ID");
    assert_eq!(
        model.property(order, "ID").unwrap().ty.kind,
        TypeKind::Primitive(PrimitiveType::Int64)
    );
    assert!(!model.property(order, "ID").unwrap().nullable);
    assert!(matches!(
        model.property(order, "State").unwrap().ty.kind,
        TypeKind::Enum(_)
    ));
    assert!(model.property(order, "Lines").unwrap().ty.collection);
    assert_eq!(
        model.navigation_property(order, "Next").unwrap().ty.kind,
        TypeKind::Structured(order)
    );
    assert_eq!(model.entity_set("Orders").unwrap().entity_type, order);
    assert_eq!(model.enum_types().next().unwrap().1.members[1].value, 1);
    assert_eq!(
        model
            .operations_bound_to(order, false)
            .next()
            .unwrap()
            .1
            .name
            .to_string(),
        "Demo.V1.Close"
    );
    assert_eq!(
        model
            .container()
            .unwrap()
            .operation_import("Count")
            .unwrap()
            .operations
            .len(),
        1
    );
    let base = model.find_structured_type("Demo.V1.Base").unwrap();
    assert!(model.is_a(order, base) && model.derived(base) == [order]);
}

#[test]
fn unknown_types_are_said_with_the_near_name() {
    let (model, said) = of(r#"
<ComplexType Name="Address"><Property Name="A" Type="Self.Adress"/><Property Name="B" Type="Edm.Strin"/>
<Property Name="C" Type="Other.Thing"/><Property Name="D" Type="Collection(Self.Address)"/></ComplexType>"#);
    says(
        &said,
        &[
            "error[unknown-type]: there is no type `Self.Adress`",
            "did you mean `Demo.V1.Address`?",
            "doc0.xml:4:54",
            "did you mean `Edm.String`?",
            "no document declares or includes the namespace `Other`",
            "^^^^^^^^^^^",
        ],
    );
    let id = model.find_structured_type("Demo.V1.Address").unwrap();
    assert_eq!(
        model.property(id, "A").unwrap().ty.kind,
        TypeKind::Unknown("Demo.V1.Adress".to_owned())
    );
    assert_eq!(
        model.property(id, "D").unwrap().ty.kind,
        TypeKind::Structured(id)
    );
}

#[test]
fn a_document_that_was_not_given_is_asked_for() {
    let (_, said) = resolve(&[&document(
        r#"<e:Reference Uri="other.xml"><e:Include Namespace="Other"/></e:Reference>"#,
        r#"<ComplexType Name="A"><Property Name="A" Type="Other.Thing"/></ComplexType>"#,
    )]);
    says(
        &said,
        &[
            "error[missing-document]",
            "give the document `other.xml` as well",
            "`Other` is included here",
        ],
    );
}

#[test]
fn duplicates_show_both_places() {
    let (model, said) = of(r#"
<ComplexType Name="A"><Property Name="P" Type="Edm.String"/>
<Property Name="P" Type="Edm.Int32"/></ComplexType>
<EnumType Name="A"/>
<EnumType Name="E"><Member Name="M"/><Member Name="M"/></EnumType>"#);
    says(
        &said,
        &[
            "`Demo.V1.A` has `P` twice",
            "`Demo.V1.A` is declared twice",
            "`Demo.V1.E` has `M` twice",
            "first declared here",
            "declared again",
        ],
    );
    let id = model.find_structured_type("Demo.V1.A").unwrap();
    assert_eq!(model.properties(id).count(), 1);
}

#[test]
fn circles_are_cut_and_said() {
    let (model, said) = of(r#"
<EntityType Name="A" BaseType="Self.C"/><EntityType Name="B" BaseType="Self.A"/><EntityType Name="C" BaseType="Self.B"/>
<EntityType Name="D" BaseType="Self.D"/><EntityType Name="E" BaseType="Self.A"/>"#);
    assert_eq!(
        said.matches("error[inheritance-cycle]").count(),
        2,
        "{said}"
    );
    says(
        &said,
        &[
            "`Demo.V1.A` extends itself",
            "`Demo.V1.D` extends itself",
            "doc0.xml:4:19",
        ],
    );
    for (id, _) in model.structured_types() {
        assert!(model.lineage(id).count() <= 4);
    }
    let mut chain = String::from("<ComplexType Name=\"T0\"/>");
    for at in 1..600 {
        chain.push_str(&format!(
            "<ComplexType Name=\"T{at}\" BaseType=\"Self.T{}\"/>",
            at - 1
        ));
    }
    says(&of(&chain).1, &["error[too-deep]", "more than 256 types"]);
}

#[test]
fn keys_name_properties() {
    let (model, said) = of(r#"
<EntityType Name="A"><Key><PropertyRef Name="Idd"/></Key><Property Name="Id" Type="Edm.Int32"/></EntityType>
<EntityType Name="B"><Key><PropertyRef Name="In/Id" Alias="Id"/></Key><Property Name="In" Type="Self.In"/></EntityType>
<ComplexType Name="In"><Property Name="Id" Type="Edm.Int32"/></ComplexType>"#);
    says(
        &said,
        &[
            "error[unknown-key-property]",
            "names `Idd`",
            "did you mean `Id`?",
        ],
    );
    assert_eq!(said.matches("error").count(), 1, "{said}");
    let b = model.find_structured_type("Demo.V1.B").unwrap();
    assert_eq!(model.key(b).unwrap().properties[0].name(), "Id");
}

#[test]
fn annotations_are_found_by_full_name_and_inline_ones_win() {
    let (model, said) = resolve(&[&document(
        CORE,
        r#"
<ComplexType Name="A"><Annotation Term="C.Description" String="inline"/><Property Name="P" Type="Edm.String"/></ComplexType>
<Action Name="Do" IsBound="true"><Parameter Name="it" Type="Self.A"/><Parameter Name="x" Type="Edm.String"/></Action>
<EntityContainer Name="Default"/>
<Annotations Target="Self.A"><Annotation Term="C.Description" String="outside"/><Annotation Term="C.LongDescription" String="long"/></Annotations>
<Annotations Target="Self.A/P"><Annotation Term="C.Computed"/></Annotations>
<Annotations Target="Self.Do(Self.A)/x"><Annotation Term="C.Description" String="x!"/></Annotations>
<Annotations Target="Self.Do(Self.A, Edm.String)"><Annotation Term="C.Description" String="do"/></Annotations>
<Annotations Target="Self.A/Q"><Annotation Term="C.Computed"/></Annotations>"#,
    )]);
    let (_, ty) = model.structured_types().next().unwrap();
    assert_eq!(
        ty.annotations.str("Org.OData.Core.V1.Description"),
        Some("inline")
    );
    assert_eq!(
        ty.annotations.str("Org.OData.Core.V1.LongDescription"),
        Some("long")
    );
    assert_eq!(
        ty.properties[0]
            .annotations
            .tag("Org.OData.Core.V1.Computed"),
        Some(true)
    );
    let (_, operation) = model.operations().next().unwrap();
    assert_eq!(
        operation.annotations.str("Org.OData.Core.V1.Description"),
        Some("do")
    );
    assert_eq!(
        operation.own_parameters()[0]
            .annotations
            .str("Org.OData.Core.V1.Description"),
        Some("x!")
    );
    says(
        &said,
        &[
            "warning[unknown-target]",
            "`Self.A/Q`",
            "did you mean `Demo.V1.A/P`?",
        ],
    );
    assert!(model.annotations_at("Demo.V1.A/Q").is_some());
}

/// CSDL XML 4.01, 5.1.2.
#[test]
fn an_alias_stands_for_one_namespace() {
    let other = |namespace: &str| {
        format!(
            r#"<e:Reference Uri="x.xml"><e:Include Namespace="{namespace}" Alias="C"/></e:Reference>"#
        )
    };
    let inside =
        r#"<ComplexType Name="A"><Annotation Term="C.Description" String="d"/></ComplexType>"#;
    let of = |more: &str| resolve(&[&document(&[CORE, more].concat(), inside)]);
    let (model, said) = of(&other("Other"));
    says(
        &said,
        &[
            "error[duplicate-name]: the alias `C` stands for two namespaces",
            "first declared here",
            "declared again",
        ],
    );
    let (_, ty) = model.structured_types().next().unwrap();
    let description = ty.annotations.str("Org.OData.Core.V1.Description");
    assert_eq!(description, Some("d"), "the first one counts");
    assert_eq!(of(&other("Org.OData.Core.V1")).1, "");
}

/// CSDL XML 4.01, 6.5.
#[test]
fn an_inherited_key_counts_and_not_one_beside_it() {
    let key = |name: &str| {
        format!(
            r#"<Key><PropertyRef Name="{name}"/></Key><Property Name="{name}" Type="Edm.Int32" Nullable="false"/>"#
        )
    };
    let (model, said) = of(&format!(
        r#"<EntityType Name="A" Abstract="true">{}</EntityType><EntityType Name="B" BaseType="Self.A">{}</EntityType>"#,
        key("I"),
        key("J")
    ));
    says(
        &said,
        &["warning[second-key]: `Demo.V1.B` has a key, and inherits one from `Demo.V1.A`"],
    );
    let b = model.find_structured_type("Demo.V1.B").unwrap();
    assert_eq!(model.key(b).unwrap().properties[0].path, "I");
    let (_, said) = of(&format!(
        r#"<EntityType Name="A" Abstract="true"/><EntityType Name="B" BaseType="Self.A">{}</EntityType>"#,
        key("J")
    ));
    assert_eq!(said, "");
}

#[test]
fn what_can_be_there_once_counts_once() {
    let (model, said) = of(r#"
<EntityType Name="A"><Key><PropertyRef Name="I" Alias="x"/><PropertyRef Name="J" Alias="x"/></Key>
  <Property Name="I" Type="Edm.Int32" Nullable="false"/><Property Name="J" Type="Edm.Int32" Nullable="false"/>
  <Property Name="L" Type="collection(Edm.Int32)"/>
  <NavigationProperty Name="N" Type="Self.A"><OnDelete Action="Cascade"/><OnDelete Action="SetNull"/></NavigationProperty></EntityType>
<Function Name="F"><ReturnType Type="Edm.Int32"/><ReturnType Type="Edm.Guid"/></Function>"#);
    says(
        &said,
        &[
            "error[duplicate-name]: the key of `A` has `x` twice",
            "error[duplicate-name]: `N` has a second `OnDelete`",
            "error[duplicate-name]: `F` has a second `ReturnType`",
            "warning[wrong-case]: `collection` is written `Collection`",
        ],
    );
    let (a, ty) = model.structured_types().next().unwrap();
    assert_eq!(model.key(a).unwrap().properties.len(), 1);
    assert_eq!(
        ty.navigation_properties[0].on_delete,
        Some(odata_csdl::syntax::OnDeleteAction::Cascade)
    );
    assert!(ty.properties[2].ty.collection);
    let (_, function) = model.operations().next().unwrap();
    let returned = function.return_type.as_ref().unwrap();
    assert_eq!(returned.ty.kind, TypeKind::Primitive(PrimitiveType::Int32));
}

/// CSDL XML 4.01, 14.2.2.
#[test]
fn what_is_said_of_a_property_in_one_set_has_to_have_the_property() {
    let of = |target: &str| {
        let inside = format!(
            r#"
<EntityType Name="A"><Key><PropertyRef Name="I"/></Key><Property Name="I" Type="Edm.Int32"/><NavigationProperty Name="N" Type="Self.A"/></EntityType>
<EntityType Name="B" BaseType="Self.A"><Property Name="J" Type="Edm.Int32"/></EntityType>
<EntityContainer Name="Default"><EntitySet Name="As" EntityType="Self.A"/><Singleton Name="Me" Type="Self.B"/></EntityContainer>
<Annotations Target="Self.Default/{target}"><Annotation Term="C.Computed"/></Annotations>"#
        );
        let (model, said) = resolve(&[&document(CORE, &inside)]);
        let full = format!("Demo.V1.Default/{}", target.replace("Self.", "Demo.V1."));
        assert!(model.annotations_at(&full).is_some(), "{target}");
        said
    };
    for there in ["As/I", "As/N", "Me/I", "Me/J", "As/Self.B/J", "As/N/I"] {
        assert_eq!(of(there), "", "{there}");
    }
    for missing in ["As/J", "Bs/I", "Me/K"] {
        let target = format!("`Self.Default/{missing}`");
        says(&of(missing), &["warning[unknown-target]", &target]);
    }
}

#[test]
fn usual_aliases_are_understood_with_one_warning() {
    let (model, said) = of(r#"
<ComplexType Name="A"><Annotation Term="Core.Description" String="d"/><Annotation Term="Core.LongDescription" String="l"/></ComplexType>"#);
    let (_, ty) = model.structured_types().next().unwrap();
    assert_eq!(
        ty.annotations.str("Org.OData.Core.V1.Description"),
        Some("d")
    );
    assert_eq!(
        said.matches("warning[implied-vocabulary]").count(),
        1,
        "{said}"
    );
    says(&said, &["`Core` is used, but not included"]);
}

#[test]
fn containers_take_over_what_they_extend() {
    let (model, said) = of(r#"
<EntityType Name="A"><Key><PropertyRef Name="I"/></Key><Property Name="I" Type="Edm.Int32"/></EntityType>
<EntityContainer Name="One"><EntitySet Name="As" EntityType="Self.A"/></EntityContainer>
<EntityContainer Name="Two" Extends="Self.One"><Singleton Name="Me" Type="Self.A"/></EntityContainer>"#);
    assert_eq!(said, "");
    assert_eq!(model.containers()[1].entity_sets.len(), 1);
    assert!(model.singleton("Me").is_some());
}

#[test]
fn bindings_lead_to_navigation_properties_and_to_sets() {
    let (model, said) = of(r#"
<EntityType Name="A"><Key><PropertyRef Name="I"/></Key><Property Name="I" Type="Edm.Int32"/><Property Name="C" Type="Self.C"/>
<NavigationProperty Name="Next" Type="Self.A"/><NavigationProperty Name="Parts" Type="Collection(Self.B)" ContainsTarget="true"/></EntityType>
<EntityType Name="B" BaseType="Self.A"><NavigationProperty Name="Own" Type="Self.A"/></EntityType>
<ComplexType Name="C"><NavigationProperty Name="To" Type="Self.A"/></ComplexType>
<EntityContainer Name="One"><EntitySet Name="As" EntityType="Self.A">
<NavigationPropertyBinding Path="Next" Target="As"/>
<NavigationPropertyBinding Path="C/To" Target="Me"/>
<NavigationPropertyBinding Path="Self.B/Own" Target="Demo.V1.One/As"/>
<NavigationPropertyBinding Path="Parts/Own" Target="As/Parts"/>
<NavigationPropertyBinding Path="Own" Target="As"/>
<NavigationPropertyBinding Path="C" Target="As"/>
<NavigationPropertyBinding Path="Nxet" Target="As"/>
<NavigationPropertyBinding Path="Next" Target="As/Prats"/>
<NavigationPropertyBinding Path="Next" Target="Demo.V1.Two/As"/>
</EntitySet><Singleton Name="Me" Type="Self.A"/></EntityContainer>"#);
    assert_eq!(
        said.matches("warning[unresolved-binding]").count(),
        5,
        "{said}"
    );
    assert_eq!(said.matches("warning").count(), 5, "{said}");
    says(
        &said,
        &[
            "the binding of `As` names `Own`, which is no navigation property",
            "names `C`, which is no navigation property",
            "did you mean `Next`?",
            "names `As/Prats`, which is no entity set and no singleton",
            "did you mean `Parts`?",
            "there is no `Demo.V1.Two`: the binding is left out",
        ],
    );
    let set = model.entity_set("As").unwrap();
    let kept = set.navigation_property_bindings.iter();
    let kept: Vec<&str> = kept.map(|one| one.path.as_str()).collect();
    assert_eq!(kept, ["Next", "C/To", "Demo.V1.B/Own", "Parts/Own"]);
}

#[test]
fn many_bindings_of_a_large_type_are_checked_in_time() {
    let mut inside = String::from("<EntityType Name=\"A\"><Key><PropertyRef Name=\"N0\"/></Key>");
    for at in 0..20_000 {
        inside += &format!("<Property Name=\"N{at}\" Type=\"Edm.Int32\"/>");
    }
    inside +=
        "</EntityType><EntityContainer Name=\"One\"><EntitySet Name=\"As\" EntityType=\"Self.A\">";
    for at in 0..20_000 {
        inside += &format!("<NavigationPropertyBinding Path=\"X{at}\" Target=\"As\"/>");
    }
    inside += "</EntitySet></EntityContainer>";
    let start = std::time::Instant::now();
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let source = sources.add("large.xml", document("", &inside));
    let tree = xml::read(source, &sources, &mut diagnostics).unwrap();
    let model = model::resolve(&[tree], &sources, &mut diagnostics);
    assert_eq!(diagnostics.len(), 20_000);
    assert!(
        model
            .entity_set("As")
            .unwrap()
            .navigation_property_bindings
            .is_empty()
    );
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn names_in_the_wrong_case_and_without_namespace_are_read() {
    let (model, said) = of(r#"
<ComplexType Name="Address"><Property Name="A" Type="self.address"/><Property Name="B" Type="edm.Guid"/><Property Name="C" Type="Int32"/>
<Property Name="D" Type="Demo.V1.ADDRESS"/><Property Name="E" Type="Demo.V1.Twin"/></ComplexType>
<ComplexType Name="TWIN"/><ComplexType Name="twin"/>"#);
    says(
        &said,
        &[
            "warning[wrong-case]: `edm.Guid` is written `Edm.Guid`; it is read as that",
            "warning[wrong-case]: `Demo.V1.ADDRESS` is written `Demo.V1.Address`; it is read as that",
            "warning[unqualified-type]: `Int32` has no namespace; it is read as `Edm.Int32`",
            // Where two could be meant, none is.
            "error[unknown-type]: there is no type `Demo.V1.Twin`",
            // An alias is one word of the document itself.
            "error[unknown-type]: there is no type `self.address`",
        ],
    );
    let id = model.find_structured_type("Demo.V1.Address").unwrap();
    assert_eq!(
        model.property(id, "D").unwrap().ty.kind,
        TypeKind::Structured(id)
    );
}
