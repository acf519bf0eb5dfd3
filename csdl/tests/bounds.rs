//! Hostile documents in both notations: circles, a million of a kind, nesting without end, everything twice. Each gives
//! an error with a place, or a model; none takes long.

use std::time::{Duration, Instant};

use odata_csdl::diagnostic::{Diagnostics, Severity};
use odata_csdl::model::{self, Model};
use odata_csdl::source::Sources;

/// What the whole way gives, and the codes of what was said. Each thing that is said is shown once.
fn through(texts: &[&str]) -> (Model, Vec<&'static str>) {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let mut documents = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let source = sources.add(format!("document{at}"), text);
        let document = odata_csdl::read(source, &sources, &mut diagnostics);
        assert!(document.is_some() || diagnostics.has_errors());
        documents.extend(document);
    }
    let model = model::resolve(&documents, &sources, &mut diagnostics);
    for (id, _) in model.structured_types() {
        let _ = (model.key(id), model.lineage(id).count());
    }
    for one in diagnostics.iter().take(50) {
        assert!(!one.labels.is_empty(), "{}", one.message);
        assert!(one.headline(&sources).contains(':'), "{}", one.message);
    }
    let errors = diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error);
    (model, errors.map(|one| one.code).collect())
}

fn xml(schema: &str) -> String {
    named("A", schema)
}

fn named(namespace: &str, schema: &str) -> String {
    format!(
        r#"<Edmx xmlns="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="{namespace}" Alias="S">{schema}</Schema>
</DataServices></Edmx>"#
    )
}

fn json(schema: &str) -> String {
    format!(r#"{{"$Version": "4.01", "A": {{"$Alias": "S", {schema}}}}}"#)
}

/// The time that a document takes; a debug build on a slow machine is given a minute.
fn timed(texts: &[&str]) -> (Model, Vec<&'static str>, Duration) {
    let start = Instant::now();
    let (model, codes) = through(texts);
    let shown: String = texts[0].chars().take(120).collect();
    println!("{:?} {shown}", start.elapsed());
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}: {shown}",
        start.elapsed()
    );
    (model, codes, start.elapsed())
}

fn many(count: usize, between: &str, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(between)
}

