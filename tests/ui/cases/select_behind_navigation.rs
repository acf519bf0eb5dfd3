//! Paths through navigation properties cannot be selected; what comes along can.

odata::service!("specs/estate/service.toml");

fn ask(estate: &Estate) {
    let _ = estate.alerts().select((Alert::NUMBER, Alert::MACHINE.select(Machine::OWNER)));
    let _ = estate.alerts().select((Alert::NUMBER, Alert::MACHINE.then(Machine::OWNER)));
}

fn main() {}
