//! The text of a filter: read or refused, and what is read prints as something that is read to the same text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use odata::expr::{AnyName, parse, parse_order_by, parse_search};

fuzz_target!(|text: &str| {
    match parse(text, &AnyName) {
        Ok(tree) => {
            let printed = tree.to_string();
            let again = parse(&printed, &AnyName).expect("what was printed is read");
            assert_eq!(again.to_string(), printed);
        }
        Err(error) => drop(error.to_string()),
    }
    let _ = odata::Filter::<odata::doc_example::LibraryFile>::parse(text).map_err(|error| error.to_string());
    let _ = parse_order_by(text, &AnyName);
    if let Ok(search) = parse_search(text) {
        let printed = search.to_string();
        assert_eq!(parse_search(&printed).map(|search| search.to_string()).as_deref(), Ok(printed.as_str()));
    }
});
