//! What the guide shows of a service that is not Defender: compiled, and not run. `cargo xtask golden --write` copies it there.
#![allow(
    dead_code,
    unused_must_use,
    unused_variables,
    reason = "it is read, and not run"
)]
#![allow(clippy::let_unit_value, clippy::too_many_arguments)]

use odata::functions::{case, count, now};
use odata::{
    AccessToken, AsyncAnswer, Changes, CredentialError, Date, Delta, Duration as Span, EntityQuery,
    Field, Filter, Null, Observer, Recorder, Recording, Reference, Replay, Request as _,
    ReqwestTransport, Result, Service as _, TokenCache, Written, filter,
};
use odata_examples::Defender;
use std::time::Duration;

#[allow(missing_docs)]
mod guide {
    odata::service!("../tests/specs/guide/service.toml");
}
use guide::*;

#[derive(odata::Select)]
#[odata(Alert)]
struct AlertRow {
    title: String,
}

fn show(rows: impl Sized) {}

async fn work(defender: &Defender) -> Result<()> {
    Ok(())
}

async fn token_of_the_vault(scope: &str) -> std::result::Result<String, std::io::Error> {
    Ok(scope.to_owned())
}

#[rustfmt::skip]
fn lines(service: &Guide, machine: EntityQuery<Machine>) {
    // begin: lines
    Machine::VM.then(Vm::CLOUD).eq("Azure");                                       // vm/cloud eq 'Azure'
    Machine::ALERTS.any(Alert::SEVERITY.eq("High"));                               // alerts/any(a:a/severity eq 'High')
    service.machines().expand(Machine::ALERTS.filter(Alert::LEVEL.gt(3)).order_by(Alert::TITLE.asc()).top(5));
    service.machines().select((Machine::ID, Machine::VM.then(Vm::CLOUD), Machine::ALERTS.select(Alert::TITLE)));
    machine.call(Machine::isolate("ticket 4711").isolation_type(MachineIsolateIsolationType::Full));
    // end
}

#[rustfmt::skip]
fn language(service: &Guide, suffix: &str, day: Span) {
    // begin: language
    // Paths, through complex values and navigation properties; items of collections, with or without their range variable.
    Machine::VM.then(Vm::CLOUD).eq("Azure");                                       // vm/cloud eq 'Azure'
    Machine::ALERTS.any(Alert::SEVERITY.eq("High"));                               // alerts/any(a:a/severity eq 'High')
    File::TAGS.any_with(|tag| tag.clone().starts_with("x-").or(tag.eq(File::OWNER))); // tags/any(t:startswith(t,'x-') or t eq owner)
    Machine::ALERTS.size_of(Alert::SEVERITY.eq("High")).gt(2);                     // alerts/$count($filter=severity eq 'High') gt 2
    (now() - Alert::FIRST_SEEN).gt(day);                                           // now() sub firstSeen gt duration'P1D'
    case(Alert::LEVEL.gt(7), "red").otherwise("green").eq("red");                  // case(level gt 7:'red',true:'green') eq 'red'
    filter!(Machine, "endswith(name, {suffix}) and alerts/any(a: a/level gt {})", 3);  // text, read by rustc; feature `macros`

    // What comes along, as deep as you like; whole, or only what is selected of it.
    service.machines().expand(Machine::ALERTS.filter(Alert::LEVEL.gt(3)).order_by(Alert::TITLE.asc()).top(5));
    service.machines().select((Machine::ID, Machine::VM.then(Vm::CLOUD), Machine::ALERTS.select(Alert::TITLE)));
                                                                                   // rows of (String, Option<String>, Vec<String>)
    // A struct of your own as a row: what it has is what is asked for. Feature `macros`.
    #[derive(odata::Select)]
    #[odata(Machine)]
    struct Row {
        id: String,
        #[odata(path = Machine::VM.then(Vm::CLOUD))]
        cloud: Option<String>,
        #[odata(expand = Machine::ALERTS.top(3))]
        alerts: Vec<AlertRow>,
    }
    service.machines().select_as::<Row>();

    // What is computed has a name; groups are rows.
    let kib = (File::SIZE / 1024).named("kib");
    service.files().filter(kib.field().gt(100)).select((File::NAME, kib));         // $compute=size div 1024 as kib&...
    service.alerts().filter(Alert::LEVEL.gt(3)).group_by(Alert::CATEGORY).aggregate((count().named("n"), Alert::HOURS.max().named("longest")));
                                                                                   // rows of (String, (Decimal, Option<i32>))
    // end
}

