//! A path that goes on with what is of another type, and an item asked for it.

odata::service!("specs/zoo/service.toml");

fn ask(zoo: &Zoo) {
    let _ = zoo.animals().filter(Animal::EATS.then(Animal::TEXT).eq("hay"));
    let _ = zoo.animals().filter(Animal::ALSO.any(Animal::TEXT.eq("hay")));
    let _ = zoo.animals().filter(Animal::TEXT.then(Food::NAME).eq("hay"));
}

fn main() {}