#[test]
fn inheritance_in_a_circle_is_cut() {
    let circle = xml(
        r#"<EntityType Name="P" BaseType="A.Q"/><EntityType Name="Q" BaseType="S.R"/><EntityType Name="R" BaseType="S.P"/>"#,
    );
    let (model, codes) = through(&[&circle]);
    assert_eq!(codes, ["inheritance-cycle"]);
    assert_eq!(model.structured_types().count(), 3);
    let across = [
        named("A", r#"<ComplexType Name="P" BaseType="B.P"/>"#),
        named("B", r#"<ComplexType Name="P" BaseType="C.P"/>"#),
        r#"{"$Version": "4.01", "C": {"$Alias": "S", "P": {"$Kind": "ComplexType", "$BaseType": "A.P"}}}"#.to_owned(),
    ];
    let across: Vec<&str> = across.iter().map(String::as_str).collect();
    assert_eq!(through(&across).1, ["inheritance-cycle"]);
    let alone = json(r#""P": {"$Kind": "EntityType", "$BaseType": "S.P"}"#);
    assert_eq!(through(&[&alone]).1, ["inheritance-cycle"]);
}

#[test]
fn type_definitions_do_not_stand_on_each_other() {
    let circle = r#"<TypeDefinition Name="P" UnderlyingType="S.Q"/><TypeDefinition Name="Q" UnderlyingType="A.P"/>
<TypeDefinition Name="R" UnderlyingType="A.R"/><EntityType Name="E"><Property Name="p" Type="S.P"/></EntityType>"#;
    let (model, codes) = through(&[&xml(circle)]);
    assert_eq!(codes, ["wrong-kind"; 3]);
    assert_eq!(model.type_definitions().count(), 3);
    let circle = r#""P": {"$Kind": "TypeDefinition", "$UnderlyingType": "S.Q"},
"Q": {"$Kind": "TypeDefinition", "$UnderlyingType": "S.P"}, "T": {"$Kind": "Term", "$Type": "S.P"}, "@S.T": "x""#;
    assert_eq!(through(&[&json(circle)]).1, ["wrong-kind"; 2]);
}

#[test]
fn containers_that_extend_each_other_are_said() {
    let circle = r#"<EntityContainer Name="C" Extends="S.D"/><EntityContainer Name="D" Extends="A.C"/>
<EntityContainer Name="E" Extends="A.E"/>"#;
    assert_eq!(through(&[&xml(circle)]).1, ["inheritance-cycle"; 3]);
    let one =
        r#"{"$Version": "4.01", "B": {"C": {"$Kind": "EntityContainer", "$Extends": "A.C"}}}"#;
    let other = xml(r#"<EntityContainer Name="C" Extends="B.C"/>"#);
    assert_eq!(through(&[one, &other]).1, ["inheritance-cycle"; 2]);
}

#[test]
fn a_million_properties_take_time_by_their_number() {
    let of_xml = |count| {
        let properties = many(count, "", |at| {
            format!(r#"<Property Name="p{at}" Type="Edm.Int32"/>"#)
        });
        xml(&format!(
            r#"<EntityType Name="E">{properties}</EntityType>"#
        ))
    };
    let of_json = |count| {
        let properties = many(count, ",", |at| {
            format!(r#""p{at}": {{"$Type": "Edm.Int32"}}"#)
        });
        json(&format!(r#""E": {{"$Kind": "EntityType", {properties}}}"#))
    };
    for make in [&of_xml as &dyn Fn(usize) -> String, &of_json] {
        let (_, codes, small) = timed(&[&make(100_000)]);
        assert!(codes.is_empty(), "{codes:?}");
        let (model, codes, large) = timed(&[&make(1_000_000)]);
        assert!(codes.is_empty(), "{codes:?}");
        let (id, _) = model.structured_types().next().unwrap();
        assert_eq!(model.properties(id).count(), 1_000_000);
        // Ten times as many; what is quadratic takes a hundred times as long.
        assert!(large < small * 40, "{small:?} {large:?}");
    }
}

#[test]
fn many_of_every_kind_take_no_longer() {
    const COUNT: usize = 50_000;
    let of_xml = [
        many(COUNT, "", |at| {
            format!(r#"<EnumType Name="E{at}"><Member Name="m"/></EnumType>"#)
        }),
        format!(
            r#"<EnumType Name="E">{}</EnumType>"#,
            many(COUNT, "", |at| format!(r#"<Member Name="m{at}"/>"#))
        ),
        many(COUNT, "", |at| format!(r#"<Action Name="F{at}"/>"#)),
        many(COUNT, "", |_| r#"<Action Name="F"/>"#.to_owned()),
        format!(
            r#"<Action Name="F">{}</Action>"#,
            many(COUNT, "", |at| format!(
                r#"<Parameter Name="p{at}" Type="Edm.Int32"/>"#
            ))
        ),
        many(COUNT, "", |at| {
            format!(r#"<Term Name="T{at}" Type="Edm.Int32"/>"#)
        }),
        many(COUNT, "", |at| format!(r#"<Annotation Term="A.T{at}"/>"#)),
        many(COUNT, "", |at| {
            format!(r#"<Annotation Term="A.T" Qualifier="q{at}"/>"#)
        }),
        format!(
            r#"<EntityType Name="E"><Key><PropertyRef Name="p"/></Key><Property Name="p" Type="Edm.Int32"/></EntityType><EntityContainer Name="C">{}</EntityContainer>"#,
            many(COUNT, "", |at| format!(
                r#"<EntitySet Name="s{at}" EntityType="A.E"/>"#
            ))
        ),
        format!(
            r#"<ComplexType Name="B">{}</ComplexType>{}"#,
            many(5_000, "", |at| format!(
                r#"<Property Name="p{at}" Type="Edm.Int32"/>"#
            )),
            many(5_000, "", |at| format!(
                r#"<ComplexType Name="D{at}" BaseType="A.B"/>"#
            ))
        ),
        many(COUNT, "", |at| {
            format!(r#"<Annotations Target="A.T{at}"><Annotation Term="A.T"/></Annotations>"#)
        }),
    ];
    for one in &of_xml {
        timed(&[&xml(one)]);
    }
    let of_json = [
        many(COUNT, ",", |at| {
            format!(r#""E{at}": {{"$Kind": "EnumType", "m": 0}}"#)
        }),
        format!(
            r#""F": [{}]"#,
            many(COUNT, ",", |_| r#"{"$Kind": "Action"}"#.to_owned())
        ),
        many(COUNT, ",", |at| format!(r#""@A.T{at}": {at}"#)),
        many(COUNT, ",", |at| format!(r#""@A.T#q{at}": "x""#)),
        format!(
            r#""@A.T": {{{}}}"#,
            many(COUNT, ",", |at| format!(r#""p{at}": 1, "p{at}@A.T": 1"#))
        ),
        format!(r#""@A.T": [{}]"#, many(COUNT, ",", |_| "{}".to_owned())),
        format!(
            r#""E": {{"$Kind": "EntityType", "$Key": [{}]}}"#,
            many(COUNT, ",", |at| format!("\"p{at}\""))
        ),
        format!(
            r#""$Annotations": {{{}}}"#,
            many(COUNT, ",", |at| format!(r#""A.T{at}": {{"@A.T": 1}}"#))
        ),
        many(COUNT, ",", |at| format!(r#""$x{at}": {at}"#)),
        many(COUNT, ",", |at| {
            format!(
                r#""E{at}": {{"$Kind": "ComplexType", "$BaseType": "A.E{}"}}"#,
                at + 1
            )
        }),
        many(COUNT, ",", |at| {
            format!(r#""E{at}": {{"$Kind": "ComplexType", "$OpenType": "true", "p@A.T": 1}}"#)
        }),
        many(COUNT, ",", |_| "\"@A.T\": 1".to_owned()),
        format!(
            r#""R": {{"$Kind": "ComplexType", {}}}, "T": {{"$Kind": "Term", "$Type": "A.R"}}, "@A.T": {{{}}}"#,
            many(COUNT, ",", |at| format!(
                r#""p{at}": {{"$Type": "Edm.Date"}}"#
            )),
            many(COUNT, ",", |at| format!(r#""p{at}": "2000-01-01""#))
        ),
    ];
    for one in &of_json {
        timed(&[&json(one)]);
    }
}

/// Of properties that a type inherits, and of those in a set, as many as there are.
#[test]
fn many_targets_in_a_large_type_take_no_longer() {
    const MANY: usize = 60_000;
    let properties = many(MANY, "", |at| {
        format!(r#"<Property Name="p{at}" Type="Edm.Int32"/>"#)
    });
    let targets = many(MANY, "", |at| {
        format!(
            r#"<Annotations Target="A.D/p{at}"><Annotation Term="A.X"/></Annotations>
<Annotations Target="A.C/Ds/p{at}"><Annotation Term="A.X"/></Annotations>"#
        )
    });
    let (_, codes, _) = timed(&[&xml(&format!(
        r#"<EntityType Name="B"><Key><PropertyRef Name="p0"/></Key>{properties}</EntityType><EntityType Name="D" BaseType="A.B"/>
<EntityContainer Name="C"><EntitySet Name="Ds" EntityType="A.D"/></EntityContainer>{targets}"#
    ))]);
    assert_eq!(codes, Vec::<&str>::new());
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = |open: &str, close: &str, count: usize| {
        format!("{}{}", open.repeat(count), close.repeat(count))
    };
    for count in [257, 10_000, 200_000] {
        for of_xml in [
            deep("<Collection>", "</Collection>", count),
            deep("<If>", "</If>", count),
            deep(
                "<Record><PropertyValue Property='p'>",
                "</PropertyValue></Record>",
                count,
            ),
        ] {
            let text = xml(&format!(r#"<Annotation Term="A.T">{of_xml}</Annotation>"#));
            assert_eq!(through(&[&text]).1, ["too-deep"]);
        }
        let text = xml(&deep("<Annotation Term='A.T'>", "</Annotation>", count));
        assert_eq!(through(&[&text]).1, ["too-deep"]);
        for of_json in [
            deep("[", "]", count),
            format!("{}1{}", r#"{"p": "#.repeat(count), "}".repeat(count)),
            format!("{}1{}", r#"{"$Not": "#.repeat(count), "}".repeat(count)),
        ] {
            let text = json(&format!(r#""@A.T": {of_json}"#));
            assert_eq!(through(&[&text]).1, ["too-deep"]);
        }
        assert_eq!(through(&[&"[".repeat(count)]).1, ["too-deep"]);
        assert_eq!(through(&[&"{\"a\":".repeat(count)]).1, ["too-deep"]);
    }
}

/// The names of annotations on annotations on annotations.
fn chain(count: usize) -> Vec<String> {
    let names = (1..=count).map(|depth| format!("\"{}\"", "@A.T".repeat(depth)));
    names.collect()
}

/// The names of annotations on annotations nest without brackets; values of the innermost may nest again.
#[test]
fn annotations_on_annotations_are_nested_too() {
    let flat = chain(2_000).join(": 1, ");
    assert_eq!(through(&[&json(&format!("{flat}: 1"))]).1, ["too-deep"]);
    let mut nested = "1".to_owned();
    for _ in 0..60 {
        let names = chain(100);
        let (last, others) = names.split_last().unwrap();
        let others = others.join(": 1, ");
        nested = format!("{{{others}: 1, {last}: {nested}}}");
    }
    assert_eq!(
        through(&[&json(&format!("\"@A.T\": {nested}"))]).1,
        ["too-deep"]
    );
    let fits = chain(100).join(": 1, ");
    assert!(through(&[&json(&format!("{fits}: 1"))]).1.is_empty());
}

/// As deep as is allowed, on a stack that is half of what a thread has.
#[test]
fn what_is_nested_as_deep_as_is_allowed_fits_on_a_small_stack() {
    let work = || {
        let deep = r#"{"$Not": "#.repeat(252) + "1" + &"}".repeat(252);
        let of_json = json(&format!(r#""@A.T": {deep}"#));
        assert!(through(&[&of_json]).1.is_empty());
        let of_xml = xml(&format!(
            r#"<Annotation Term="A.T">{}{}</Annotation>"#,
            "<Not>".repeat(250),
            "</Not>".repeat(250)
        ));
        assert!(through(&[&of_xml]).1.is_empty());
        let on_each_other = json(&format!("{}: 1", chain(255).join(": 1, ")));
        assert!(through(&[&on_each_other]).1.is_empty());
        for text in [&of_json, &of_xml, &on_each_other] {
            let mut sources = Sources::new();
            let source = sources.add("deep", text);
            let document = odata_csdl::read(source, &sources, &mut Diagnostics::new()).unwrap();
            let again = odata_csdl::write::to_xml(&document);
            assert!(again.contains("Term=\"A.T\""));
            let _ = odata_csdl::write::to_json(&document, &mut Diagnostics::new());
        }
    };
    let thread = std::thread::Builder::new().stack_size(1024 * 1024);
    thread.spawn(work).unwrap().join().unwrap();
}

#[test]
fn everything_twice_is_said_once_each() {
    for (inside, expected) in [
        (
            r#"<EntityType Name="E"/><EntityType Name="E"/>"#,
            vec!["duplicate-name"],
        ),
        (
            r#"<EntityType Name="E"/><ComplexType Name="E"/>"#,
            vec!["duplicate-name"],
        ),
        (
            r#"<EnumType Name="E"/><TypeDefinition Name="E" UnderlyingType="Edm.Int32"/>"#,
            vec!["duplicate-name"],
        ),
        (
            r#"<Term Name="T" Type="Edm.Int32"/><Term Name="T" Type="Edm.Int32"/>"#,
            vec!["duplicate-name"],
        ),
        (
            r#"<ComplexType Name="E"><Property Name="p" Type="Edm.Int32"/><NavigationProperty Name="p" Type="A.E"/></ComplexType>"#,
            vec!["duplicate-name"],
        ),
        (
            r#"<EnumType Name="E"><Member Name="m"/><Member Name="m"/></EnumType>"#,
            vec!["duplicate-name"],
        ),
        (
            r#"<Action Name="F"><Parameter Name="p" Type="Edm.Int32"/><Parameter Name="p" Type="Edm.Int32"/></Action>"#,
            vec!["duplicate-name"],
        ),
        (
            r#"<EntityContainer Name="C"/><EntityContainer Name="C"/>"#,
            vec!["duplicate-name"],
        ),
        (
            r#"<EntityType Name="E"><Key><PropertyRef Name="p"/></Key><Property Name="p" Type="Edm.Int32"/></EntityType>
<EntityContainer Name="C"><EntitySet Name="s" EntityType="A.E"/><Singleton Name="s" Type="A.E"/></EntityContainer>"#,
            vec!["duplicate-name"],
        ),
        (
            r#"<EntityType Name="E"><Key/><Key/></EntityType>"#,
            vec!["second-key", "empty-key"],
        ),
        // Of annotations the first counts, and a warning says so.
        (
            r#"<Annotation Term="A.T"/><Annotation Term="S.T"/>"#,
            vec![],
        ),
    ] {
        assert_eq!(through(&[&xml(inside)]).1, expected, "{inside}");
    }
    for inside in [
        r#""E": {"$Kind": "EntityType"}, "E": {"$Kind": "EntityType"}"#,
        r#""E": {"$Kind": "ComplexType", "p": {}, "p": {}}"#,
        r#""E": {"$Kind": "EnumType", "m": 0, "m": 1}"#,
        r#""@A.T": 1, "@A.T": 2"#,
        r#""@A.T": {"p": 1, "p": 2}"#,
        r#""E": {"$Kind": "EntityType", "$Kind": "EntityType"}"#,
        r#""$Alias": "S""#,
        r#""F": [{"$Kind": "Action", "$Parameter": [{"$Name": "p"}, {"$Name": "p"}]}]"#,
    ] {
        assert_eq!(through(&[&json(inside)]).1, ["duplicate-name"], "{inside}");
    }
}

#[test]
fn more_values_than_any_model_has_are_refused() {
    let text = format!(
        "{{\"$Version\": \"4.01\", \"a\": [{}0]}}",
        "0,".repeat(8_000_000)
    );
    assert_eq!(timed(&[&text]).1, ["too-large"]);
}

#[test]
fn a_schema_twice_is_an_error() {
    let once = xml(r#"<EntityType Name="E"/>"#);
    let (model, codes) = through(&[&once, &once]);
    assert_eq!(codes, ["duplicate-name"]);
    assert_eq!(model.structured_types().count(), 1);
    let text = r#"{"$Version": "4.01", "A": {}, "A": {}}"#;
    assert_eq!(through(&[text]).1, ["duplicate-name"]);
}

/// A long name of an XML namespace is neither kept with each element in it nor shown with each that is not known.
#[test]
fn a_long_namespace_costs_no_more_with_each_element() {
    let long = "u".repeat(200_000);
    for elements in [
        "<x:a/>".repeat(20_000),
        format!("<x:a>{}</x:a>", "<x:b/>".repeat(20_000)),
    ] {
        let text =
            named("A", &elements).replacen("<Edmx ", &format!("<Edmx xmlns:x=\"{long}\" "), 1);
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let source = sources.add("metadata.xml", &text);
        assert!(odata_csdl::read(source, &sources, &mut diagnostics).is_some());
        assert!(!diagnostics.is_empty());
        let said = diagnostics.iter().flat_map(|one| &one.help);
        let longest = said.map(String::len).max();
        assert!(
            longest.is_some_and(|longest| longest < 1_000),
            "{longest:?}"
        );
    }
}
