//! Navigation properties, singletons, and keys as path segments: the URLs, and how answers are read.

use odata_mock::{Canned, MockService};
use odata_tests::estate::{Alert, Estate, Machine, Score};
use serde_json::json;

const ESTATE: &str = include_str!("../specs/estate/metadata.xml");

/// A service that answers each of these paths, and nothing else below a navigation property.
fn estate() -> Estate {
    let service = MockService::from_csdl(ESTATE)
        .expect("a model")
        .intercept(|request| {
            let answer = match (request.path(), request.query()) {
                (path, "") if path.ends_with("/machines/a%2Fb/alerts") => json!({
                    "value": [{"source": "edr", "number": 1, "severity": "High"}],
                    "@odata.nextLink": "alerts?$skiptoken=2"
                }),
                (path, "$skiptoken=2") if path.ends_with("/machines/a%2Fb/alerts") => json!({
                    "value": [{"source": "av", "number": 2}]
                }),
                (path, "") if path.ends_with("/exposureScore") => json!({"score": 33.5}),
                (path, "") if path.ends_with("/alerts/edr/1/machine") => json!({"id": "a/b"}),
                _ => return None,
            };
            Some(Canned::json(&answer))
        });
    Estate::builder()
        .transport(service.transport())
        .build()
        .expect("a client")
}

fn tail(url: odata::Result<impl ToString>) -> String {
    let url = url.expect("a URL").to_string();
    let (_, path) = url.split_once("/api/").expect("below the root");
    path.to_owned()
}

#[test]
fn keys_are_segments_and_navigation_follows_them() {
    let estate = estate();
    let machine = estate.machines().by_key("a/b");
    assert_eq!(tail(machine.url()), "machines/a%2Fb");
    let alerts = machine.navigate(Machine::ALERTS);
    assert_eq!(tail(alerts.url()), "machines/a%2Fb/alerts");
    let narrowed = alerts
        .filter(Alert::SEVERITY.eq("High"))
        .top(5)
        .select(Alert::NUMBER);
    assert_eq!(
        tail(narrowed.url()),
        "machines/a%2Fb/alerts?$filter=severity%20eq%20%27High%27&$select=number&$top=5"
    );
    assert_eq!(
        tail(machine.navigate(Machine::OWNER_PASCAL).url()),
        "machines/a%2Fb/Owner"
    );
    let back = estate.alerts().by_key(("edr", 1)).navigate(Alert::MACHINE);
    assert_eq!(tail(back.url()), "alerts/edr/1/machine");
    assert_eq!(
        tail(back.navigate(Machine::ALERTS).url()),
        "alerts/edr/1/machine/alerts"
    );
    let worst = estate.exposure_score().navigate(Score::WORST);
    assert_eq!(tail(worst.url()), "exposureScore/worst");
}

#[test]
fn keys_that_are_no_segment_stay_predicates() {
    let estate = estate();
    for (key, path) in [
        ("", "machines('')"),
        (".", "machines('.')"),
        ("..", "machines('..')"),
        ("$count", "machines('%24count')"),
        ("O'Neil 50%?#", "machines/O'Neil%2050%25%3F%23"),
    ] {
        let url = tail(estate.machines().by_key(key).url());
        assert!(
            url == path || url == path.replace("%24", "$"),
            "{key}: {url}"
        );
    }
}

#[test]
fn filter_text_knows_the_type_that_navigation_leads_to() {
    let alerts = estate().machines().by_key("1").navigate(Machine::ALERTS);
    assert!(alerts.clone().filter_text("severity eq 'Low'").is_ok());
    assert!(alerts.filter_text("owner eq 'me'").is_err());
}

#[tokio::test]
async fn answers_are_read_page_after_page() {
    let estate = estate();
    let machine = estate.machines().by_key("a/b");
    let mut rows = machine.navigate(Machine::ALERTS).stream();
    let mut numbers = Vec::new();
    while let Some(alert) = rows.next().await {
        numbers.push(alert.expect("an alert").number);
    }
    assert_eq!(numbers, [1, 2]);
    let score = estate.exposure_score().send().await.expect("a score");
    assert_eq!(score.score, Some(33.5));
    let alert = estate.alerts().by_key(("edr", 1));
    let back = alert.navigate(Alert::MACHINE).send().await;
    assert_eq!(back.expect("a machine").id, "a/b");
}

