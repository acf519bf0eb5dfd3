//! Arithmetic and comparisons of values of other types.

odata::service!("specs/zoo/service.toml");

fn ask(zoo: &Zoo) {
    let _ = zoo.animals().filter((Animal::TEXT + 1).gt(1));
    let _ = zoo.animals().filter((Animal::BORN + Animal::BORN).is_null());
    let _ = zoo.animals().filter((Animal::NAPS / Animal::NAPS).gt(1));
    let _ = zoo.animals().filter(Animal::TEXT.div_by(2).gt(1));
    let _ = zoo.animals().filter((-Animal::TEXT).eq("a"));
    let _ = zoo.animals().filter(Animal::I32.is_in(["one", "two"]));
    let _ = zoo.animals().filter(odata::functions::case(Animal::FLAG.is_true(), 1).otherwise("no").gt(1));
    let _ = zoo.animals().filter(Animal::TEXT.is_true());
}

fn main() {}
