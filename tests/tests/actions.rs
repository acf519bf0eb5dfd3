//! Actions: what is sent of a call, what comes back, and that the mock answers as the model has it.

mod asked;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::TryStreamExt;
use odata::{Changes, Json, Null, Reference, Request as _, Value as _};
use odata_mock::{Canned, MockService};
use odata_tests::everything::{
    Alert, AlertCreateAlertByReferenceCategory, AlertCreateAlertByReferenceParameters,
    AlertCreateAlertByReferenceSeverity, DefenderEverything, Indicator, Machine, MachineAction,
    MachineIsolateIsolationType,
};
use odata_tests::tour::{Guide, Mood, Person, PersonBookParameters, Place, Tour, Trip};
use serde_json::{Value, json};

use asked::{answering_with, body, only};

const DEFENDER: &str = include_str!("../../specs/defender/metadata.xml");
const TOUR: &str = include_str!("../specs/tour/metadata.xml");

fn tour(service: &MockService) -> Tour {
    let tour = Tour::builder().transport(service.transport()).build();
    tour.expect("a client")
}

/// A service that answers everything with this.
fn answering(canned: Canned) -> (MockService, Tour) {
    let service = answering_with(canned, TOUR);
    let tour = tour(&service);
    (service, tour)
}

fn person(json: &str) -> Person {
    let mut person = Person::default();
    let read = person.read(&mut odata::json::Reader::new(json));
    read.map(|()| person).expect("a person")
}

#[tokio::test]
async fn a_machine_of_defender_is_isolated() {
    let service = MockService::from_csdl(DEFENDER)
        .expect("a model")
        .entity_set(
            "machines",
            json!([{"id": "m1", "computerDnsName": "a.contoso.com"}]),
        )
        .expect("rows")
        .operation("microsoft.windowsDefenderATP.api.isolate", |call| {
            let machine = call.bound.as_ref().expect("a machine");
            assert_eq!(machine["id"], "m1");
            Ok(json!({
                "id": "0791e868-a43f-61d9-c710-0fd4e1e0d3e3",
                "type": "Isolate",
                "requestorComment": call.parameter("Comment"),
                "scope": call.parameter("IsolationType"),
            }))
        })
        .expect("an action");
    let defender = DefenderEverything::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    let machine = defender.machines().by_key("m1");
    let isolate =
        machine.call(Machine::isolate("malware").isolation_type(MachineIsolateIsolationType::Full));
    let action: MachineAction = isolate.send().await.expect("a machine action");
    assert_eq!(action.requestor_comment.as_deref(), Some("malware"));
    assert_eq!(action.scope.as_deref(), Some("Full"));
    let request = only(&service);
    assert_eq!(
        (request.method.as_str(), request.path()),
        ("POST", "/api/machines/m1/isolate")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("odata-version"), Some("4.0"));
    assert_eq!(
        body(&request),
        json!({"Comment": "malware", "IsolationType": "Full"})
    );
}

#[tokio::test]
async fn actions_of_defender_keep_the_names_and_cases_of_their_pages() {
    let service = MockService::from_csdl(DEFENDER).expect("a model");
    let service = service.intercept(|_| Some(Canned::json(&json!({"value": []}))));
    let defender = DefenderEverything::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    let machine = defender.machines().by_key("m");
    let _ = machine
        .call(Machine::stop_and_quarantine_file("bad", "87662bc3"))
        .send()
        .await;
    let alerts = defender.alerts();
    let update = Alert::batch_update(["a1", "a2"])
        .status("Resolved")
        .comment(Null);
    alerts.call(update).send().await.expect("nothing");
    let parameters = AlertCreateAlertByReferenceParameters {
        event_time: "2026-11-30T17:00:00Z".parse().expect("a time"),
        report_id: "1".to_owned(),
        machine_id: "m".to_owned(),
        severity: AlertCreateAlertByReferenceSeverity::Low,
        title: "t".to_owned(),
        description: "d".to_owned(),
        recommended_action: "none".to_owned(),
        category: AlertCreateAlertByReferenceCategory::General,
    };
    let _ = alerts
        .call(Alert::create_alert_by_reference(parameters))
        .send()
        .await;
    let indicator = Changes::new()
        .set(Indicator::INDICATOR_VALUE, "a.contoso.com")
        .set(Indicator::ACTION, "Block");
    let indicators = vec![indicator];
    let imported = defender
        .indicators()
        .call(Indicator::import(indicators))
        .send()
        .await;
    assert!(imported.expect("a page").items.is_empty());
    let _ = defender
        .advancedqueries_run("DeviceInfo | take 1")
        .send()
        .await;
    let sent: Vec<(String, Value)> = service
        .requests()
        .iter()
        .map(|request| (request.path().to_owned(), body(request)))
        .collect();
    assert_eq!(
        sent,
        [
            (
                "/api/machines/m/StopAndQuarantineFile".to_owned(),
                json!({"Comment": "bad", "Sha1": "87662bc3"})
            ),
            (
                "/api/alerts/batchUpdate".to_owned(),
                json!({"alertIds": ["a1", "a2"], "status": "Resolved", "comment": null})
            ),
            (
                "/api/alerts/CreateAlertByReference".to_owned(),
                json!({
                    "eventTime": "2026-11-30T17:00:00Z", "reportId": "1", "machineId": "m",
                    "severity": "Low", "title": "t", "description": "d",
                    "recommendedAction": "none", "category": "General"
                })
            ),
            (
                "/api/indicators/import".to_owned(),
                json!({"Indicators": [{"indicatorValue": "a.contoso.com", "action": "Block"}]})
            ),
            (
                "/api/advancedqueries/run".to_owned(),
                json!({"Query": "DeviceInfo | take 1"})
            ),
        ]
    );
}

