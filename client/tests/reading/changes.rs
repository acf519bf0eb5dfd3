//! What changed since.

use odata::doc_example::{Defender, LibraryFile};
use odata::{
    Changes, Decimal, Delta, DeltaLink, DeltaRows, EntitySet, EntitySetInfo, Field, Many,
    Navigation, Service, field, navigation, type_info,
};
use odata_mock::MockService;
use serde_json::json;

use crate::machine::Machine;
use crate::scripted::{ROOT, Script, ready, text};

const DEFENDER: &str = include_str!("../../../specs/defender/metadata.xml");

async fn one_by_one<T: Send + 'static>(rows: &mut DeltaRows<T>) -> Vec<Delta<T>> {
    let mut changes = Vec::new();
    while let Some(change) = rows.next().await {
        changes.push(change.unwrap());
    }
    changes
}

fn names(changes: &[Delta<LibraryFile>]) -> Vec<String> {
    let name = |change: &Delta<LibraryFile>| match change {
        Delta::Changed(file) => file.file_name.clone(),
        Delta::Removed(gone) => format!("- {}", gone.id.as_deref().unwrap()),
        other => panic!("{other:?}"),
    };
    changes.iter().map(name).collect()
}

#[tokio::test]
async fn a_service_tells_what_changed() {
    let rows: Vec<_> = ["a", "b", "c"]
        .iter()
        .map(|name| json!({"fileName": name}))
        .collect();
    let service = MockService::from_csdl(DEFENDER)
        .and_then(|service| service.entity_set("libraryfiles", rows.into()))
        .unwrap()
        .page_size(2);
    let client = Defender::builder()
        .transport(service.transport())
        .build()
        .unwrap();
    let files = client.library_files();
    let mut first = files.query().track_changes();
    assert_eq!(first.delta_link(), None);
    assert_eq!(names(&one_by_one(&mut first).await), ["a", "b", "c"]);
    assert_eq!(first.position(), None);
    let kept = first.delta_link().unwrap().to_string();

    let new = Changes::new().set(LibraryFile::FILE_NAME, "d");
    files.insert(&new).send().await.unwrap();
    let changed = Changes::new().set(LibraryFile::DESCRIPTION, "changed");
    files.by_key("b").update(&changed).send().await.unwrap();
    files.by_key("a").delete().send().await.unwrap();

    let link: DeltaLink = kept.parse().unwrap();
    let mut second = files.query().delta_from(&link);
    let changes = one_by_one(&mut second).await;
    // Together they are the same, and so is the link.
    let together = files.query().delta_from(&link).all().await.unwrap();
    assert_eq!(together, (changes.clone(), second.delta_link()));
    let mut told = names(&changes);
    told.sort();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told[0].starts_with("- ") && told[0].contains('a'),
        "{told:?}"
    );
    assert_eq!(told[1..], ["b", "d"]);
    let mut third = files.query().delta_from(&second.delta_link().unwrap());
    assert_eq!(one_by_one(&mut third).await, []);

    let mut elsewhere = files
        .query()
        .delta_from(&"https://elsewhere.example/".parse().unwrap());
    assert!(elsewhere.next().await.unwrap().unwrap_err().is_link());
}

#[test]
fn of_changes_that_break_off_there_are_none() {
    let script = Script::default().page("machines?$deltatoken=1", vec![text(OLDER)]);
    let set: EntitySet<Machine> = EntitySet::new(script.client().client(), &MACHINES);
    let link: DeltaLink = "machines?$deltatoken=1".parse().unwrap();
    let read = ready(set.query().delta_from(&link).all());
    assert!(read.unwrap_err().is_not_found());
    assert_eq!(script.asked().len(), 2);
}

static MACHINES: EntitySetInfo = EntitySetInfo {
    name: "machines",
    ..EntitySetInfo::plain(type_info::<Machine>)
};

/// As 4.0 writes it, and as 4.01 does.
const OLDER: &str = r#"{"@odata.context":"$metadata#machines/$delta","value":[
    {"id":"1","build":7},
    {"id":"2","price":null},
    {"@odata.context":"$metadata#machines/ns.Server/$entity","id":"2b"},
    {"@odata.context":"$metadata#files/$entity","@odata.id":"files('f')","fileName":"f"},
    {"@odata.context":"$metadata#machines/$deletedEntity","id":"machines('3')","reason":"deleted"},
    {"@odata.context":"$metadata#machines/$link","source":"machines('1')","relationship":"files","target":"f"},
    {"@odata.context":"$metadata#machines/$deletedLink","source":"machines('1')","relationship":"files","target":"g"}
],"@odata.nextLink":"machines?$skiptoken=2"}"#;
const NEWER: &str = r#"{"@context":"$metadata#machines/$delta","value":[
    {"@removed":{"reason":"changed"},"@id":"machines('4')"},
    {"build":9,"@id":"machines('5')"}
],"@deltaLink":"machines?$deltatoken=2"}"#;

