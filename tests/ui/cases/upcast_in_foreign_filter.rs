//! A property of a derived type, asked of a type that it does not extend.

odata::service!("specs/fleet/service.toml");

fn ask(fleet: &Fleet) {
    let _ = fleet.installations().filter(Server::ROLE.upcast().eq("mail"));
}

fn main() {}