#[rustfmt::skip]
async fn reached(service: &Guide, id: &str) -> Result<()> {
    // begin: reached
    let alerts = service.machines().by_key(id).navigate(Machine::ALERTS).top(5).send().await?;
    let tagged = service.machines().call(Machine::find_by_tag("kiosk", Some(true))).stream();
    let score = service.exposure_score().send().await?;
    let with_machines = service.alerts().expand(Alert::MACHINE).send().await?;     // read into the field `machine`
    // end
    drop((alerts, tagged, score, with_machines));
    Ok(())
}

#[rustfmt::skip]
async fn nulls(service: &Guide) -> Result<()> {
    // begin: nulls
    let echo = service.echo("a", None, Null).send().await?;                         // echo(text='a',count=null,day=null); all may be null
    let echo = service.echo_some("a", None, Null).send().await?;                    // echo_some(text='a',day=null); count is left out
    // end
    Ok(())
}

#[rustfmt::skip]
async fn urls(service: &Guide, machine: EntityQuery<Machine>, reference: Reference<Alert>) -> Result<()> {
    // begin: urls
    let owner: Option<String> = machine.property(Machine::OWNER).send().await?;     // machines('m1')/owner; null is None
    let open: u64 = service.alerts().filter(Alert::STATUS.eq("New")).total().send().await?;   // alerts/$count?$filter=...
    let person = service.people().by_alternate_key(Person::BY_MAIL, "a@contoso.com");         // people(mail='a@contoso.com')
    let alert = machine.navigate(Machine::ALERTS).by_key("a7");                              // machines('m1')/alerts('a7')
    let ids = machine.navigate(Machine::ALERTS).references().stream();                       // machines('m1')/alerts/$ref
    let one: Alert = service.client().entity(&reference).send().await?;                      // $entity?$id=...
    let photo = person.stream(Person::PHOTO).bytes().await?;                                 // None is none; `open` gives it piece by piece
    let pairs = service.client().crossjoin((service.alerts(), service.people()))             // $crossjoin(alerts,people)
        .filter(|(alert, person)| alert.of(Alert::ASSIGNED_TO).eq(person.of(Person::MAIL)))
        .select((Alert::TITLE, (Person::NAME, Person::MAIL)));                               // rows of (String, (String, String))
    // end
    drop((owner, open, alert, ids, one, photo, pairs));
    Ok(())
}

#[rustfmt::skip]
async fn casts(service: &Guide) -> Result<()> {
    // begin: casts
    let servers = service.machines().cast::<Server>().filter(Server::ROLE.eq("mail")).send().await?;    // machines/Ns.Server
    let one: Server = service.machines().by_key("m2").cast::<Server>().send().await?;                // machines('m2')/Ns.Server
    let one: Server = service.machines().by_key("m2").as_type::<Server>().send().await?;             // machines('m2'), where no casts are known
    let query = service.machines().filter(!Filter::is_of::<Server>());                               // not isof(Ns.Server)
    let query = service.machines().filter(Server::ROLE.upcast().eq("mail"));                         // Ns.Server/role eq 'mail'

    for machine in service.machines().send().await? {           // read as Machine, and as what it is
        if let Some(server) = machine.odata.as_type::<Server>() {
            println!("{:?}", server.role);
        }
    }
    // end
    Ok(())
}

#[rustfmt::skip]
async fn inserting(shop: &Guide) -> Result<()> {
    // begin: inserting
    let new = Changes::new().set(Order::ID, 9).set(Order::NOTE, "urgent");
    let order: Order = shop.orders().insert(&new).send().await?;       // as the service made it
    // end
    drop(order);
    Ok(())
}

#[rustfmt::skip]
fn undeclared(date: Date) -> Changes<Order> {
    // begin: undeclared
    const DUE: Field<Order, Option<Date>> = Field::new("due");         // can be filtered by and selected, too
    let new = Changes::new()
        .set(DUE, date)                                                // "due@odata.type":"#Date","due":"2026-12-01"
        .set_undeclared("color", "red")
        .annotate("contoso.conflict", "rename");                       // "@contoso.conflict":"rename"
    // end
    new
}

