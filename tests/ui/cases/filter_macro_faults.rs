//! Text that is no filter, and values without a place.

odata::service!("specs/estate/service.toml");

fn ask(estate: &Estate, name: &str) {
    let _ = estate.machines().filter(odata::filter!(Machine, "owner eq"));
    let _ = estate.machines().filter(odata::filter!(Machine, "owner == {name}"));
    let _ = estate.machines().filter(odata::filter!(Machine, "contains(owner, {name}, {})", 1));
    let _ = estate.machines().filter(odata::filter!(Machine, "owner eq {}"));
    let _ = estate.machines().filter(odata::filter!(Machine, "owner eq {}", name, 2));
    let _ = estate.machines().filter(odata::filter!(Machine, "owner eq {name"));
    let _ = estate.machines().filter(odata::filter!(Machine, "cast(owner,Edm.Int32) eq 1"));
}

fn main() {}
