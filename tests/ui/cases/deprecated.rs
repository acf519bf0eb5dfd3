//! What the service has deprecated.
#![deny(deprecated)]

odata::service!("specs/ledger/service.toml");

fn main() {
    let ledger = Ledger::builder().bearer_token("t").build().unwrap();
    let _ = ledger.accounts().filter(Account::NICK.eq("a"));
    let _ = ledger.stamps();
    let _ = ledger.accounts().by_key(1).call(Account::stamped());
    let _ = Account::default().nick;
    let _ = Colour::Mauve;
}
