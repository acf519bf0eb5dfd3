//! Typed queries: the URLs they make, and what the mock answers.

use odata::{Date, DateTimeOffset, Decimal, Duration, Guid, Null};
use odata_mock::MockService;
use odata_tests::defender::{Defender, LibraryFile};
use odata_tests::zoo::{Animal, Colour, String_, Zoo};
use serde_json::json;

const DEFENDER: &str = include_str!("../../specs/defender/metadata.xml");
const ZOO: &str = include_str!("../specs/zoo/metadata.xml");

fn files() -> serde_json::Value {
    serde_json::from_str(include_str!("../../examples/fixtures/libraryfiles.json")).expect("JSON")
}

fn service() -> MockService {
    MockService::from_csdl(DEFENDER)
        .and_then(|service| service.entity_set("libraryfiles", files()))
        .expect("a service")
}

fn defender() -> Defender {
    Defender::builder()
        .transport(service().transport())
        .build()
        .expect("a client")
}

fn zoo() -> Zoo {
    Zoo::builder()
        .transport(MockService::from_csdl(ZOO).expect("a model").transport())
        .build()
        .expect("a client")
}

/// The text of each filter, which the parser must read and print the same again.
#[test]
fn filters_print_as_odata() {
    let moment: DateTimeOffset = "2024-01-02T03:04:05.5Z".parse().expect("a moment");
    let guid: Guid = "6e212a0d-b618-507c-44e4-ec8ee7499dfe"
        .parse()
        .expect("a guid");
    for (filter, text) in [
        (Animal::FLAG.eq(true), "flag eq true"),
        (Animal::TEXT.ne("o'neill"), "text ne 'o''neill'"),
        (Animal::TEXT.eq(Null), "text eq null"),
        (
            Animal::TEXT.is_null().or(Animal::I32.is_not_null()),
            "text eq null or i32 ne null",
        ),
        (Animal::TEXT.eq(None::<&str>), "text eq null"),
        (Animal::TEXT.eq(Some("a")), "text eq 'a'"),
        (Animal::I64.gt(5), "i64 gt 5"),
        (Animal::I64.le(i64::MIN), "i64 le -9223372036854775808"),
        (Animal::U8.lt(200), "u8 lt 200"),
        (Animal::F64.ge(1.5), "f64 ge 1.5e0"),
        (Animal::F64.eq(f64::NEG_INFINITY), "f64 eq -INF"),
        (
            Animal::PRICE.eq("12.50".parse::<Decimal>().expect("a decimal")),
            "price eq 12.50",
        ),
        (
            Animal::ID.eq(guid),
            "id eq 6e212a0d-b618-507c-44e4-ec8ee7499dfe",
        ),
        (Animal::SEEN.lt(moment), "seen lt 2024-01-02T03:04:05.5Z"),
        (
            Animal::BORN.eq(Date::new(2020, 2, 29).expect("a date")),
            "born eq 2020-02-29",
        ),
        (
            Animal::NAPS.gt(Duration::from_seconds(90)),
            "naps gt duration'PT1M30S'",
        ),
        (
            Animal::COLOUR.eq(Colour::Red),
            "colour eq contoso.zoo.Colour'Red'",
        ),
        (
            Animal::COLOUR.ne(Colour::Other("Blue".into())),
            "colour ne contoso.zoo.Colour'Blue'",
        ),
        (Animal::TEXT.eq(Animal::INFO), "text eq info"),
        (Animal::I32.is_in([1, 2, 3]), "i32 in (1,2,3)"),
        (Animal::I32.is_in(Vec::<i32>::new()), "false"),
        (
            Animal::TEXT
                .contains("a")
                .and(!Animal::TEXT.starts_with("b")),
            "contains(text,'a') and not startswith(text,'b')",
        ),
        (
            Animal::TEXT
                .eq("a")
                .or(Animal::TEXT.eq("b"))
                .and(Animal::FLAG.eq(false)),
            "(text eq 'a' or text eq 'b') and flag eq false",
        ),
        (
            !(Animal::I32.gt(1).and(Animal::I32.lt(9))),
            "not (i32 gt 1 and i32 lt 9)",
        ),
        (
            Animal::TEXT.to_lower().trim().length().ge(3),
            "length(trim(tolower(text))) ge 3",
        ),
        (
            Animal::TEXT.substring(1).eq("bc"),
            "substring(text,1) eq 'bc'",
        ),
        (
            Animal::TEXT
                .substring_of_length(1, 2)
                .concat("!")
                .ends_with("c!"),
            "endswith(concat(substring(text,1,2),'!'),'c!')",
        ),
        (Animal::TEXT.index_of("x").eq(-1), "indexof(text,'x') eq -1"),
        (
            Animal::SEEN.year().eq(2024).and(Animal::BORN.month().ne(2)),
            "year(seen) eq 2024 and month(born) ne 2",
        ),
        (Animal::FEEDS_AT.hour().lt(12), "hour(feedsAt) lt 12"),
        (
            Animal::SEEN
                .date()
                .eq(Date::new(2024, 1, 2).expect("a date")),
            "date(seen) eq 2024-01-02",
        ),
        (Animal::PRICE.round().eq(3), "round(price) eq 3"),
        (
            Animal::NAPS.total_seconds().gt(60),
            "totalseconds(naps) gt 60",
        ),
    ] {
        assert_eq!(filter.to_string(), text);
        let read = odata::Filter::<Animal>::parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.to_string(), text);
    }
}

