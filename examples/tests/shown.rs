//! What README and the pages in docs/ show, compiled and run against the mock: `cargo xtask golden --write` copies it there.

use std::time::Duration;

use odata::{
    Changes, Content, Delta, FilePart, Filter, Null, Page, RateLimit, Result, Retry, Service as _,
};
use odata_examples::{Defender, LibraryFile};
use odata_mock::{MockService, Uploaded};
use serde_json::json;

const METADATA: &str = include_str!("../../specs/defender/metadata.xml");
const FILES: &str = include_str!("../fixtures/libraryfiles.json");
const TOUR: &str = include_str!("../../tests/specs/tour/metadata.xml");

#[allow(missing_docs)]
mod tour {
    odata::service!("../tests/specs/tour/service.toml");
}
use tour::{Person, Tour};

fn mock() -> MockService {
    let files = serde_json::from_str(FILES).expect("JSON");
    let service = MockService::from_csdl(METADATA).expect("a model");
    let service = service.entity_set("libraryfiles", files).expect("rows");
    let service = service.etags("libraryfiles").expect("a set");
    let service = service.form_upload("libraryfiles", |parts| {
        let file = parts.iter().find(|part| part.name == "File");
        let name = file.and_then(|file| file.filename.clone());
        Ok(Uploaded::new(json!({ "fileName": name })))
    });
    service.expect("a set").page_size(2)
}

fn defender(service: &MockService) -> Defender {
    let builder = Defender::builder().transport(service.transport());
    builder.build().expect("a client")
}

async fn read(defender: &Defender, text_of_a_user: &str) -> Result<Vec<String>> {
    // begin: reading
    let scripts = defender
        .library_files()
        .filter(
            LibraryFile::FILE_NAME
                .ends_with(".ps1")
                .and(LibraryFile::HAS_PARAMETERS.eq(true)),
        )
        .order_by(LibraryFile::LAST_UPDATED_TIME.desc())
        .top(20)
        .send() // one page, as the service cuts it
        .await?;

    let all: Vec<LibraryFile> = defender.library_files().all().await?; // of all pages
    println!("{} files", all.len());

    let mut every = defender.library_files().stream(); // the same, row by row
    while let Some(file) = every.next().await {
        println!("{}", file?.file_name);
    }

    // `$select` gives rows of just these types.
    let names: Page<(String, Option<String>)> = defender
        .library_files()
        .select((LibraryFile::FILE_NAME, LibraryFile::SHA256))
        .send()
        .await?;

    let one = defender
        .library_files()
        .by_key("script1.ps1")
        .send()
        .await?;

    // What was filled in of a form; what was not asks for nothing.
    let by: Option<&str> = None;
    let wanted = Filter::all([
        by.map(|by| LibraryFile::CREATED_BY.eq(by)),
        Some(LibraryFile::DESCRIPTION.is_null() | LibraryFile::HAS_PARAMETERS.eq(true)),
    ]);
    let filled = defender.library_files().filter(wanted).all().await?;

    // Text that comes at run time is held against the schema, and shown with a caret where it does not fit.
    let asked = defender
        .library_files()
        .filter_text(text_of_a_user)?
        .send()
        .await?;
    // end
    let mut found: Vec<String> = scripts.into_iter().map(|file| file.file_name).collect();
    found.extend(names.into_iter().map(|(name, _)| name));
    found.push(one.file_name);
    found.extend(filled.into_iter().map(|file| file.file_name));
    found.extend(asked.into_iter().map(|file| file.file_name));
    Ok(found)
}

async fn page(defender: &Defender) -> Result<u64> {
    let library = defender.library_files();
    // begin: paging
    let page = library
        .filter(LibraryFile::CREATED_BY.eq("admin"))
        .count()
        .send()
        .await?;
    println!("{} of {:?}", page.items.len(), page.count); // `count` is `$count=true`
    println!("{:?}", page.next_link);

    let mut every = library.stream();
    let first = every.next().await;
    // Where reading stands, as text, to go on in another process: `library.query().resume(&position.parse()?)`.
    let position = every.position().map(|position| position.to_string());

    let by_skip = library.query().stream_by_skip(10_000); // `$skip` and `$top`, where there are no next links
    let total = library.total().send().await?; // `/$count` alone
    // end
    assert!(first.is_some() && position.is_some());
    drop(by_skip);
    Ok(total)
}

async fn tracked(defender: &Defender) -> Result<Vec<String>> {
    let mut told = Vec::new();
    // begin: tracking
    let mut files = defender.library_files().query().track_changes();
    while let Some(file) = files.next().await {
        if let Delta::Changed(file) = file? {
            told.push(file.file_name); // all that is there now
        }
    }
    // There is none where the service tracks no changes.
    let link = files.delta_link().expect("the service tracks changes");
    let kept: String = link.to_string(); // for the next time

    let since = defender.library_files().query().delta_from(&kept.parse()?);
    let (changes, next_time) = since.all().await?;
    for change in changes {
        match change {
            Delta::Changed(file) => told.push(file.file_name), // `file.odata.present()`: which properties came
            Delta::Removed(gone) => println!("{:?} {:?}", gone.id, gone.reason),
            _ => {} // links, and what belongs to related entities
        }
    }
    // end
    assert!(next_time.is_some());
    Ok(told)
}

