//! What is kept when it is asked for, numbers as strings, and expansions that were cut short.

use odata::doc_example::{Defender, LibraryFile};
use odata::{EntitySet, EntitySetInfo, Metadata, Service, Value, json::Reader, type_info};
use odata_mock::MockService;
use serde_json::json;

use crate::machine::Machine;
use crate::scripted::{ROOT, Script, ready, text};

static MACHINES: EntitySetInfo = EntitySetInfo {
    name: "machines",
    ..EntitySetInfo::plain(type_info::<Machine>)
};

fn machines(script: &Script) -> EntitySet<Machine> {
    EntitySet::new(script.client().client(), &MACHINES)
}

const FULL: &str = r##"{
    "@odata.context": "$metadata#machines", "@Contoso.Source": "all",
    "value": [{
        "@odata.type": "#microsoft.windowsDefenderATP.api.Machine", "@odata.id": "machines('1')",
        "@odata.editLink": "machines(\u00271\u0027)", "@odata.readLink": "https:\/\/x\/machines('1')", "@odata.etag": "W/\"1\"",
        "alerts@odata.navigationLink": "machines('1')/alerts", "photo@odata.mediaReadLink": "p", "@mediaEditLink": "m",
        "id": "1", "build": 1, "price@Contoso.Currency": "EUR", "price": 1.10, "@Contoso.Comment": {"a": 1},
        "#microsoft.windowsDefenderATP.api.isolate": {"target": "t"}
    }]
}"##;

#[test]
fn control_information_is_kept_when_asked() {
    let script = Script::default().page("machines", vec![text(FULL)]);
    let page = ready(machines(&script).query().metadata(Metadata::Full).send()).unwrap();
    let kept = &page.items[0].odata;
    assert_eq!(kept.edit_link(), Some("machines('1')"));
    assert_eq!(kept.read_link(), Some("https://x/machines('1')"));
    assert_eq!(kept.navigation_link("alerts"), Some("machines('1')/alerts"));
    assert_eq!(
        (
            kept.stream("photo").and_then(|photo| photo.read_link),
            kept.media().and_then(|media| media.edit_link)
        ),
        (Some("p"), Some("m"))
    );
    assert_eq!(
        kept.annotation("Contoso.Comment").unwrap().text(),
        r#"{"a": 1}"#
    );
    assert_eq!(
        kept.annotation_of("price", "Contoso.Currency")
            .unwrap()
            .text(),
        "\"EUR\""
    );
    assert!(
        kept.annotation("#microsoft.windowsDefenderATP.api.isolate")
            .is_some()
    );
    assert_eq!(
        (kept.id(), kept.etag()),
        (Some("machines('1')"), Some("W/\"1\""))
    );
    assert_eq!(kept.context(), None);
    assert_eq!(page.annotations.len(), 1);
    assert_eq!(
        (&*page.annotations[0].0, page.annotations[0].1.text()),
        ("@Contoso.Source", "\"all\"")
    );
    let asked = ready(machines(&script).query().keep_annotations().send()).unwrap();
    assert_eq!(asked, page);

    let plain = ready(machines(&script).send()).unwrap();
    let kept = &plain.items[0].odata;
    assert_eq!(
        (kept.edit_link(), kept.all_annotations().count()),
        (Some("machines('1')"), 0)
    );
    assert_eq!(kept.etag(), Some("W/\"1\""));
    assert!(plain.annotations.is_empty());
    let mut rows = machines(&script).stream();
    assert_eq!(rows.context(), None);
    assert!(ready(rows.next()).is_some());
    assert_eq!(rows.context(), Some("$metadata#machines"));
}

const DEFENDER: &str = include_str!("../../../specs/defender/metadata.xml");

