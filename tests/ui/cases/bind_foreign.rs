//! Navigation properties that are to lead to what they do not lead to.

use odata::Changes;

odata::service!("specs/estate/service.toml");

fn bind(estate: &Estate) {
    let alert = estate.alerts().by_key(("edr", 1));
    let _ = Changes::new().bind(Alert::MACHINE, &alert);
    let _ = Changes::new().bind(Machine::ALERTS, &alert);
    let _ = Changes::new().bind(Machine::ALERTS, [estate.machines().by_key("m1")]);
    let _ = Changes::new().with(Alert::MACHINE, Changes::<Alert>::new());
    let _ = estate.machines().by_key("m1").navigate(Machine::ALERTS).link(estate.machines().by_key("m2"));
}

fn main() {}