#[rustfmt::skip]
async fn sending(shop: &Guide, machine: EntityQuery<Machine>, read: Order, line: Changes<Line>) -> Result<()> {
    let report = shop.report();
    // begin: sending
    let action = machine.call(Machine::isolate("ticket 4711").isolation_type(MachineIsolateIsolationType::Full)).send().await?;

    let changes = Changes::new()
        .set(Order::NOTE, "urgent")
        .bind(Order::CUSTOMER, shop.customers().by_key("c1"))          // customer@odata.bind
        .with(Order::LINES, vec![line]);                               // a deep insert
    match shop.orders().by_entity(&read).update(&changes).try_send().await? {
        Written::Done(saved) => println!("{:?}", saved.etag()),
        Written::Conflict(conflict) => println!("now it is {:?}", conflict.current().await?),
    }

    let mut batch = shop.client().batch();                             // multipart, or JSON where the service speaks 4.01
    let one = batch.add(&shop.orders().by_key(1));
    let page = batch.add(&shop.customers().top(5));
    batch.depends_on(&page, &one);                                     // in JSON the order is the service's, unless this is said
    let mut answers = batch.send().await?;
    let one: Order = answers.take(one)?;                               // a part's failure is that part's error

    match report.respond_async().send().await? {                       // Prefer: respond-async
        AsyncAnswer::Ready(rows) => show(rows),
        AsyncAnswer::Pending(mut pending) => show(pending.wait().await?),
    }
    // end
    drop((action, one, page));
    Ok(())
}

#[rustfmt::skip]
fn parts(system: EntityQuery<System>, person: EntityQuery<Person>, machine: EntityQuery<Machine>) {
    // begin: parts
    let reset = system.property(System::ACTIONS).call(Actions::reset().reset_type(ResetType::On));   // POST Systems('1')/Actions/Ns.Reset
    let near = person.property(Person::HOME).call(Place::nearest()).property(Place::CITY);            // People('a')/home/Ns.nearest()/city
    let clean = machine.items(Machine::FANS).call(Fan::clean());                                      // Machines('1')/fans/Ns.clean
    // end
    drop((reset, near, clean));
}

#[rustfmt::skip]
fn entra(client_id: &str, secret: String) -> Result<()> {
    // begin: entra
    use odata::entra::ClientSecret;

    let credential = ClientSecret::new("contoso.onmicrosoft.com", client_id, &secret)?;
    let defender = Defender::builder().credential(credential).build()?;
    // end
    drop(defender);
    Ok(())
}

#[rustfmt::skip]
fn vault() -> Result<()> {
    // begin: vault
    let credential = TokenCache::new(|scope: Option<&str>| {
        let scope = scope.unwrap_or_default().to_owned();
        async move {
            let token = token_of_the_vault(&scope).await.map_err(|error| CredentialError::new(format!("the vault: {error}")))?;
            Ok(AccessToken::new(&token)?.expires_in(Duration::from_secs(3600)))
        }
    });
    // end
    drop(credential);
    Ok(())
}

#[rustfmt::skip]
fn seen(token: String, metrics: impl Observer + 'static) -> Result<()> {
    // begin: seen
    let defender = Defender::builder().bearer_token(&token).observe(metrics).build()?;      // your `Observer`: each try, each call

    eprintln!("{}", defender.library_files().top(5).as_curl()?);    // to paste after `export TOKEN=...`
    // curl 'https://api.security.microsoft.com/api/libraryfiles?$top=5' \
    //   -H 'accept: application/json;odata.metadata=minimal' \
    //   -H 'odata-maxversion: 4.0' \
    //   -H "Authorization: Bearer $TOKEN"
    // end
    Ok(())
}

#[rustfmt::skip]
async fn recorded(token: String) -> std::result::Result<(), Box<dyn std::error::Error>> {
    // begin: recorded
    let recorder = Recorder::new(ReqwestTransport::new()?);                                  // once, against the service
    let defender = Defender::builder().transport(recorder.clone()).bearer_token(&token).build()?;
    work(&defender).await?;
    recorder.recording().save("tests/files.jsonl")?;

    let replay = Replay::of(Recording::load("tests/files.jsonl")?);                          // ever after, without a network
    work(&Defender::builder().transport(replay.clone()).build()?).await?;
    replay.assert_done();
    // end
    Ok(())
}

#[rustfmt::skip]
async fn present(service: &Guide, kept: &str) -> Result<()> {
    // begin: present
    let machines = service.machines().select((Machine::ID, Machine::OWNER.if_present()));
    let (changes, next_time) = machines.delta_from(&kept.parse()?).all().await?;
    for change in changes {
        if let Delta::Changed((id, Some(owner))) = change {
            println!("{id} belongs to {owner:?} now");                          // owner is an `Option<String>`
        }
    }
    // end
    drop(next_time);
    Ok(())
}

#[test]
fn what_the_guide_shows_compiles() {}
