//! Actions and functions of each kind.

use odata::{Changes, Null};
use odata_tests::cap::Machines;
use odata_tests::odatapy::{AlertSeverity, Machine};
use odata_tests::tour::{Guide, Person, Place, Tour};
use serde_json::{Value as Json, json};

use crate::changes::operation::{Checked, Operation, holds, refused, run, same};
use crate::changes::plain::Plain;
use crate::changes::scene::{Scene, Server};
use crate::changes::{Failure, mocked};

pub(super) fn all() -> Vec<Operation> {
    use Server::{Cap, Mock, Odatapy};
    vec![
        Operation::only(
            "action on an entity, an entity comes",
            &[Odatapy, Mock],
            run!(isolate),
        )
        .but(Cap, run!(isolate_on_cap)),
        Operation::only(
            "action on an entity, nothing comes",
            &[Odatapy, Mock],
            run!(tag),
        )
        .but(Cap, run!(tag_on_cap)),
        Operation::only("action of the service", &[Odatapy, Mock], run!(create))
            .but(Cap, run!(create_on_cap)),
        Operation::only("action that fails as asked", &[Cap], run!(fail)),
        Operation::only(
            "function on an entity, a number comes",
            &[Odatapy, Mock],
            run!(count),
        )
        .but(Cap, run!(count_on_cap)),
        Operation::only(
            "function of the service, entities come",
            &[Odatapy, Mock],
            run!(find),
        )
        .but(Cap, run!(find_on_cap)),
        Operation::only("function of the service, texts come", &[Cap], run!(names)),
        Operation::only(
            "action overloaded for entity and collection",
            &[Mock],
            run!(overloads),
        ),
        Operation::only(
            "action on an entity of a derived type",
            &[Mock],
            run!(derived),
        ),
        Operation::only(
            "action of the service, a number or nothing comes",
            &[Mock],
            run!(values),
        ),
        Operation::only(
            "action with a complex parameter, complex and texts come",
            &[Mock],
            run!(complex),
        ),
        Operation::only(
            "functions on a collection and of the service",
            &[Mock],
            run!(functions),
        ),
    ]
}

async fn isolate(scene: Scene) -> Checked {
    let machine = scene.shop.machines().by_key("m1");
    let call = Machine::isolate("malware").isolation_type("Full");
    let action = machine.call(call).send().await?;
    let place = format!("machineactions('{}')", action.id);
    match scene.server {
        // It keeps what is called like a property of the action.
        Server::Odatapy => scene.plain.has(&place, json!({"id": action.id})).await,
        _ => {
            let wanted = json!({"requestorComment": "malware", "type": "Full", "machineId": "m1"});
            scene.plain.has(&place, wanted).await
        }
    }
}

async fn isolate_on_cap(scene: Scene) -> Checked {
    let machines = scene.cap.machines();
    let id = first(&scene.plain, "machines", "id").await?;
    let call = Machines::isolate("malware").isolation_type("Full");
    let action = machines.by_key(id.as_str()).call(call).send().await?;
    let place = format!("machineactions({})", action.id);
    scene
        .plain
        .has(
            &place,
            json!({"requestorComment": "malware", "machine_id": id}),
        )
        .await
}

/// A property of the first item there.
async fn first(plain: &Plain, path: &str, property: &str) -> Result<String, Failure> {
    let all = plain.each(path, property).await?;
    all.into_iter()
        .next()
        .ok_or_else(|| format!("{path} is empty").into())
}

async fn tag(scene: Scene) -> Checked {
    let machine = scene.shop.machines().by_key("m2");
    machine.call(Machine::tag().value("red")).send().await?;
    match scene.server {
        // It does nothing there.
        Server::Odatapy => scene.plain.has("machines('m2')", json!({"id": "m2"})).await,
        _ => {
            scene
                .plain
                .has("machines('m2')", json!({"machineTags": ["red"]}))
                .await
        }
    }
}

async fn tag_on_cap(scene: Scene) -> Checked {
    let id = first(&scene.plain, "machines", "id").await?;
    let machine = scene.cap.machines().by_key(id.as_str());
    let call = Machines::tag().value("red").action(Null);
    machine.call(call).send().await?;
    scene
        .plain
        .has(&format!("machines('{id}')"), json!({"id": id}))
        .await
}

async fn create(scene: Scene) -> Checked {
    let call = scene
        .shop
        .create_alert()
        .title("made")
        .severity(AlertSeverity::High);
    let alert = call.send().await?;
    same("the title", alert.title.as_deref(), Some("made"))?;
    let place = format!("alerts('{}')", alert.id);
    scene
        .plain
        .has(&place, json!({"title": "made", "severity": "High"}))
        .await
}

async fn create_on_cap(scene: Scene) -> Checked {
    let call = scene
        .cap
        .create_alert_by_reference()
        .title("made")
        .severity("High");
    let alert = call.send().await?;
    let place = format!("alerts('{}')", alert.id);
    scene
        .plain
        .has(&place, json!({"title": "made", "severity": "High"}))
        .await
}

