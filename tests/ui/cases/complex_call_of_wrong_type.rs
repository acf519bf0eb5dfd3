//! Operations of complex types, called on what they are not bound to.

odata::service!("specs/rack/service.toml");

fn call(rack: &Rack) {
    let machine = rack.machines().by_key("1");
    let place = machine.property(Machine::PLACE);
    let _ = place.call(Hall::light(1));
    let _ = place.call(Fan::clean());
    let _ = machine.call(Place::vacate());
    let _ = machine.property(Machine::ID).call(Place::vacate());
}

fn main() {}
