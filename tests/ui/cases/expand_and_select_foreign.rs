//! Expansions and selections of other types.

odata::service!("specs/estate/service.toml");

fn ask(estate: &Estate) {
    let _ = estate.machines().expand(Machine::ALERTS.filter(Machine::OWNER.eq("me")));
    let _ = estate.machines().expand(Machine::ALERTS.select(Alert::NUMBER));
    let _ = estate.machines().expand(Machine::ALERTS.expand(Machine::OWNER_PASCAL));
    let _ = estate.machines().expand(Machine::OWNER_PASCAL.top(1));
    let _ = estate.machines().select((Machine::ID, Machine::ALERTS.select(Machine::ID)));
    let _ = estate.machines().select((Machine::ID, Alert::NUMBER));
    let _ = estate.machines().query().group_by(Alert::SEVERITY).keys();
    let _ = estate.machines().query().group_by(Machine::OWNER.length()).keys();
}

fn main() {}