async fn fail(scene: Scene) -> Checked {
    let call = scene.cap.fail().code("ODD").status(409);
    let error = refused("what fails", call.send().await)?;
    same("the code", error.code(), Some("ODD"))?;
    same(
        "the status",
        error.status().map(|status| status.as_u16()),
        Some(409),
    )
}

async fn count(scene: Scene) -> Checked {
    let machine = scene.shop.machines().by_key("m1");
    let count = machine
        .call(Machine::alert_count(AlertSeverity::Low))
        .send()
        .await?;
    let path = match scene.server {
        // Its hook counts all.
        Server::Odatapy => "alerts/$count",
        _ => "machines('m1')/alerts/$count",
    };
    let (_, plain) = scene.plain.get(path).await?;
    let plain: i32 = String::from_utf8_lossy(&plain)
        .trim_start_matches('\u{feff}')
        .parse()?;
    same("the count", count, Some(plain))
}

async fn count_on_cap(scene: Scene) -> Checked {
    let id = first(&scene.plain, "machines", "id").await?;
    let machine = scene.cap.machines().by_key(id.as_str());
    let count = machine
        .call(Machines::get_alert_count(Some("Low")))
        .send()
        .await?;
    let (_, plain) = scene
        .plain
        .get(&format!("machines('{id}')/alerts/$count"))
        .await?;
    let plain: i32 = String::from_utf8_lossy(&plain).parse()?;
    same("the count", count, Some(plain))
}

async fn find(scene: Scene) -> Checked {
    let changes = Changes::new().set(Machine::MACHINE_TAGS, vec!["sought"]);
    scene
        .shop
        .machines()
        .by_key("m2")
        .update(&changes)
        .send()
        .await?;
    let found = scene.shop.find_by_tag("sought").send().await?;
    let names: Vec<&str> = found.items.iter().map(|machine| &*machine.id).collect();
    same("the machines", names, vec!["m2"])
}

async fn find_on_cap(scene: Scene) -> Checked {
    let ip = first(
        &scene.plain,
        "machines?$filter=lastIpAddress%20ne%20null",
        "lastIpAddress",
    )
    .await?;
    let found = scene.cap.findbyip(Some(ip.as_str()), None).send().await?;
    holds("some are found", !found.items.is_empty())?;
    let all = found.items.iter();
    holds(
        "all have it",
        all.map(|one| one.last_ip_address.as_deref())
            .all(|one| one == Some(&ip)),
    )
}

async fn names(scene: Scene) -> Checked {
    let names = scene.cap.names().send().await?;
    let (_, plain) = scene.plain.get("names()").await?;
    let plain: Json = serde_json::from_slice(&plain)?;
    same("the names", json!(names), plain["value"].clone())
}

/// A service with every kind of operation, and the ways to it.
pub(super) async fn toured() -> Result<(odata_mock::MockServer, Tour, Plain), Failure> {
    let server = mocked::tour().await?;
    let tour = Tour::builder().base_url(server.url()).build()?;
    let plain = Plain::new(&server.url());
    Ok((server, tour, plain))
}

async fn overloads(_: Scene) -> Checked {
    let (_server, tour, plain) = toured().await?;
    tour.people()
        .by_key("ann")
        .call(Person::share(1))
        .send()
        .await?;
    plain.are("people('ann')/trips", "id", &["1"]).await?;
    plain.are("people('bob')/trips", "id", &[]).await?;
    let all = tour
        .people()
        .call(Person::share_of_set_with_trip(2))
        .send()
        .await?;
    same("how many come", all.items.len(), 2)?;
    plain.are("people('ann')/trips", "id", &["1", "2"]).await?;
    plain.are("people('bob')/trips", "id", &["2"]).await
}

async fn derived(_: Scene) -> Checked {
    let (_server, tour, plain) = toured().await?;
    let guide = tour.people().by_key("bob").cast::<Guide>();
    let said = guide.call(Guide::certify("A1")).send().await?;
    same("the answer", said.as_str(), "licence \"A1\"")?;
    plain.has("people('bob')", json!({"licence": "A1"})).await
}

async fn values(_: Scene) -> Checked {
    let (_server, tour, plain) = toured().await?;
    same("the count", tour.count("people").send().await?, 2)?;
    tour.reset().send().await?;
    same("the count", tour.count("people").send().await?, 1)?;
    plain.are("people", "name", &["bob"]).await
}

async fn complex(_: Scene) -> Checked {
    let (_server, tour, _) = toured().await?;
    let place = || Changes::new().set(Place::CITY, "Chur");
    let moved = tour
        .people()
        .by_key("ann")
        .call(Person::r#move(place()))
        .send()
        .await?;
    same("the city", moved.city.as_str(), "Chur")?;
    let near = tour.suggest().near(place()).send().await?;
    same(
        "the cities",
        near,
        vec!["Chur".to_owned(), "elsewhere".to_owned()],
    )
}

async fn functions(_: Scene) -> Checked {
    let (_server, tour, _) = toured().await?;
    same("the version", tour.version().send().await?.as_str(), "1.0")?;
    let best = tour.people().call(Person::best()).send().await?;
    same("the best", best.name.as_str(), "ann")
}
