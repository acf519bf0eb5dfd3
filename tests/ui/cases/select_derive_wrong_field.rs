//! Fields of a selection that cannot be selected.

odata::service!("specs/estate/service.toml");

#[derive(odata::Select)]
#[odata(Alert)]
struct Row {
    number: i32,
    #[odata(path = Alert::MACHINE.then(Machine::OWNER))]
    owner: Option<String>,
    machine: Option<String>,
    severty: Option<String>,
}

fn main() {
    let _ = odata::filter!("number eq 1");
}
