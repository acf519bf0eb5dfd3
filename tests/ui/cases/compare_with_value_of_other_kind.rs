//! What is compared with a property, set or given as a key is of another kind than the property.

odata::service!("specs/fleet/service.toml");

fn ask(fleet: &Fleet) {
    let _ = Machine::BUDGET.gt(1000).and(Machine::EXPOSURE.gt(3_u16)).and(Machine::PRICE.gt(5_u32));
    let _ = Machine::PRICE.gt(9.99);
    let _ = Machine::OPEN_ALERTS.gt(9.99);
    let _ = Machine::HEALTH.eq("Active");
    let _ = Machine::TAGS.eq("x");
    let _ = Machine::ID.eq("0f8fad5b-d9cb-469f-a165-70867728950e");
    let _ = Machine::ENROLLED.gt("2026-01-31");
    let _ = Machine::OPEN_ALERTS.eq("5");
    let _ = Machine::OPEN_ALERTS.eq(odata::Null);
    let _ = Machine::ADDRESS.eq("Vienna");
    let _ = odata::Changes::<Machine>::new().set(Machine::HEALTH, "Active").set(Machine::PRICE, 9.99);
    let _ = fleet.machines().by_key("0f8fad5b-d9cb-469f-a165-70867728950e");
    let _ = fleet.installations().by_key(("agent", "0f8fad5b-d9cb-469f-a165-70867728950e"));
}

fn main() {}
