//! A URL relative to the service root, a header, and each rule of the ABNF by name: read or refused, and what is read prints
//! as something that is read to the same text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use odata_core::abnf;
use odata_core::expr::AnyName;

const RULES: [&str; 9] = [
    "odataRelativeUri",
    "odataUri",
    "queryOptions",
    "resourcePath",
    "context",
    "applyExpr",
    "searchExpr",
    "primitiveValue",
    "header",
];

fuzz_target!(|text: &str| {
    for rule in RULES {
        match abnf::read(rule, text, &AnyName).expect("a rule that is implemented") {
            Ok(printed) => {
                let again = abnf::read(rule, &printed, &AnyName);
                assert_eq!(again, Some(Ok(printed)), "{rule}");
            }
            Err(error) => {
                assert!(error.range().end <= text.len(), "{rule}: {:?}", error.range());
                drop(error.to_string());
            }
        }
    }
});
