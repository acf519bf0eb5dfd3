//! Types that are nested in each other deeper than rustc looks when it works out how one is dropped.

use odata::Value;
use odata::json::Reader;
use odata_tests::chain::Anchor;

#[test]
fn three_hundred_types_in_each_other_compile_and_are_read() {
    let text =
        r#"{"id":1,"first":{"at":0,"next":{"at":1,"next":{"at":2,"all":[{"at":3},{"at":3}]}}}}"#;
    let mut anchor = Anchor::default();
    anchor.read(&mut Reader::new(text)).expect("an anchor");
    let first = anchor.first.as_ref().expect("the first link");
    let second = first.next.as_ref().expect("the second one");
    let third = second.next.as_ref().expect("the third one");
    assert_eq!((first.at, second.at, third.at), (Some(0), Some(1), Some(2)));
    assert_eq!(third.all.len(), 2);
    let copy = anchor.clone();
    drop(anchor);
    let mut written = String::new();
    copy.write(&mut written);
    assert_eq!(written, text);
}