#[tokio::test]
async fn what_is_wanted_is_said_in_accept() {
    let rows = json!([{"fileName": "a.ps1"}]);
    let service = MockService::from_csdl(DEFENDER)
        .and_then(|service| service.entity_set("libraryfiles", rows))
        .unwrap();
    let client = Defender::builder()
        .transport(service.transport())
        .build()
        .unwrap();
    let files = client.library_files();
    for (metadata, ieee754, accept) in [
        (
            Metadata::None,
            false,
            "application/json;odata.metadata=none",
        ),
        (
            Metadata::None,
            true,
            "application/json;odata.metadata=none;IEEE754Compatible=true",
        ),
        (
            Metadata::Minimal,
            false,
            "application/json;odata.metadata=minimal",
        ),
        (
            Metadata::Minimal,
            true,
            "application/json;odata.metadata=minimal;IEEE754Compatible=true",
        ),
        (
            Metadata::Full,
            false,
            "application/json;odata.metadata=full",
        ),
        (
            Metadata::Full,
            true,
            "application/json;odata.metadata=full;IEEE754Compatible=true",
        ),
    ] {
        let mut query = files.query().metadata(metadata);
        let mut one = files.by_key("a.ps1").metadata(metadata);
        if ieee754 {
            (query, one) = (query.ieee754_compatible(), one.ieee754_compatible());
        }
        let page = query.send().await.unwrap();
        let file: LibraryFile = one.send().await.unwrap();
        assert_eq!(
            (page.items[0].file_name.as_str(), &*file.file_name),
            ("a.ps1", "a.ps1")
        );
        assert_eq!(page.context.is_none(), metadata == Metadata::None);
        assert_eq!(file.odata.edit_link().is_some(), metadata == Metadata::Full);
        let requests = service.requests();
        for request in &requests[requests.len() - 2..] {
            assert_eq!(request.header("accept"), Some(accept));
        }
    }
}

#[test]
fn numbers_are_exact_in_either_form() {
    let (number, price) = ("9007199254740993", "12345678901234567890.10");
    for (build, text_of_price) in [
        (number.to_owned(), price.to_owned()),
        (format!("\"{number}\""), format!("\"{price}\"")),
    ] {
        let json = format!(r#"{{"id":"1","build":{build},"price":{text_of_price},"any":{build}}}"#);
        let mut machine = Machine::default();
        machine.read(&mut Reader::new(&json)).unwrap();
        assert_eq!(machine.build.to_string(), number);
        assert_eq!(machine.price.unwrap().to_string(), price);
        assert_eq!(machine.any.unwrap().text(), build);
    }
}

#[test]
fn an_expansion_that_was_cut_short_goes_on() {
    let first = r#"{"value":[{"id":"1","build":1,
        "files@odata.nextLink":"machines('1')/files?$skiptoken=1","files":[{"fileName":"a"}]},
        {"id":"2","build":1,"files":[{"fileName":"z"}]}]}"#;
    let rest = r#"{"value":[{"fileName":"b"}],"@odata.nextLink":"files?$skiptoken=2"}"#;
    let script = Script::default()
        .page("machines", vec![text(first)])
        .page("machines('1')/files?$skiptoken=1", vec![text(rest)])
        .page(
            "machines('1')/files?$skiptoken=2",
            vec![text(r#"{"value":[{"fileName":"c"}]}"#)],
        );
    let page = ready(machines(&script).send()).unwrap();
    let client = script.client();
    let mut all = Vec::new();
    for machine in &page {
        let files = machine.files.as_ref().unwrap();
        assert_eq!(files.is_complete(), machine.id == "2");
        let mut names: Vec<String> = files.iter().map(|file| file.file_name.clone()).collect();
        let mut rest = client.client().rest_of(files);
        while let Some(file) = ready(rest.next()) {
            names.push(file.unwrap().file_name);
        }
        all.push(names);
    }
    assert_eq!(all, [vec!["a", "b", "c"], vec!["z"]]);
    let mut elsewhere = client
        .client()
        .rest::<LibraryFile>(Some("https://elsewhere.example/"));
    assert!(ready(elsewhere.next()).unwrap().unwrap_err().is_link());
}

/// Relative links are relative to the nearest context URL that was said (OData JSON 4.01, 4.3).
#[test]
fn the_rest_of_an_expansion_lies_where_its_context_does() {
    let page = |answer: &str, entity: &str, files: &str| {
        let said = |name: &str, context: &str| match context {
            "" => String::new(),
            context => format!("\"{name}\":\"{context}\","),
        };
        let answer = said("@odata.context", answer);
        let (entity, files) = (said("@context", entity), said("files@odata.context", files));
        let of = r##""@odata.type":"#microsoft.windowsDefenderATP.api.Machine","##;
        format!(
            r#"{{{answer}"value":[{{{entity}{of}"id":"1","build":1,{files}"files@odata.nextLink":"files?$skiptoken=1","files":[]}},
            {{{of}"id":"2","build":1,"files@odata.nextLink":"files?$skiptoken=2","files":[]}}]}}"#
        )
    };
    let of = |below: &str| format!("{ROOT}{below}/$metadata#machines");
    let (v1, v2, v3) = (of("v1"), of("v2"), of("v3"));
    for (answer, entity, files, first, second) in [
        ("", "", "", "", ""),
        ("$metadata#machines", "", "", "", ""),
        (&*v1, "", "", "v1/", "v1/"),
        (&*v1, &*v2, "", "v2/", "v1/"),
        (&*v1, &*v2, &*v3, "v3/", "v1/"),
        // A name for the service that only a proxy knows.
        ("https://inside.example/$metadata#machines", "", "", "", ""),
    ] {
        let json = page(answer, entity, files);
        let script = Script::default().page("machines", vec![text(&json)]);
        let all = script.client().client().all();
        let script = script.page("$all", vec![text(&json)]);
        let own = ready(machines(&script).send()).unwrap().items;
        let any = ready(all.send()).unwrap().items;
        let any: Vec<Machine> = any
            .iter()
            .map(|any| any.read_as().unwrap().unwrap())
            .collect();
        for machines in [own, any] {
            let before = script.asked().len();
            for machine in machines {
                let mut rest = script
                    .client()
                    .client()
                    .rest_of(machine.files.as_ref().unwrap());
                assert!(ready(rest.next()).unwrap().unwrap_err().is_not_found());
            }
            let asked = [first, second].into_iter().zip([1, 2]);
            let asked: Vec<String> = asked
                .map(|(below, at)| format!("{below}files?$skiptoken={at}"))
                .collect();
            assert_eq!(script.asked()[before..], asked, "{answer} {entity} {files}");
        }
    }
}