#[test]
fn urls_are_encoded_and_in_a_fixed_order() {
    let defender = defender();
    let files = defender.library_files();
    let url = |query: odata::Query<LibraryFile>| query.url().expect("a URL").to_string();
    let root = "https://api.security.microsoft.com/api/libraryfiles";
    assert_eq!(url(files.query()), root);
    assert_eq!(
        url(files
            .top(5)
            .skip(10)
            .count()
            .search("mem dump")
            .order_by(LibraryFile::CREATION_TIME.desc())
            .order_by(LibraryFile::FILE_NAME.to_lower().asc())
            .filter(LibraryFile::FILE_NAME.ne("a&b+c#d%"))
            .filter(LibraryFile::SHA256.ne(Null))
            .option("api-version", "2 beta")),
        format!(
            "{root}?$filter=fileName%20ne%20%27a%26b%2Bc%23d%25%27%20and%20sha256%20ne%20null\
             &$search=%22mem%20dump%22&$orderby=creationTime%20desc,tolower(fileName)&$count=true&$skip=10&$top=5\
             &api-version=2%20beta"
        )
    );
    let selected = files
        .select((LibraryFile::FILE_NAME, LibraryFile::SHA256))
        .top(1);
    assert_eq!(
        selected.url().expect("a URL").to_string(),
        format!("{root}?$select=fileName,sha256&$top=1")
    );
    for (key, path) in [
        ("script1.ps1", "/script1.ps1"),
        ("a'b", "/a'b"),
        ("a/b?c#d", "/a%2Fb%3Fc%23d"),
        ("50% off", "/50%25%20off"),
        ("..", "('..')"),
        ("é", "/%C3%A9"),
    ] {
        assert_eq!(
            files.by_key(key).url().expect("a URL").to_string(),
            format!("{root}{path}")
        );
    }
    let strings = zoo().strings();
    let url = strings.by_key(("a,b=c", 7)).url().expect("a URL");
    assert_eq!(url.path(), "/api/strings(owner='a,b=c',number=7)");
    let long = files.filter(LibraryFile::FILE_NAME.eq("x".repeat(100_000)));
    assert!(long.url().expect_err("too long").is_refused());
}

