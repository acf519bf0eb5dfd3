//! What terms of OData's vocabularies do to requests. What does not compile is in `ui/`.

use odata::{Changes, Error};
use odata_tests::ledger::{Account, Entry, EntryLevel, EntryState, Kind, Ledger, Limits, Rate};
use odata_tests::offline::{Offline, refused};

fn ledger() -> Ledger {
    let builder = Ledger::builder().transport(Offline).bearer_token("t");
    builder.build().unwrap()
}

fn sent<T: std::fmt::Debug>(result: odata::Result<T>) {
    let error: Error = result.unwrap_err();
    assert!(!error.is_refused(), "{error}");
}

#[tokio::test]
async fn what_is_immutable_is_set_on_insert_alone() {
    let accounts = ledger().accounts();
    let changes = Changes::new().set(Account::CURRENCY, "EUR");
    sent(accounts.insert(&changes).send().await);
    let said = refused(accounts.by_key(1).update(&changes).send().await);
    let wanted = "the service does not let `currency` be set when an entity is updated: \
                  `Core.Immutable` of property `currency` says so: metadata.xml";
    assert!(said.contains(wanted), "{said}");
    let changes = Changes::new().set(Account::CURRENCY.unchecked(), "EUR");
    sent(accounts.by_key(1).update(&changes).send().await);

    let limits = Changes::new().set(Limits::LAW, 3);
    let changes = Changes::new().set(Account::LIMITS, limits);
    sent(accounts.insert(&changes).send().await);
    let said = refused(accounts.by_key(1).update(&changes).send().await);
    assert!(said.contains("`law`"), "{said}");
}

#[tokio::test]
async fn what_a_set_does_not_let_be_inserted_is_set_on_update_alone() {
    let accounts = ledger().accounts();
    let changes = Changes::new().set(Account::CLOSED, odata::Null);
    sent(accounts.by_key(1).update(&changes).send().await);
    let said = refused(accounts.insert(&changes).send().await);
    let wanted = "the service does not let `closed` be set when an entity is inserted: \
                  `Capabilities.InsertRestrictions` of entity set `accounts` says so: metadata.xml";
    assert!(said.contains(wanted), "{said}");
    // Said to be no restriction.
    let changes = Changes::new().set(Account::OPENED, odata::Null);
    sent(accounts.insert(&changes).send().await);
}

#[test]
fn listed_values_are_an_enum_and_texts_on_the_wire() {
    let entries = ledger().entries();
    let query = |filter: odata::Filter<Entry>| {
        let url = entries.filter(filter).url().unwrap();
        url.query().unwrap().replace("%20", " ").replace("%27", "'")
    };
    assert_eq!(
        query(Entry::STATE.eq(EntryState::Oneill)),
        "$filter=state eq 'O''Neill, 2'"
    );
    assert_eq!(query(Entry::STATE.eq("open")), "$filter=state eq 'open'");
    assert_eq!(
        query(Entry::KIND.eq(Kind::Debit)),
        "$filter=kind eq 'Debit'"
    );
    assert_eq!(
        query(Entry::STATE.starts_with("o")),
        "$filter=startswith(state,'o')"
    );
    assert_eq!(query(Entry::STATE.eq(odata::Null)), "$filter=state eq null");
    assert!(
        entries
            .filter_text("state eq 'open' and kind eq 'x'")
            .is_ok()
    );
    assert!(entries.filter_text("state eq 3").is_err());

    let changes = Changes::new()
        .set(Entry::STATE, EntryState::Oneill)
        .set(Entry::KIND, "Debit")
        .set(Entry::KINDS, vec![Kind::In]);
    assert_eq!(
        changes.to_string(),
        r#"{"state":"O'Neill, 2","kind":"Debit","kinds":["Credit"]}"#
    );

    let json = r#"{"id":1,"state":"lost","kind":"Credit","kinds":["Debit","New"],"level":1}"#;
    let mut entry = Entry::default();
    odata::Value::read(&mut entry, &mut odata::json::Reader::new(json)).unwrap();
    assert_eq!(entry.state, Some(EntryState::Other("lost".into())));
    assert_eq!(entry.kind, Kind::In);
    assert_eq!(entry.kinds, [Kind::Debit, Kind::Other("New".into())]);
    assert_eq!(entry.level, Some(EntryLevel::Low));
}