/// What an undeclared type of EDM is, only the payload says.
#[test]
fn the_type_of_a_property_that_is_untyped_is_kept() {
    const ROW: &str = r##"{"value": [{
        "@odata.type": "#microsoft.windowsDefenderATP.api.Machine", "id": "1", "build": 1,
        "any@odata.type": "#Edm.Guid", "any": "01234567-89ab-cdef-0123-456789abcdef", "price@odata.type": "#Edm.Decimal", "price": 1
    }]}"##;
    let script = Script::default()
        .page("$all", vec![text(ROW)])
        .page("machines", vec![text(ROW)]);
    let own = ready(machines(&script).send()).unwrap().items.remove(0);
    let any = ready(script.client().client().all().send()).unwrap();
    let any = any.items[0].read_as::<Machine>().unwrap().unwrap();
    for machine in [own, any] {
        assert_eq!(machine.odata.type_of("any"), Some("Edm.Guid"));
        assert_eq!(machine.odata.type_of("price"), Some("Edm.Decimal"));
    }
}

/// Nothing that came is lost: how many there are of what nobody declared, and of complex values.
#[test]
fn a_count_that_no_collection_has_room_for_is_kept() {
    const ROW: &str = r##"{"value": [{
        "@odata.type": "#microsoft.windowsDefenderATP.api.Machine", "id": "1", "build": 1,
        "files@odata.count": 7, "files": [], "owners@odata.count": 8, "owners": [{"a": 1}], "any@count": "9", "odd@count": "x"
    }]}"##;
    let script = Script::default()
        .page("$all", vec![text(ROW)])
        .page("machines", vec![text(ROW)]);
    let own = ready(machines(&script).send()).unwrap().items.remove(0);
    let counts = |machine: &Machine| {
        let files = machine.files.as_ref().and_then(|files| files.count());
        (
            files,
            ["files", "owners", "any", "odd"].map(|name| machine.odata.count(name)),
        )
    };
    let all = (Some(7), [None, Some(8), Some(9), None]);
    assert_eq!(counts(&own), all);
    assert!(format!("{own:?}").contains("counts"), "{own:?}");
    let any = ready(script.client().client().all().send()).unwrap();
    let any = any.items.into_iter().next().unwrap();
    assert_eq!(any.odata.count("files"), Some(7));
    assert_eq!(counts(&any.read_as::<Machine>().unwrap().unwrap()), all);
}