#[tokio::test]
async fn what_is_left_out_is_not_null() {
    let (service, tour) = answering(Canned::json(&json!({"name": "b"})));
    let person = tour.people().by_key("a");
    for call in [
        Person::rename("b"),
        Person::rename("b").reason(Null),
        Person::rename("b").reason("married").notify(false),
        Person::rename("b").reason("x").reason(Some("y")),
    ] {
        person.call(call).send().await.expect("a person");
    }
    let sent: Vec<String> = service
        .requests()
        .iter()
        .map(|request| String::from_utf8(request.body.to_vec()).expect("text"))
        .collect();
    assert_eq!(
        sent,
        [
            r#"{"newName":"b"}"#,
            r#"{"newName":"b","Reason":null}"#,
            r#"{"newName":"b","Reason":"married","notify":false}"#,
            r#"{"newName":"b","Reason":"y"}"#,
        ]
    );
}

#[tokio::test]
async fn parameters_are_of_every_type() {
    let (service, tour) = answering(Canned::json(&json!({"id": 7, "title": "Alps"})));
    let friend = person(r#"{"name": "f", "age": 3}"#);
    let parameters = PersonBookParameters {
        place: Changes::new().set(Place::CITY, "Chur"),
        from: "2027-01-31".parse().expect("a date"),
        mood: Mood::Bad,
        luggage: vec!["1.50".parse().expect("a decimal")],
        with: vec![Changes::new().set(Person::NAME, "g")],
    };
    let more = Json::from_text(r#"{"a":[1,null]}"#);
    let trip: Trip = tour
        .me()
        .call(Person::book(parameters).more(more))
        .send()
        .await
        .expect("a trip");
    assert_eq!((trip.id, trip.title.as_deref()), (7, Some("Alps")));
    let request = only(&service);
    assert_eq!(request.path(), "/odata/me/Tour.book");
    assert_eq!(
        String::from_utf8(request.body.to_vec()).expect("text"),
        r#"{"place":{"city":"Chur"},"from":"2027-01-31","mood":"Bad","luggage":[1.50],"with":[{"name":"g"}],"more":{"a":[1,null]}}"#
    );

    let (service, tour) = answering(Canned::json(&json!({"city": "Bern", "street": null})));
    let mut place = Place::default();
    place.city = "Bern".to_owned();
    let me = tour.me();
    let moved: Place = me
        .call(Person::r#move(&place).guide(&friend))
        .send()
        .await
        .expect("a place");
    assert_eq!(moved.city, "Bern");
    let guide = Reference::<Person>::new("people('g')");
    me.call(Person::r#move(&place).guide(&guide))
        .send()
        .await
        .expect("a place");
    let sent: Vec<Value> = service.requests().iter().map(body).collect();
    assert_eq!(
        sent,
        [
            json!({"to": {"city": "Bern"}, "guide": {"name": "f", "age": 3}}),
            json!({"to": {"city": "Bern"}, "guide": {"@odata.id": "people('g')"}}),
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_written_is_refused_with_the_name_of_the_parameter() {
    let (service, tour) = answering(Canned::json(&json!({})));
    let parameters = PersonBookParameters {
        place: Changes::new().set(Place::CITY, "Chur"),
        from: "2027-01-31".parse().expect("a date"),
        mood: Mood::Good,
        luggage: vec!["INF".parse().expect("a decimal")],
        with: Vec::new(),
    };
    let error = tour
        .me()
        .call(Person::book(parameters))
        .send()
        .await
        .expect_err("infinite");
    assert!(error.is_refused(), "{error}");
    assert!(error.to_string().contains("`luggage`"), "{error}");
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn what_is_bound_in_a_parameter_is_written_as_the_version_has_it() {
    let place = json!({"city": "Bern"});
    for (version, expected, header) in [
        (
            odata::ProtocolVersion::V4_0,
            json!({"to": {"city": "Bern"}, "guide": {"trips@odata.bind": ["https://tour.contoso.com/odata/trips(1)"]}}),
            "4.0",
        ),
        (
            odata::ProtocolVersion::V4_01,
            json!({"to": {"city": "Bern"}, "guide": {"trips": [{"@id": "https://tour.contoso.com/odata/trips(1)"}]}}),
            "4.01",
        ),
    ] {
        let service = MockService::from_csdl(TOUR).expect("a model");
        let answer = Canned::json(&place);
        let service = service.intercept(move |_| Some(answer.clone()));
        let tour = Tour::builder()
            .transport(service.transport())
            .protocol_version(version)
            .build()
            .expect("a client");
        let to = Changes::new().set(Place::CITY, "Bern");
        let trip = Reference::<Trip>::new("trips(1)");
        let guide = Changes::<Person>::new().bind(Person::TRIPS, [trip]);
        let call = tour.me().call(Person::r#move(to).guide(guide));
        call.send().await.expect("a place");
        let request = only(&service);
        assert_eq!(body(&request), expected);
        assert_eq!(request.header("odata-version"), Some(header));
    }
}

/// Protocol 4.01, 11.5.1: what is bound to a type is called on what is derived from it too.
#[tokio::test]
async fn what_a_type_has_is_called_on_those_that_extend_it() {
    let (service, tour) = answering(Canned::json(&json!({"value": []})));
    let guides = tour.people().cast::<Guide>();
    let guide = guides.by_key("a");
    guide.call(Person::share(1)).send().await.expect("nothing");
    let renamed = guide.call(Person::rename("b").notify(false)).send().await;
    assert!(renamed.is_err(), "a collection is no person");
    let all = guides.call(Person::share_of_set_with_trip(2)).send().await;
    assert_eq!(all.expect("a page").items, []);
    let best = guides.call(Person::best());
    best.call(Person::share(3)).send().await.expect("nothing");
    let some = guides.filter(Guide::LICENCE.eq("x")).unchecked();
    assert!(some.call(Person::best()).send().await.is_err(), "options");
    let sent = service.requests();
    let sent: Vec<&str> = sent.iter().map(|request| request.path()).collect();
    assert_eq!(
        sent,
        [
            "/odata/people('a')/Tour.Guide/Tour.share",
            "/odata/people('a')/Tour.Guide/Tour.rename",
            "/odata/people/Tour.Guide/Tour.share",
            "/odata/people/Tour.Guide/Tour.best()/Tour.share",
        ]
    );
}

#[tokio::test]
async fn overloads_and_derived_types_are_called_on_what_they_are_bound_to() {
    let (service, tour) = answering(Canned::json(&json!({"value": []})));
    let people = tour.people();
    people
        .by_key("a")
        .call(Person::share(1))
        .send()
        .await
        .expect("nothing");
    let all = people.call(Person::share_of_set_with_trip(2)).send().await;
    assert_eq!(all.expect("a page").items, []);
    let narrowed = people.cast::<Guide>();
    let licence = narrowed.by_key("a").call(Guide::certify("x")).send().await;
    assert!(licence.expect_err("a collection is no text").is_decode());
    let trip = people.by_key("a").navigate(Person::TRIPS).by_key(5);
    let published = trip.call(Trip::publish()).send().await;
    assert!(published.is_err());
    people
        .call(Person::best())
        .call(Person::share(3))
        .send()
        .await
        .expect("nothing");
    let sent: Vec<String> = service
        .requests()
        .iter()
        .map(|request| format!("{} {}", request.path(), body(request)))
        .collect();
    assert_eq!(
        sent,
        [
            r#"/odata/people('a')/Tour.share {"trip":1}"#,
            r#"/odata/people/Tour.share {"trip":2}"#,
            r#"/odata/people('a')/Tour.Guide/Tour.certify {"licence":"x"}"#,
            r#"/odata/people('a')/trips(5)/Tour.publish {}"#,
            r#"/odata/people/Tour.best()/Tour.share {"trip":3}"#,
        ]
    );
}

#[tokio::test]
async fn answers_are_nothing_values_and_null() {
    let (_, tour) = answering(Canned::status(204));
    tour.reset().send().await.expect("nothing");
    let trip = tour.me().navigate(Person::TRIPS).by_key(1);
    assert_eq!(trip.call(Trip::publish()).send().await.expect("null"), None);
    let rename = tour.me().call(Person::rename("b"));
    assert_eq!(rename.send_optional().await.expect("null"), None);
    let error = rename.send().await.expect_err("null").to_string();
    assert!(error.contains("`send_optional`"), "{error}");
    let error = tour
        .count("people")
        .send()
        .await
        .expect_err("null")
        .to_string();
    assert!(error.contains("null"), "{error}");

    let (_, tour) = answering(Canned::json(&json!({"value": 41})));
    assert_eq!(tour.count("people").send().await.expect("a number"), 41);
    let (_, tour) = answering(Canned::json(&json!({"value": true})));
    let trip = tour.me().navigate(Person::TRIPS).by_key(1);
    assert_eq!(
        trip.call(Trip::publish()).send().await.expect("a truth"),
        Some(true)
    );
}

#[tokio::test]
async fn an_import_with_optional_parameters_is_an_action_itself() {
    let (service, tour) = answering(Canned::json(&json!({"value": ["a", "b"]})));
    let near = Changes::new().set(Place::CITY, "Chur");
    let suggest = tour.suggest().near(near).at_most(2);
    let curl = suggest.as_curl().expect("a command").to_string();
    assert!(
        curl.contains(r#"{"near":{"city":"Chur"},"at_most":2}"#),
        "{curl}"
    );
    assert!(suggest.prepare().is_ok());
    assert_eq!(suggest.send().await.expect("texts"), ["a", "b"]);
    assert_eq!(only(&service).path(), "/odata/suggest");
    tour.suggest().send().await.expect("texts");
    assert_eq!(body(&service.requests()[1]), json!({}));
}

#[tokio::test]
async fn rows_behind_next_links_are_got_and_the_action_is_called_once() {
    let service = MockService::from_csdl(TOUR)
        .expect("a model")
        .intercept(|request| {
            let answer = match (request.method.as_str(), request.query()) {
                ("POST", "") => json!({
                    "@odata.context": "https://tour.contoso.com/odata/$metadata#people",
                    "value": [{"name": "a"}, {"name": "b"}],
                    "@odata.nextLink": "people/Tour.share?$skiptoken=2"
                }),
                ("GET", "$skiptoken=2") => json!({"value": [{"name": "c"}]}),
                other => panic!("{other:?}"),
            };
            Some(Canned::json(&answer))
        });
    let share = tour(&service)
        .people()
        .call(Person::share_of_set_with_trip(1));
    let rows: Vec<Person> = share.stream().try_collect().await.expect("people");
    let names: Vec<&str> = rows.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(service.requests().len(), 2);
    let page = share.send().await.expect("a page");
    assert_eq!((page.items.len(), page.is_last()), (2, false));
}

#[tokio::test]
async fn bytes_come_whole_or_piece_by_piece() {
    let canned = Canned::status(200)
        .header("content-type", "application/pdf")
        .body("%PDF-1.7");
    let (service, tour) = answering(canned);
    let print = tour.me().call(Person::print());
    assert_eq!(
        print.send().await.expect("bytes").as_deref(),
        Some(&b"%PDF-1.7"[..])
    );
    let mut file = print.open().await.expect("a body").expect("bytes");
    assert_eq!(file.content_type(), Some("application/pdf"));
    assert_eq!(
        &file.next().await.expect("a piece").expect("bytes")[..],
        b"%PDF-1.7"
    );
    let badge = tour.people().by_key("a").call(Person::badge());
    assert_eq!(
        badge.bytes().await.expect("bytes").as_deref(),
        Some(&b"%PDF-1.7"[..])
    );
    let sent: Vec<String> = service
        .requests()
        .iter()
        .map(|one| format!("{} {} {:?}", one.method, one.path(), one.header("accept")))
        .collect();
    assert_eq!(
        sent,
        [
            r#"POST /odata/me/Tour.print Some("*/*")"#,
            r#"POST /odata/me/Tour.print Some("*/*")"#,
            r#"GET /odata/people('a')/Tour.badge() Some("*/*")"#,
        ]
    );
}

#[tokio::test]
async fn the_etag_of_what_was_read_goes_along() {
    let (service, tour) = answering(Canned::json(&json!({"name": "b"})));
    let read = person(r#"{"@odata.etag": "W/\"7\"", "name": "a"}"#);
    let people = tour.people();
    people
        .by_entity(&read)
        .call(Person::rename("b"))
        .send()
        .await
        .expect("a person");
    people
        .by_key("a")
        .call(Person::rename("b"))
        .send()
        .await
        .expect("a person");
    let any = people
        .by_entity(&read)
        .call(Person::rename("b"))
        .if_match("*");
    any.send().await.expect("a person");
    let requests = service.requests();
    let sent: Vec<_> = requests.iter().map(|one| one.header("if-match")).collect();
    assert_eq!(sent, [Some("W/\"7\""), None, Some("*")]);

    let (_, tour) = answering(Canned::status(412));
    let stale = tour
        .people()
        .by_entity(&read)
        .call(Person::rename("b"))
        .send()
        .await;
    assert!(stale.expect_err("stale").is_concurrency_conflict());
}

#[tokio::test]
async fn an_action_is_sent_once_though_its_answer_is_lost() {
    for (status, expected) in [(500, 1), (503, 1), (409, 1)] {
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = calls.clone();
        let service = MockService::from_csdl(TOUR)
            .expect("a model")
            .intercept(move |_| {
                counted.fetch_add(1, Ordering::Relaxed);
                Some(Canned::status(status))
            });
        let error = tour(&service).reset().send().await.expect_err("an error");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(calls.load(Ordering::Relaxed), expected, "{status}");
    }
}

#[tokio::test]
async fn the_mock_answers_actions_on_all_that_they_are_bound_to() {
    let service = MockService::from_csdl(TOUR)
        .expect("a model")
        .entity_set(
            "people",
            json!([{"name": "a"}, {"name": "b", "@odata.type": "#Tour.Guide"}]),
        )
        .expect("rows")
        .singleton("me", json!({"name": "me"}))
        .expect("a row")
        .operation("Tour.rename", |call| {
            let mut person = call.bound.clone().expect("a person");
            person["name"] = call.parameter("newName").clone();
            Ok(person)
        })
        .expect("an action")
        .operation("Tour.share", |call| match &call.bound {
            Some(Value::Array(people)) => Ok(Value::Array(people.clone())),
            _ => Ok(Value::Null),
        })
        .expect("an action")
        .operation("Tour.certify", |call| Ok(call.parameter("licence").clone()))
        .expect("an action")
        .operation("Tour.count", |_| Ok(json!(2)))
        .expect("an action")
        .operation("Tour.suggest", |call| {
            Ok(json!([call.parameter("near")["city"]]))
        })
        .expect("an action")
        .operation("Tour.reset", |_| Ok(Value::Null))
        .expect("an action")
        .operation("Tour.move", |call| Ok(call.parameter("to").clone()))
        .expect("an action");
    let tour = tour(&service);
    let people = tour.people();
    let renamed = people
        .by_key("a")
        .call(Person::rename("z"))
        .send()
        .await
        .expect("a person");
    assert_eq!(renamed.name, "z");
    let me = tour
        .me()
        .call(Person::rename("I"))
        .send()
        .await
        .expect("a person");
    assert_eq!(me.name, "I");
    people
        .by_key("a")
        .call(Person::share(1))
        .send()
        .await
        .expect("nothing");
    let shared = people
        .call(Person::share_of_set_with_trip(1))
        .send()
        .await
        .expect("people");
    assert_eq!(shared.items.len(), 2);
    let guide = people.cast::<Guide>().by_key("b");
    assert_eq!(
        guide
            .call(Guide::certify("x"))
            .send()
            .await
            .expect("a text"),
        "x"
    );
    assert_eq!(tour.count("people").send().await.expect("a number"), 2);
    tour.reset().send().await.expect("nothing");
    let near = Changes::new().set(Place::CITY, "Chur");
    assert_eq!(
        tour.suggest().near(near).send().await.expect("texts"),
        ["Chur"]
    );
    let mut place = Place::default();
    place.city = "Bern".to_owned();
    let moved = people
        .by_key("a")
        .call(Person::r#move(&place))
        .send()
        .await
        .expect("a place");
    assert_eq!(moved.city, "Bern");
    let missing = people.by_key("nobody").call(Person::share(1)).send().await;
    assert!(missing.expect_err("nobody").is_not_found());
}
