//! Large services take time by their size.

use std::time::{Duration, Instant};

use odata_codegen::{Builder, Generated};

/// So many entity sets, each with something that is said of it, of a tenth as many types.
fn metadata(sets: usize) -> String {
    let mut text = String::from(
        r#"<Edmx xmlns="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="A">"#,
    );
    for at in 0..sets / 10 {
        text += &format!(
            r#"<EntityType Name="E{at}"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>"#
        );
    }
    text += r#"<EntityContainer Name="C">"#;
    for at in 0..sets {
        text += &format!(
            r#"<EntitySet Name="s{at}" EntityType="A.E{}"><Annotation Term="Org.OData.Core.V1.Description" String="Set {at}."/></EntitySet>"#,
            at % (sets / 10)
        );
    }
    text + "</EntityContainer></Schema></DataServices></Edmx>"
}

fn timed(metadata: String) -> (Generated, Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let service =
        "name = \"Large\"\nbase-url = \"https://x.example/\"\nmetadata = [\"metadata.xml\"]\n";
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
    let start = Instant::now();
    let generated = Builder::new("service.toml").root(folder.path()).generate();
    (generated.expect("generated"), start.elapsed())
}

#[test]
fn many_entity_sets_take_time_by_their_number() {
    let (_, small) = timed(metadata(2_000));
    let (generated, large) = timed(metadata(20_000));
    assert_eq!(generated.text.matches("static S").count(), 20_000);
    // Ten times as many; what is quadratic takes a hundred times as long.
    assert!(large < small * 40, "{small:?} {large:?}");
}

/// So many complex types, each with a required value of the next one.
fn chained(types: usize) -> String {
    let mut text = String::from(
        r#"<Edmx xmlns="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="A">"#,
    );
    for at in 0..types {
        let next = at + 1;
        text += &format!(
            r#"<ComplexType Name="T{at}"><Property Name="next" Type="A.T{next}" Nullable="false"/></ComplexType>"#
        );
    }
    text += &format!(r#"<ComplexType Name="T{types}"/>"#);
    text + r#"<EntityType Name="E"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
<Property Name="first" Type="A.T0"/></EntityType><EntityContainer Name="C"><EntitySet Name="s" EntityType="A.E"/></EntityContainer>
</Schema></DataServices></Edmx>"#
}

#[test]
fn types_that_lie_in_each_other_take_time_by_their_number() {
    let (_, small) = timed(chained(2_000));
    let (generated, large) = timed(chained(20_000));
    assert_eq!(generated.text.matches("pub next: ").count(), 20_000);
    assert!(large < small * 40, "{small:?} {large:?}");
}
