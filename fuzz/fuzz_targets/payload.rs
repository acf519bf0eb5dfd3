//! A payload: read into a generated type, or refused with a place inside it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use odata::Value;
use odata::doc_example::LibraryFile;
use odata::json::Reader;

fuzz_target!(|text: &str| {
    let mut file = LibraryFile::default();
    if let Err(fault) = file.read(&mut Reader::new(text)) {
        assert!(fault.offset() <= text.len());
    }
    let mut reader = Reader::new(text);
    if let Ok(raw) = reader.raw() {
        assert!(Reader::new(raw).skip().is_ok());
    }
});
