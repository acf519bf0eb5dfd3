//! What annotations reach, and what is in them, from XML and from the JSON of it.

mod notations;

use notations::both;
use odata_csdl::model::Annotations;
use odata_csdl::syntax::Expression;

fn text(annotations: &Annotations) -> &str {
    let said = annotations.str("Org.OData.Core.V1.Description");
    said.unwrap_or("nothing")
}

/// CSDL XML 4.01, 14.2.1: what annotations from outside may be about.
#[test]
fn annotations_from_outside_reach_everything() {
    let targets = [
        "S",
        "S.E",
        "S.E/p",
        "S.E/n",
        "S.C",
        "S.C/p",
        "S.Color",
        "S.Color/Red",
        "S.Money",
        "S.T",
        "S.Do",
        "S.Do(S.E)/x",
        "S.Get(S.E,Collection(Edm.Int32))",
        "S.Get(S.E,Collection(Edm.Int32))/numbers",
        "S.Get(S.E,Collection(Edm.Int32))/$ReturnType",
        "S.New",
        "S.New/Es",
        "S.New/Me",
        "S.New/GetAll",
        "S.New/DoAll",
        "S.New/OldEs",
        "S.New/OldMe",
        "S.D/p",
    ];
    let annotations: String = targets
        .iter()
        .map(|target| {
            format!(r#"<Annotations Target="{target}"><Annotation Term="Core.Description" String="{target}"/></Annotations>"#)
        })
        .collect();
    for model in both(&format!(
        r#"<EntityType Name="E"><Key><PropertyRef Name="p"/></Key><Property Name="p" Type="Edm.Int32" Nullable="false"/>
  <NavigationProperty Name="n" Type="S.E"><ReferentialConstraint Property="p" ReferencedProperty="p"><Annotation Term="Core.Description" String="constraint"/></ReferentialConstraint>
  <OnDelete Action="None"><Annotation Term="Core.Description" String="deletion"/></OnDelete></NavigationProperty></EntityType>
<EntityType Name="D" BaseType="S.E"/>
<ComplexType Name="C"><Property Name="p" Type="Edm.String"/></ComplexType>
<EnumType Name="Color"><Member Name="Red"/></EnumType><TypeDefinition Name="Money" UnderlyingType="Edm.Decimal"/>
<Term Name="T" Type="Edm.String"/>
<Action Name="Do" IsBound="true"><Parameter Name="it" Type="S.E"/><Parameter Name="x" Type="Edm.String"/></Action>
<Action Name="All"/>
<Function Name="Get" IsBound="true"><Parameter Name="it" Type="S.E"/><Parameter Name="numbers" Type="Collection(Edm.Int32)" Nullable="false"/><ReturnType Type="Edm.String"/></Function>
<Function Name="Get" IsBound="true"><Parameter Name="it" Type="S.E"/><ReturnType Type="Edm.String"/></Function>
<Function Name="Every"><ReturnType Type="Edm.String"/></Function>
<EntityContainer Name="Old"><EntitySet Name="OldEs" EntityType="S.E"/><Singleton Name="OldMe" Type="S.E"/></EntityContainer>
<EntityContainer Name="New" Extends="S.Old"><EntitySet Name="Es" EntityType="S.E"/><Singleton Name="Me" Type="S.E"/>
  <FunctionImport Name="GetAll" Function="S.Every"/><ActionImport Name="DoAll" Action="S.All"/></EntityContainer>
{annotations}"#
    )) {
        assert_eq!(text(&model.schemas()[0].annotations), "S");
        let ty = |name: &str| model.structured_type(model.find_structured_type(name).unwrap());
        assert_eq!(text(&ty("A.E").annotations), "S.E");
        assert_eq!(text(&ty("A.E").properties[0].annotations), "S.E/p");
        let navigation = &ty("A.E").navigation_properties[0];
        assert_eq!(text(&navigation.annotations), "S.E/n");
        assert_eq!(
            text(&navigation.referential_constraints[0].annotations),
            "constraint"
        );
        assert_eq!(text(&navigation.on_delete_annotations), "deletion");
        assert_eq!(text(&ty("A.C").annotations), "S.C");
        assert_eq!(text(&ty("A.C").properties[0].annotations), "S.C/p");
        let color = model.enum_types().next().unwrap().1;
        assert_eq!(
            (
                text(&color.annotations),
                text(&color.members[0].annotations)
            ),
            ("S.Color", "S.Color/Red")
        );
        assert_eq!(
            text(&model.type_definitions().next().unwrap().1.annotations),
            "S.Money"
        );
        assert_eq!(text(&model.terms()[0].annotations), "S.T");
        let overload = |name: &str, at: usize| model.operation(model.operations_named(name)[at]);
        assert_eq!(text(&overload("A.Do", 0).annotations), "S.Do");
        assert_eq!(
            text(&overload("A.Do", 0).parameters[1].annotations),
            "S.Do(S.E)/x"
        );
        let get = overload("A.Get", 0);
        assert_eq!(text(&get.annotations), "S.Get(S.E,Collection(Edm.Int32))");
        assert_eq!(
            text(&get.parameters[1].annotations),
            "S.Get(S.E,Collection(Edm.Int32))/numbers"
        );
        let returned = get.return_type.as_ref().unwrap();
        assert_eq!(
            text(&returned.annotations),
            "S.Get(S.E,Collection(Edm.Int32))/$ReturnType"
        );
        assert_eq!(text(&overload("A.Get", 1).annotations), "nothing");
        let container = model
            .containers()
            .iter()
            .find(|one| one.name.name == "New")
            .unwrap();
        assert_eq!(
            (text(&container.annotations), container.extends.as_deref()),
            ("S.New", Some("A.Old"))
        );
        assert_eq!(
            text(&container.entity_set("Es").unwrap().annotations),
            "S.New/Es"
        );
        assert_eq!(
            text(&container.singleton("Me").unwrap().annotations),
            "S.New/Me"
        );
        assert_eq!(
            text(&container.operation_import("GetAll").unwrap().annotations),
            "S.New/GetAll"
        );
        assert_eq!(
            text(&container.operation_import("DoAll").unwrap().annotations),
            "S.New/DoAll"
        );
        assert_eq!(
            text(&container.entity_set("OldEs").unwrap().annotations),
            "S.New/OldEs"
        );
        assert_eq!(
            text(&container.singleton("OldMe").unwrap().annotations),
            "S.New/OldMe"
        );
        let old = model
            .containers()
            .iter()
            .find(|one| one.name.name == "Old")
            .unwrap();
        assert_eq!(
            text(&old.entity_set("OldEs").unwrap().annotations),
            "nothing"
        );
        assert_eq!(text(model.annotations_at("A.D/p").unwrap()), "S.D/p");
    }
}

#[test]
fn names_in_paths_and_expressions_are_in_full() {
    let models = both(
        r#"<EntityType Name="E"/>
<Term Name="P" Type="Edm.PropertyPath"/><Term Name="A" Type="Edm.AnnotationPath"/><Term Name="M" Type="Edm.ModelElementPath"/>
<Term Name="N" Type="Edm.NavigationPropertyPath"/><Term Name="V" Type="Edm.Untyped"/>
<Annotations Target="S.E"><Annotation Term="S.P" PropertyPath="S.E/p"/><Annotation Term="S.A" AnnotationPath="n/@S.P#q"/>
<Annotation Term="S.M" ModelElementPath="/S.C/Es"/><Annotation Term="S.N" NavigationPropertyPath="S.E/n"/>
<Annotation Term="S.V" Path="S.E/p@S.P"/>
<Annotation Term="S.V" Qualifier="cast"><Cast Type="Collection(S.E)"><Path>p</Path></Cast></Annotation>
<Annotation Term="S.V" Qualifier="apply"><Apply Function="odata.concat"><LabeledElement Name="S.L"><Path>S.E/p</Path></LabeledElement></Apply></Annotation>
<Annotation Term="S.V" Qualifier="label"><LabeledElementReference>S.L</LabeledElementReference></Annotation>
</Annotations>"#,
    );
    for model in models {
        let (_, ty) = model.structured_types().next().unwrap();
        let path = |term: &str| {
            ty.annotations
                .value(term)
                .and_then(Expression::as_path)
                .unwrap_or_default()
        };
        assert_eq!(path("A.P"), "A.E/p");
        assert_eq!(path("A.A"), "n/@A.P#q");
        assert_eq!(path("A.M"), "/A.C/Es");
        assert_eq!(path("A.N"), "A.E/n");
        assert_eq!(path("A.V"), "A.E/p@A.P");
        let dynamic = |qualifier: &str| {
            let annotation = ty
                .annotations
                .get_qualified("A.V", Some(qualifier))
                .unwrap();
            match &annotation.expression {
                Some(Expression::Dynamic(dynamic)) => dynamic.clone(),
                other => panic!("{qualifier}: {other:?}"),
            }
        };
        assert_eq!(dynamic("cast").attributes[0].1.value, "Collection(A.E)");
        let apply = dynamic("apply");
        assert_eq!(apply.attributes[0].1.value, "odata.concat");
        let Expression::Dynamic(label) = &apply.arguments[0] else {
            panic!("{apply:?}")
        };
        assert_eq!(label.attributes[0].1.value, "A.L");
        assert_eq!(label.arguments[0].as_path(), Some("A.E/p"));
        assert_eq!(dynamic("label").text.unwrap().value, "A.L");
    }
}
