//! Navigation properties where a value, a collection or a single entity is needed.

odata::service!("specs/estate/service.toml");

fn ask(estate: &Estate) {
    let _ = estate.alerts().filter(Alert::MACHINE.eq(odata::Null));
    let _ = estate.alerts().filter(Alert::MACHINE.eq("m1"));
    let _ = estate.alerts().filter(Alert::MACHINE.gt(5));
    let _ = estate.alerts().filter(Alert::MACHINE.size().gt(5));
    let _ = estate.machines().filter(Machine::ALERTS.eq("High"));
    let _ = estate.machines().filter(Machine::ALERTS.is_not_null());
    let _ = estate.machines().order_by(Machine::ALERTS.asc());
}

fn main() {}
