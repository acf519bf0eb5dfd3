//! Headers are read and printed.

use super::*;

#[test]
fn headers_are_read_in_any_case() {
    for (text, printed) in [
        ("asyncresult:202", "AsyncResult: 202"),
        ("CONTENT-ID: a.1~b", "Content-ID: a.1~b"),
        ("isolation: Snapshot", "OData-Isolation: snapshot"),
        ("odata-version: 4.01", "OData-Version: 4.01"),
        ("odata-maxversion:5.10", "OData-MaxVersion: 5.10"),
        ("OData-EntityID: a:b", "OData-EntityID: a:b"),
        (
            "odata-error:{\"code\":\"x\"}",
            "OData-Error: {\"code\":\"x\"}",
        ),
        (
            "prefer: odata.callback; url = \"x:y\" , wait=5,Return=minimal",
            "Prefer: callback; url=\"x:y\", wait=5, return=minimal",
        ),
        (
            "prefer:include-annotations=\"a.*,-b.c#d,*\",continue-on-error",
            "Prefer: include-annotations=\"a.*,-b.c#d,*\", continue-on-error=true",
        ),
    ] {
        let header = Header::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(header.to_string(), printed);
        assert_eq!(Header::parse(printed), Ok(header));
    }
}

#[test]
fn what_is_no_header_is_refused_at_its_place() {
    for (text, offset, expected) in [
        ("ETag: x", 0, "a header of OData's"),
        ("AsyncResult: 20", 13, "a status of three digits"),
        ("OData-Version: 5.0", 15, "4.0 or 4.01"),
        ("OData-Version: 4.011", 15, "4.0 or 4.01"),
        ("OData-MaxVersion: 4", 19, "."),
        ("Isolation: none", 11, "snapshot"),
        ("Prefer: nothing", 8, "a preference of OData's"),
        ("Prefer: odata.wait=5", 8, "a preference of OData's"),
        ("Prefer: wait=5;", 14, "the end"),
        ("Prefer: maxpagesize=0", 20, "a number greater than 0"),
        ("Prefer: return=all", 18, "minimal or representation"),
        ("Prefer: callback; url=\"x\"", 23, "a URL"),
        (
            "Prefer: include-annotations=\"a\"",
            30,
            "`.` and a term or `*`",
        ),
        ("Content-ID: a b", 13, "the end"),
    ] {
        assert_eq!(
            Header::parse(text),
            Err(HeaderError { offset, expected }),
            "{text}"
        );
    }
}
