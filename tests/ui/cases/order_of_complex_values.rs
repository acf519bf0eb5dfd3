//! Complex values and collections have no order, and no number has a remainder but numbers.

odata::service!("specs/zoo/service.toml");

fn ask(zoo: &Zoo) {
    let _ = zoo.animals().order_by(Animal::EATS.then(Food::NAME).asc());
    let _ = zoo.animals().order_by(Animal::EATS.asc());
    let _ = zoo.animals().order_by(Animal::NUMBERS.desc());
    let _ = zoo.animals().filter((Animal::NAPS % 2).is_null());
}

fn main() {}