#[test]
fn both_versions_are_read_and_entities_may_be_partial() {
    for length in [1, 10, 5000] {
        let script = Script::default()
            .cut("machines?$deltatoken=1", OLDER.as_bytes(), length)
            .cut("machines?$skiptoken=2", NEWER.as_bytes(), length);
        let set: EntitySet<Machine> = EntitySet::new(script.client().client(), &MACHINES);
        let link: DeltaLink = "machines?$deltatoken=1".parse().unwrap();
        let mut rows = set.query().delta_from(&link);
        let mut told = Vec::new();
        while let Some(change) = ready(rows.next()) {
            told.push(match change.unwrap() {
                Delta::Changed(machine) => {
                    format!(
                        "{} {} {:?}",
                        machine.id,
                        machine.build,
                        machine.odata.present().unwrap()
                    )
                }
                Delta::Removed(gone) => {
                    format!("{:?} {:?}", gone.id.unwrap(), gone.reason.unwrap())
                }
                Delta::LinkAdded(link) => format!("+ {} {:?}", link.relationship, link.target),
                Delta::LinkRemoved(link) => format!("- {} {:?}", link.source, link.target),
                Delta::ChangedRelated(entity) => {
                    let file: LibraryFile = odata::from_json(&entity.json).unwrap();
                    format!("{} {:?} {}", entity.context, entity.id, file.file_name)
                }
                other => panic!("{other:?}"),
            });
        }
        assert_eq!(
            told,
            [
                r#"1 7 ["id", "build"]"#,
                r#"2 0 ["id", "price"]"#,
                r#"2b 0 ["id"]"#,
                r#"$metadata#files/$entity Some("files('f')") f"#,
                r#""machines('3')" "deleted""#,
                r#"+ files Some("f")"#,
                r#"- machines('1') Some("g")"#,
                r#""machines('4')" "changed""#,
                r#" 9 ["build"]"#,
            ]
        );
        let link = rows.delta_link().unwrap();
        assert_eq!(link.as_str(), format!("{ROOT}machines?$deltatoken=2"));
    }
}

#[test]
fn what_is_partial_is_an_error_where_nobody_said_so() {
    let script = Script::default().page("machines", vec![text(r#"{"value":[{"id":"2"}]}"#)]);
    let set: EntitySet<Machine> = EntitySet::new(script.client().client(), &MACHINES);
    let error = ready(set.send()).unwrap_err();
    assert_eq!(error.payload_path(), Some("value[0].build"));
}

/// Null, another value and no change are three things (OData JSON 4.01, 15).
#[tokio::test]
async fn a_row_has_room_for_what_did_not_come() {
    let answer = r#"{"value":[
        {"id":"1","build":1,"price":1.5,"files":[{"fileName":"a","sha256":null}]},
        {"id":"2"}, {"id":"3","price":null,"files":[]}
    ]}"#;
    let machines = |script: &Script| {
        let set: EntitySet<Machine> = EntitySet::new(script.client().client(), &MACHINES);
        set.query()
    };
    let id: Field<Machine, String> = field("id");
    let build: Field<Machine, i64> = field("build");
    let price: Field<Machine, Option<Decimal>> = field("price");
    let files: Navigation<Machine, Many<LibraryFile>> = navigation("files");
    let names = files.select(LibraryFile::FILE_NAME).if_present();
    let script = Script::default().page("changes", vec![text(answer)]);
    let selected = (id, build.if_present(), price.if_present(), names.clone());
    let link: DeltaLink = format!("{ROOT}changes").parse().unwrap();
    let (changes, _) = machines(&script)
        .select(selected)
        .delta_from(&link)
        .all()
        .await
        .unwrap();
    let row = |id: &str, build, price, files: Option<Vec<&str>>| {
        let files = files.map(|files| files.into_iter().map(str::to_owned).collect::<Vec<_>>());
        Delta::Changed((id.to_owned(), build, price, files))
    };
    let price = "1.5".parse().unwrap();
    assert_eq!(
        changes,
        [
            row("1", Some(1), Some(Some(price)), Some(vec!["a"])),
            row("2", None, None, None),
            row("3", None, Some(None), Some(vec![])),
        ]
    );
    // It asks for the same as without.
    let url = machines(&script)
        .select((id, build.if_present(), names))
        .url()
        .unwrap();
    let asked = format!("{ROOT}machines?$select=id,build&$expand=files($select=fileName)");
    assert_eq!(url.as_str().replace("%24", "$"), asked);
}

/// A row cannot say that a property did not change: it came out as null, and who keeps a copy would have lost the value.
#[tokio::test]
async fn a_row_of_what_was_selected_holds_no_null_that_nobody_sent() {
    let files = |changed: &str| {
        let answer =
            json!({"value": [serde_json::from_str::<serde_json::Value>(changed).unwrap()]});
        let script = Script::default().page("changes", vec![text(&answer.to_string())]);
        script.client().library_files().query()
    };
    let link: DeltaLink = format!("{ROOT}changes").parse().unwrap();
    let selected = (LibraryFile::FILE_NAME, LibraryFile::DESCRIPTION);

    let partial = r#"{"fileName":"a"}"#;
    let mut rows = files(partial).select(selected).delta_from(&link);
    let error = rows.next().await.unwrap().unwrap_err().to_string();
    assert!(
        error.contains("description: it did not change, which the row has no room to say: select it with `.if_present()`"),
        "{error}"
    );
    let mut whole = files(partial).delta_from(&link);
    let Some(Ok(Delta::Changed(file))) = whole.next().await else {
        panic!("no change");
    };
    assert_eq!(file.odata.present(), Some(&["fileName"][..]));

    let all = r#"{"fileName":"a","description":null}"#;
    let mut rows = files(all).select(selected).delta_from(&link);
    assert_eq!(
        rows.next().await.unwrap().unwrap(),
        Delta::Changed(("a".to_owned(), None))
    );
    // All that is there is whole: nulls may be left out (4.01, `omit-values`).
    let answer = json!({"value": [{"fileName": "a"}]}).to_string();
    let script = Script::default().page(
        "libraryfiles?$select=fileName,description",
        vec![text(&answer)],
    );
    let files = script.client().library_files();
    let mut rows = files.select(selected).track_changes();
    assert_eq!(
        rows.next().await.unwrap().unwrap(),
        Delta::Changed(("a".to_owned(), None))
    );
}