/// Functions of Defender, from its exported `$metadata`: the URLs that its pages show.
#[test]
fn functions_are_called_as_the_pages_show() {
    use odata_tests::everything::{DefenderEverything, File, Machine as Device, MachineAction};
    let service = MockService::from_csdl(ESTATE).expect("a model");
    let defender = DefenderEverything::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    let machines = defender.machines();
    let tagged = machines.call(Device::findbytag("a&b", Some(true)));
    assert_eq!(
        tail(tagged.url()),
        "machines/findbytag?tag=a%26b&useStartsWithFilter=true"
    );
    let plain = machines.call(Device::findbytag("x", None)).top(5);
    assert_eq!(tail(plain.url()), "machines/findbytag?$top=5&tag=x");
    let moment: odata::DateTimeOffset = "2024-05-06T07:08:09Z".parse().expect("a moment");
    let at = machines.call(Device::findbyip("10.0.0.1", moment));
    assert_eq!(
        tail(at.url()),
        "machines/findbyip(ip='10.0.0.1',timestamp=2024-05-06T07:08:09Z)"
    );
    let stats = defender.files().by_key("abc").call(File::stats(Some(48)));
    assert_eq!(tail(stats.url()), "files/abc/stats?lookBackHours=48");
    let link = defender
        .machine_actions()
        .by_key(
            "0791e868-a43f-61d9-c710-0fd4e1e0d3e3"
                .parse::<odata::Guid>()
                .expect("a Guid"),
        )
        .call(MachineAction::get_live_response_result_download_link(2));
    assert_eq!(
        tail(link.url()),
        "machineactions/0791e868-a43f-61d9-c710-0fd4e1e0d3e3/GetLiveResponseResultDownloadLink(index=2)"
    );
    let refused = machines
        .top(10_001)
        .url()
        .expect_err("too many")
        .to_string();
    assert!(refused.contains("at most 10000"), "{refused}");
    let groups = defender
        .exposure_score()
        .call(odata_tests::everything::Score::by_machine_groups());
    assert_eq!(tail(groups.url()), "exposureScore/ByMachineGroups");
}

/// A function that gives a value, one that gives rows, and one whose answer is cut into pages.
#[tokio::test]
async fn answers_of_functions_are_read() {
    use odata_tests::everything::{DefenderEverything, Machine as Device, MachineAction};
    let service = MockService::from_csdl(ESTATE)
        .expect("a model")
        .intercept(|request| {
            let answer = match (request.path(), request.query()) {
                (path, "") if path.ends_with("/getPackageUri") => {
                    json!({"value": "https://files.example.org/1"})
                }
                (path, "tag=x") if path.ends_with("/findbytag") => json!({
                    "value": [{"id": "1"}],
                    "@odata.nextLink": "findbytag?tag=x&$skiptoken=2"
                }),
                (path, _) if path.ends_with("/findbytag") => json!({"value": [{"id": "2"}]}),
                _ => return None,
            };
            Some(Canned::json(&answer))
        });
    let defender = DefenderEverything::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    let key: odata::Guid = "0791e868-a43f-61d9-c710-0fd4e1e0d3e3"
        .parse()
        .expect("a Guid");
    let uri = defender
        .machine_actions()
        .by_key(key)
        .call(MachineAction::get_package_uri());
    let uri = uri.send().await.expect("an answer");
    assert_eq!(uri.as_deref(), Some("https://files.example.org/1"));
    let mut rows = defender
        .machines()
        .call(Device::findbytag("x", None))
        .stream();
    let mut ids = Vec::new();
    while let Some(device) = rows.next().await {
        ids.push(device.expect("a device").id);
    }
    assert_eq!(ids, ["1", "2"]);
}

/// The client of the estate, with these lines at the end of its service.toml.
fn generated(lines: &str) -> Result<String, String> {
    let specs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("specs/estate");
    let folder = std::env::temp_dir().join(format!(
        "odata-estate-{}-{}",
        std::process::id(),
        lines.len()
    ));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::copy(specs.join("metadata.xml"), folder.join("metadata.xml")).expect("copied");
    let service = std::fs::read_to_string(specs.join("service.toml")).expect("readable");
    std::fs::write(folder.join("service.toml"), format!("{service}{lines}")).expect("written");
    let generated = odata_codegen::Builder::new(folder.join("service.toml")).generate();
    std::fs::remove_dir_all(&folder).expect("removed");
    generated
        .map(|one| one.text)
        .map_err(|error| error.to_string())
}

#[test]
fn what_is_asked_for_is_generated_and_nothing_else() {
    let sets_alone = generated("entity-sets = [\"machines\"]\n").expect("a client");
    let stub = "Alert`, which is not generated";
    assert!(sets_alone.contains(stub), "{sets_alone}");
    let one =
        generated("entity-sets = [\"machines\"]\nnavigation-properties = [\"Machine/alerts\"]\n")
            .expect("a client");
    assert!(one.contains("pub const ALERTS: odata::Navigation<Self, odata::Many<Alert>>"));
    assert!(!one.contains(stub) && !one.contains("exposure_score"));
    let all = generated("").expect("a client");
    assert!(
        all.contains("pub fn replaced(\n        by: impl odata::OrNull<Person>,\n"),
        "{all}"
    );
    for (lines, says) in [
        (
            "navigation-properties = [\"Machine/alert\"]\n",
            "did you mean `Machine/alerts`?",
        ),
        (
            "singletons = [\"exposurescore\"]\n",
            "did you mean `exposureScore`?",
        ),
        (
            "functions = [\"Machin/*\"]\n",
            "`Machin/*` asks for no function that can be reached",
        ),
    ] {
        let error = generated(lines).expect_err("an error");
        assert!(
            error.contains(says) && error.contains("service.toml:4:"),
            "{error}"
        );
    }
}
