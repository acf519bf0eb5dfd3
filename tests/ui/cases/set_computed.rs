//! A value for a property that the service computes, and for one that can only be read.

use odata::Changes;

odata::service!("specs/ledger/service.toml");

fn main() {
    let _ = Changes::new().set(Account::BALANCE, 3);
    let _ = Changes::new().set(Account::AUDITED, odata::Null);
    let _ = Changes::new().set(Account::NAME.to_lower(), "a");
}
