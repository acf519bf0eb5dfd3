//! Waiting for what others await.

use odata::blocking::{Wait as _, WaitEach as _};
use odata::doc_example::{Defender, LibraryFile};
use odata_mock::MockService;
use serde_json::json;

const CSDL: &str = include_str!("../../specs/defender/metadata.xml");

fn served() -> (odata_mock::MockServer, Defender) {
    let rows = (0..5).map(|n| json!({"fileName": format!("{n}.ps1")}));
    let service = MockService::from_csdl(CSDL)
        .unwrap()
        .entity_set("libraryfiles", rows.collect())
        .unwrap()
        .page_size(2);
    let server = service.serve().wait().unwrap();
    let defender = Defender::builder().base_url(server.url()).build().unwrap();
    (server, defender)
}

#[test]
fn pages_and_rows_are_waited_for() {
    let (_server, defender) = served();
    let files = defender.library_files();
    let page = files
        .filter(LibraryFile::FILE_NAME.lt("2"))
        .send()
        .wait()
        .unwrap();
    assert_eq!(page.items.len(), 2);
    let mut rows = files.stream().wait_each();
    assert_eq!(rows.next().unwrap().unwrap().file_name, "0.ps1");
    assert!(rows.stream().position().is_some());
    let rest: Vec<String> = rows.map(|file| file.unwrap().file_name).collect();
    assert_eq!(rest, ["1.ps1", "2.ps1", "3.ps1", "4.ps1"]);
}

#[test]
fn many_threads_may_wait() {
    let (_server, defender) = served();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let rows = defender.library_files().stream().wait_each();
                assert_eq!(rows.filter_map(Result::ok).count(), 5);
            });
        }
    });
}

#[test]
#[should_panic(expected = "within `async` code: use `await` there")]
fn async_code_is_told_not_to_wait() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { std::future::ready(()).wait() });
}
