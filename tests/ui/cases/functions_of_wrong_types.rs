//! Functions of properties of other types.

odata::service!("specs/zoo/service.toml");

fn ask(zoo: &Zoo) {
    let _ = zoo.animals().filter(Animal::I32.length().gt(1));
    let _ = zoo.animals().filter(Animal::BORN.contains("2024"));
    let _ = zoo.animals().filter(Animal::TEXT.starts_with(1));
    let _ = zoo.animals().filter(Animal::I32.matches_pattern("[0-9]"));
    let _ = zoo.animals().filter(Animal::BORN.hour().gt(1));
    let _ = zoo.animals().filter(Animal::FEEDS_AT.month().gt(1));
    let _ = zoo.animals().filter(Animal::BORN.date().is_not_null());
    let _ = zoo.animals().filter(Animal::I32.total_seconds().gt(1));
    let _ = zoo.animals().filter(Animal::FLAG.ceiling().gt(1));
    let _ = zoo.animals().filter(Animal::TEXT.has("Red"));
    let _ = zoo.animals().filter(Animal::TEXT.length_of_line().gt(1.0));
    let _ = zoo.animals().filter(Animal::TEXT.cast::<Food>().is_null());
    let _ = zoo.animals().filter(Animal::NUMBERS.has_subset(["one"]));
    let _ = zoo.animals().query().aggregate(Animal::TEXT.sum().named("total"));
}

fn main() {}