/// What was said of an entity of any type is said of it as one of its own: a change without its ETag would overwrite what
/// others changed, and a list that was cut short would pass for a whole one.
#[test]
fn an_entity_of_any_type_keeps_what_was_said_of_it() {
    const ROW: &str = r##"{"value": [{
        "@odata.type": "#microsoft.windowsDefenderATP.api.Machine", "@odata.id": "machines('1')", "@odata.etag": "W/\"1\"",
        "@odata.editLink": "machines('1')", "alerts@odata.navigationLink": "machines('1')/alerts",
        "photo@odata.mediaReadLink": "p", "extra@odata.type": "#Edm.Guid", "extra": "x",
        "id": "1", "build": 1, "price@Contoso.Currency": "EUR", "price": 1.10,
        "files@odata.nextLink": "machines('1')/files?$skip=1", "files": [{"fileName": "a.ps1"}]
    }]}"##;
    let script = Script::default()
        .page("$all", vec![text(ROW)])
        .page("machines", vec![text(ROW)]);
    let all = script.client().client().all();
    for (any, own) in [
        (all.clone(), machines(&script).query()),
        (
            all.keep_annotations(),
            machines(&script).query().keep_annotations(),
        ),
    ] {
        let any = ready(any.send()).unwrap().items.remove(0);
        let own = ready(own.send()).unwrap().items.remove(0);
        let read: Machine = any.read_as().unwrap().unwrap();
        assert_eq!(read, own);
        assert_eq!(read.odata.etag(), Some("W/\"1\""));
        assert!(!read.files.unwrap().is_complete());
    }
}

/// Services give types as URLs, too (OData JSON 4.01, 4.6.3): the name is what stands behind the last `#`.
#[test]
fn a_type_that_is_said_as_a_url_is_known_by_its_name() {
    const ROW: &str = r##"{"value": [{
        "@odata.type": "https://api.contoso.com/api/$metadata#microsoft.windowsDefenderATP.api.Machine",
        "extra@odata.type": "$metadata#Collection(Ns.Extra)", "extra": [], "id": "1", "build": 1
    }]}"##;
    let script = Script::default().page("$all", vec![text(ROW)]);
    let any = ready(script.client().client().all().send()).unwrap();
    let any = any.items.into_iter().next().unwrap();
    let name = Some("microsoft.windowsDefenderATP.api.Machine");
    assert_eq!(any.odata.type_name(), name);
    assert_eq!(any.odata.type_of("extra"), Some("Collection(Ns.Extra)"));
    let read: Machine = any.read_as().unwrap().unwrap();
    assert_eq!(read.odata.type_name(), name);
}

/// What is said of an expansion is kept where annotations are asked for, its context among it; a context alone is no expansion.
#[test]
fn the_context_of_an_expansion_is_kept_and_makes_none() {
    const CONTEXT: &str = "https://api.contoso.com/api/$metadata#files";
    for (files, count) in [(r#", "files": []"#, Some(0)), ("", None)] {
        let row = format!(
            r#"{{"value": [{{"id": "1", "build": 1, "files@odata.context": "{CONTEXT}"{files}}}]}}"#
        );
        let script = Script::default().page("machines", vec![text(&row)]);
        for keeps in [false, true] {
            let query = machines(&script).query();
            let query = if keeps {
                query.keep_annotations()
            } else {
                query
            };
            let read = ready(query.send()).unwrap().items.remove(0);
            assert_eq!(read.files.as_ref().map(|files| files.len()), count);
            let said = read.odata.annotation_of("files", "context");
            let said = said.map(|json| json.text().to_owned());
            assert_eq!(said, keeps.then(|| format!("\"{CONTEXT}\"")));
        }
    }
}
