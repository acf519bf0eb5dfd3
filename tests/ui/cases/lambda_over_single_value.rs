//! `any` and `all` of what is no collection, and paths through one.

odata::service!("specs/zoo/service.toml");

mod estate {
    odata::service!("specs/estate/service.toml");
}

use estate::{Alert, Machine};

fn ask(zoo: &Zoo, estate: &estate::Estate) {
    let _ = zoo.animals().filter(Animal::EATS.any(Food::NAME.eq("hay")));
    let _ = zoo.animals().filter(Animal::TEXT.all_with(|letter| letter.eq("a")));
    let _ = zoo.animals().filter(Animal::I32.size().gt(1));
    let _ = estate.alerts().filter(Alert::MACHINE.any(Machine::ID.eq("m1")));
    let _ = zoo.animals().filter(Animal::ALSO.then(Food::NAME).eq("hay"));
    let _ = estate.machines().filter(Machine::ALERTS.then(Alert::SEVERITY).eq("High"));
}

fn main() {}