async fn bytes(tour: &Tour) -> Result<usize> {
    // begin: bytes
    let png = Content::bytes("image/png", &b"\x89PNG"[..]).slug("tower.png");
    let photo = tour.photos().insert_media(png).send().await?; // a media entity is made of its bytes

    let media = tour.photos().by_entity(&photo).media(); // photos(7)/$value
    media
        .put(Content::bytes("image/gif", &b"GIF89a"[..]))
        .send()
        .await?;
    let whole = media.bytes().await?; // in memory; None where the service has none
    let mut read = 0;
    if let Some(mut body) = media.open().await? {
        while let Some(piece) = body.next().await {
            read += piece?.len(); // piece by piece, however long it is
        }
    }

    let portrait = tour.people().by_key("ann").stream(Person::PORTRAIT); // a property of the type Edm.Stream
    portrait
        .put(Content::bytes("image/gif", &b"GIF89a"[..]))
        .send()
        .await?;
    portrait.delete().send().await?;
    // end
    assert_eq!(whole.map(|whole| whole.len()), Some(read));
    Ok(read)
}

async fn change(defender: &Defender, script: &'static str) -> Result<()> {
    // begin: changing
    let files = defender.library_files();
    let file = files.by_key("script1.ps1").send().await?;

    let changes = Changes::new()
        .set(LibraryFile::DESCRIPTION, "collects logs")
        .set(LibraryFile::SHA256, Null);
    let update = files.by_entity(&file).update(&changes).representation();
    match update.send().await {
        Err(error) if error.is_concurrency_conflict() => println!("somebody was faster"),
        Err(error) => return Err(error),
        // The entity as it is now, with the ETag of now.
        Ok(file) => files.by_entity(&file).delete().send().await?,
    }

    // A form that a page describes: streamed, its documented size limit checked before anything is sent.
    let script = FilePart::bytes("a.ps1", script);
    let uploaded = defender
        .upload_library_file(script)
        .override_if_exists(true)
        .send()
        .await?;
    // end
    assert_eq!(uploaded.file_name, "a.ps1");
    Ok(())
}

async fn patient(service: &MockService) -> Result<()> {
    let builder = Defender::builder().transport(service.transport());
    // begin: patient
    let defender = builder
        .retry(
            Retry::default()
                .tries(8)
                .waits(Duration::from_secs(1), Duration::from_secs(60)),
        )
        .try_timeout(Duration::from_secs(20)) // one try
        .call_timeout(Duration::from_secs(120)) // all of them
        .build()?;
    let soon = defender
        .within(Duration::from_secs(5))
        .library_files()
        .top(20)
        .send()
        .await?;
    let slow = defender
        .library_files()
        .patience(Duration::from_secs(100)) // for the head of its answer, and for each piece
        .all()
        .await?;
    // end
    assert_eq!((soon.items.len(), slow.len()), (2, 3));
    Ok(())
}

async fn limited(service: &MockService) -> Result<()> {
    let builder = Defender::builder().transport(service.transport());
    // begin: limited
    let defender = builder
        .rate_limit(RateLimit::per_minute(300)) // of all calls together
        .rate_limit_on(Defender::library_files, RateLimit::per_minute(1)) // of this set
        // .documented_limits(false)                                // nothing but your own
        .build()?;
    defender.library_files().send().await?;
    match defender
        .within(Duration::from_secs(10))
        .library_files()
        .send()
        .await
    {
        Err(error) if error.is_rate_limited() => println!("{error}; {:?}", error.retry_after()),
        page => drop(page?),
    }
    // end
    Ok(())
}

async fn mocked() -> std::result::Result<(), Box<dyn std::error::Error>> {
    // begin: mock
    let service = MockService::from_csdl(METADATA)?
        .entity_set(
            "libraryfiles",
            json!([{ "fileName": "a.ps1" }, { "fileName": "b.sh" }]),
        )?
        .page_size(1);
    let defender = Defender::builder().transport(service.transport()).build()?;

    let scripts = defender
        .library_files()
        .filter(LibraryFile::FILE_NAME.ends_with(".ps1"))
        .send()
        .await?;
    assert_eq!(scripts.items.len(), 1);
    assert_eq!(service.requests()[0].path(), "/api/libraryfiles");
    // end
    Ok(())
}

#[tokio::test]
async fn what_is_shown_of_reading() {
    let service = mock();
    let found = read(&defender(&service), "endswith(fileName,'.exe')").await;
    let wanted = [
        "script1.ps1",
        "script1.ps1",
        "script.sh",
        "script1.ps1",
        "script1.ps1",
        "script.sh",
        "memdump.exe",
    ];
    assert_eq!(found.expect("rows"), wanted);
}

#[tokio::test]
async fn what_is_shown_of_paging() {
    let service = mock();
    assert_eq!(page(&defender(&service)).await.expect("a number"), 3);
}

#[tokio::test]
async fn what_is_shown_of_what_changed() {
    let told = tracked(&defender(&mock())).await.expect("changes");
    assert_eq!(told.len(), 3);
}

#[tokio::test]
async fn what_is_shown_of_bytes() {
    let service = MockService::from_csdl(TOUR).expect("a model");
    let people = service.entity_set("people", json!([{ "name": "ann" }]));
    let service = people.and_then(|service| service.generate_keys("photos"));
    let service = service.expect("rows");
    let tour = Tour::builder().transport(service.transport()).build();
    let read = bytes(&tour.expect("a client")).await.expect("bytes");
    assert_eq!(read, b"GIF89a".len());
}

#[tokio::test]
async fn what_is_shown_of_changing() {
    let service = mock();
    change(&defender(&service), "exit 0")
        .await
        .expect("changed");
    let left = defender(&service)
        .library_files()
        .by_key("script1.ps1")
        .send()
        .await;
    assert!(left.is_err_and(|error| error.is_not_found()));
}

#[tokio::test]
async fn what_is_shown_of_waiting() {
    let service = mock();
    patient(&service).await.expect("a page");
    limited(&service).await.expect("told");
    mocked().await.expect("a page");
}