#[tokio::test]
async fn the_seed_files_are_filtered_sorted_selected_and_counted() {
    let defender = defender();
    let files = defender.library_files();
    let names = |page: odata::Page<LibraryFile>| {
        page.items
            .into_iter()
            .map(|file| file.file_name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(files.send().await.expect("a page")),
        ["script1.ps1", "script.sh", "memdump.exe"]
    );
    let page = files
        .filter(LibraryFile::FILE_NAME.ends_with(".exe"))
        .top(1)
        .send()
        .await
        .expect("a page");
    assert_eq!(names(page), ["memdump.exe"]);
    let page = files
        .order_by(LibraryFile::FILE_NAME.asc())
        .skip(1)
        .count()
        .send()
        .await
        .expect("a page");
    assert_eq!(
        (page.count, names(page).as_slice()),
        (
            Some(3),
            &["script.sh".to_owned(), "script1.ps1".to_owned()][..]
        )
    );
    let page = files.search("memory").send().await.expect("a page");
    assert_eq!(names(page), ["memdump.exe"]);
    let page = files
        .query()
        .search_text("memory OR test")
        .expect("a search")
        .send()
        .await
        .expect("a page");
    assert_eq!(names(page), ["script1.ps1", "memdump.exe"]);
    let page = files
        .query()
        .filter_text("hasParameters eq true")
        .expect("a filter")
        .send()
        .await
        .expect("a page");
    assert_eq!(names(page), ["script1.ps1"]);

    let page = files
        .select((
            LibraryFile::FILE_NAME,
            LibraryFile::PARAMETERS_DESCRIPTION,
            LibraryFile::HAS_PARAMETERS,
        ))
        .order_by(LibraryFile::CREATION_TIME.asc())
        .send()
        .await
        .expect("a page");
    assert_eq!(
        page.items,
        [
            ("memdump.exe".to_owned(), None, Some(false)),
            ("script.sh".to_owned(), None, Some(false)),
            (
                "script1.ps1".to_owned(),
                Some("test".to_owned()),
                Some(true)
            ),
        ]
    );
    let only: odata::Page<String> = files
        .select(LibraryFile::FILE_NAME)
        .send()
        .await
        .expect("a page");
    assert_eq!(only.items, ["script1.ps1", "script.sh", "memdump.exe"]);
    let hash = files
        .by_key("script.sh")
        .select(LibraryFile::SHA256)
        .send()
        .await
        .expect("a value");
    assert!(hash.is_some_and(|hash| hash.starts_with("d0f3e3b0")));
}

#[tokio::test]
async fn the_same_property_selected_twice_is_read_twice() {
    let defender = defender();
    let page = defender
        .library_files()
        .select((LibraryFile::FILE_NAME, LibraryFile::FILE_NAME))
        .top(1)
        .send()
        .await;
    assert_eq!(
        page.expect("a page").items,
        [("script1.ps1".to_owned(), "script1.ps1".to_owned())]
    );
}

#[tokio::test]
async fn an_entity_with_a_composite_key_is_found() {
    let service = MockService::from_csdl(ZOO)
        .and_then(|service| {
            service.entity_set(
                "strings",
                json!([{ "owner": "o'x/y", "number": 7, "notes": "n" }]),
            )
        })
        .expect("a service");
    let zoo = Zoo::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    let found: String_ = zoo
        .strings()
        .by_key(("o'x/y", 7))
        .send()
        .await
        .expect("an entity");
    assert_eq!(found.notes.as_deref(), Some("n"));
}

/// Every page, over HTTP and without a socket, links relative and absolute, whatever the page size.
#[tokio::test]
async fn pages_are_followed_to_the_last_row() {
    use futures_util::TryStreamExt;
    let all: Vec<String> = (0..23)
        .map(|number| format!("file {number:02}+&?"))
        .collect();
    let rows: Vec<_> = all.iter().map(|name| json!({ "fileName": name })).collect();
    for page_size in [1, 3, 22, 23, 24] {
        for relative in [false, true] {
            let service = MockService::from_csdl(DEFENDER)
                .and_then(|service| service.entity_set("libraryfiles", rows.clone().into()))
                .expect("a service")
                .page_size(page_size)
                .require_token("secret");
            let service = if relative {
                service.relative_next_links()
            } else {
                service
            };
            let server = service.serve().await.expect("a server");
            let over_http = Defender::builder()
                .base_url(server.url())
                .bearer_token("secret")
                .build();
            let in_process = Defender::builder()
                .transport(service.transport())
                .bearer_token("secret")
                .build();
            for defender in [over_http, in_process] {
                let files = defender.expect("a client").library_files();
                let names: Vec<String> = files
                    .select(LibraryFile::FILE_NAME)
                    .stream()
                    .try_collect()
                    .await
                    .expect("rows");
                assert_eq!(names, all, "pages of {page_size}, relative {relative}");
                let mut counted = files
                    .filter(LibraryFile::FILE_NAME.contains("1+&"))
                    .count()
                    .top(2)
                    .stream();
                let mut names = Vec::new();
                while let Some(file) = counted.next().await {
                    names.push(file.expect("a row").file_name);
                }
                assert_eq!(
                    (counted.total(), names),
                    (
                        Some(3),
                        vec!["file 01+&?".to_owned(), "file 11+&?".to_owned()]
                    )
                );
            }
        }
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_connection_error() {
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        format!("http://{}/api/", listener.local_addr().expect("an address"))
    };
    let defender = Defender::builder()
        .base_url(gone)
        .build()
        .expect("a client");
    let error = defender
        .library_files()
        .send()
        .await
        .expect_err("nobody answers");
    assert!(error.is_connect(), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("no connection could be made: Connection refused"),
        "{error}"
    );
}