#[test]
fn listed_numbers_are_an_enum_and_numbers_on_the_wire() {
    let entries = ledger().entries();
    let query = |filter: odata::Filter<Entry>| {
        let url = entries.filter(filter).url().unwrap();
        url.query().unwrap().replace("%20", " ")
    };
    for (filter, wanted) in [
        (Entry::LEVEL.eq(EntryLevel::Low), "level eq 1"),
        (Entry::LEVEL.lt(EntryLevel::Highest), "level lt 30"),
        (
            Entry::LEVEL.is_in([EntryLevel::ValueMinus2, EntryLevel::Other("7".into())]),
            "level in (-2,7)",
        ),
        (Entry::LEVEL.gt(5), "level gt 5"),
        (Entry::LEVEL.eq(odata::Null), "level eq null"),
        (Entry::LEVEL.round().ge(2.5), "round(level) ge 2.5e0"),
        (Entry::RATE.eq(Rate::Value0Point50), "rate eq 0.50"),
        (Entry::RATE.ne(3), "rate ne 3"),
        (Entry::GRADE.eq(3), "grade eq 3"),
    ] {
        assert_eq!(query(filter), format!("$filter={wanted}"));
    }
    assert!(entries.filter_text("level eq 5 and rate gt 0.5").is_ok());
    assert!(entries.filter_text("level eq 'low'").is_err());

    let changes = Changes::new()
        .set(Entry::LEVEL, EntryLevel::ValueMinus2)
        .set(Entry::RATE, Rate::Value3);
    assert_eq!(changes.to_string(), r#"{"level":-2,"rate":3}"#);
    assert_eq!(
        Changes::new().set(Entry::LEVEL, 4).to_string(),
        r#"{"level":4}"#
    );

    let read = |level: &str, rate: &str| {
        let json = format!(r#"{{"id":1,"kind":"Credit","level":{level},"rate":{rate}}}"#);
        let mut entry = Entry::default();
        odata::Value::read(&mut entry, &mut odata::json::Reader::new(&json)).map(|()| entry)
    };
    let entry = read("30", "0.5").unwrap();
    assert_eq!(entry.level, Some(EntryLevel::Highest));
    assert_eq!(entry.rate, Some(Rate::Value0Point50));
    // IEEE754Compatible: numbers in strings.
    let entry = read("7", "\"3.00\"").unwrap();
    assert_eq!(entry.level, Some(EntryLevel::Other("7".into())));
    assert_eq!(entry.rate, Some(Rate::Value3));
    let mut json = String::new();
    odata::Value::write(&entry, &mut json);
    assert!(json.contains(r#""level":7,"rate":3"#), "{json}");
    assert_eq!(read("null", "null").unwrap().level, None);
    for (level, rate) in [
        ("\"low\"", "1"),
        ("1.5", "1"),
        ("true", "1"),
        ("5000000000", "1"),
        ("1", "\"x\""),
    ] {
        let fault = read(level, rate).unwrap_err().to_string();
        assert!(fault.contains("level") || fault.contains("rate"), "{fault}");
    }
}

#[tokio::test]
async fn a_change_without_an_etag_is_refused_where_the_set_needs_one() {
    let entries = ledger().entries();
    let changes = Changes::new().set(Entry::KIND, Kind::Debit);
    let wanted = "entity set `entries`: the service takes no update and no deletion without an ETag: \
                  `Core.OptimisticConcurrency` of entity set `entries` says so: metadata.xml; \
                  read the entity and change it with `by_entity`, or say `.if_match(\"*\")`";
    let said = refused(entries.by_key(1).update(&changes).send().await);
    assert!(said.contains(wanted), "{said}");
    let said = refused(entries.by_key(1).delete().send().await);
    assert!(said.contains(wanted), "{said}");
    // Not where it came without one either.
    refused(entries.by_entity(&Entry::default()).delete().send().await);

    sent(entries.by_key(1).delete().if_match("*").send().await);
    sent(
        entries
            .by_key(1)
            .update(&changes)
            .if_match("\"a\"")
            .send()
            .await,
    );
    let json = r#"{"@odata.etag":"\"a\"","id":1,"kind":"Credit"}"#;
    let mut entry = Entry::default();
    odata::Value::read(&mut entry, &mut odata::json::Reader::new(json)).unwrap();
    sent(entries.by_entity(&entry).delete().send().await);
    // The other set says nothing of it.
    sent(ledger().accounts().by_key(1).delete().send().await);
}

#[tokio::test]
async fn what_a_set_does_not_take_is_refused() {
    let entries = ledger().entries();
    let query = || entries.filter(Entry::ID.gt(1));
    assert!(query().skip(1).url().is_ok());
    let cases = [
        (
            query().top(1),
            "does not support `$top`: `Capabilities.TopSupported`",
        ),
        (query().count(), "does not support `$count`"),
        (query().search("a"), "does not support `$search`"),
        (
            entries.query(),
            "needs a `$filter`: `Capabilities.FilterRestrictions`",
        ),
    ];
    for (query, wanted) in cases {
        let said = refused(query.url());
        assert!(
            said.contains(&format!("entity set `entries`: the service {wanted}")),
            "{said}"
        );
    }
    let changes = Changes::new().set(Entry::KIND, Kind::Debit);
    let said = refused(entries.insert(&changes).send().await);
    assert!(said.contains("lets nothing be inserted"), "{said}");
    assert!(ledger().accounts().top(1).count().url().is_ok());
}
