//! A listed number compared with a text, and asked for a part of it.

odata::service!("specs/ledger/service.toml");

fn main() {
    let _ = Entry::LEVEL.gt(3).and(Entry::LEVEL.eq(EntryLevel::Low));
    let _ = Entry::LEVEL.eq("low");
    let _ = Entry::LEVEL.contains("low");
}
