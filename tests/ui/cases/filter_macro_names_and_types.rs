//! Text whose names and types do not fit.

odata::service!("specs/estate/service.toml");

fn ask(estate: &Estate) {
    let _ = estate.machines().filter(odata::filter!(Machine, "ownr eq 'me'"));
    let _ = estate.machines().filter(odata::filter!(Machine, "owner eq 5"));
    let _ = estate.alerts().filter(odata::filter!(Alert, "contains(number, '1')"));
    let _ = estate.alerts().filter(odata::filter!(Alert, "number eq {}", "one"));
    let _ = estate.machines().filter(odata::filter!(Machine, "alerts/any(a: a/sevrity eq 'High')"));
    let _ = estate.machines().filter(odata::filter!(Alert, "number eq 1"));
}

fn main() {}
