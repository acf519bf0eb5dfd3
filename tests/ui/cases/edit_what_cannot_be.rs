//! One property by itself: one that the service computes, and null for one that is never null.

odata::service!("specs/ledger/service.toml");

fn edit(account: odata::EntityQuery<Account>) {
    let _ = account.edit(Account::BALANCE).set(3);
    let _ = account.edit(Account::NAME).set(odata::Null);
    let _ = account.edit(Account::NAME).clear();
    let _ = account.edit(Account::NAME).update(&odata::Changes::new());
}

fn main() {}
