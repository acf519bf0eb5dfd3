//! A property of a derived type, without the cast.

odata::service!("specs/fleet/service.toml");

fn ask(fleet: &Fleet) {
    let _ = fleet.machines().filter(Server::ROLE.eq("mail"));
}

fn main() {}
