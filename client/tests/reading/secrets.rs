//! What stands in URLs and is not OData's own stays out of errors.

use odata::Position;
use odata::doc_example::Defender;

use crate::scripted::{Script, ready, text};

#[test]
fn no_secret_of_a_link_is_told() {
    for next in [
        "libraryfiles?sig=hush&$skiptoken=1",
        "https://:1:2/?sig=hush",
        "https://u:hush@api.security.microsoft.com/api/libraryfiles",
    ] {
        let page = format!(r#"{{"value":[],"@odata.nextLink":"{next}"}}"#);
        let script = Script::default()
            .page("libraryfiles", vec![text(&page)])
            .page(next, vec![text(&page)]);
        let mut files = script.client().library_files().stream();
        let error = ready(files.next()).unwrap().unwrap_err();
        assert!(error.is_link(), "{error}");
        assert!(!error.to_string().contains("hush"), "{error}");
    }
}

#[test]
fn no_secret_of_a_setting_is_told() {
    for url in [
        "https://u:hush@x:y/",
        "ftp://u:hush@x/",
        "u:hush@x",
        "hu\n?sig=hush",
    ] {
        let built = Defender::builder()
            .base_url(url)
            .transport(Script::default())
            .build();
        let error = built.map(|_| ()).unwrap_err().to_string();
        assert!(!error.contains("hush"), "{error}");
    }
    let position = "x@https://u:hush@x/?sig=hush".parse::<Position>();
    let error = position.unwrap_err().to_string();
    assert!(!error.contains("hush"), "{error}");
}
