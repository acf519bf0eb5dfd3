//! Changes in batches, and those that are made together or not at all.

use odata::doc_example::LibraryFile;
use odata::{Changes, ProtocolVersion, Service as _};

use crate::service::{client, over_tcp, service};

fn file(name: &str) -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::FILE_NAME, name)
}

fn described(text: &str) -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::DESCRIPTION, text)
}

#[tokio::test]
async fn a_change_set_is_made_as_a_whole() {
    let service = service(3);
    let (_server, defender) = over_tcp(&service).await;
    let files = defender.library_files();
    for is_json in [false, true] {
        let mut batch = defender.client().batch();
        if is_json {
            batch = batch.json();
        }
        let before = batch.add(&files.total());
        let (new, changed) = batch.atomic(|group| {
            let new = group.add(&files.insert(&file("new")));
            let changed = group.add(&files.by_key("file1").update(&described("changed")));
            (new, changed)
        });
        let behind = batch.add(&files.total());
        let gone = batch.add(&files.by_key("new").delete());
        let mut answers = batch.send().await.unwrap();
        assert_eq!(answers.status(&new).unwrap(), 201);
        let location = answers.header(&new, "location").unwrap();
        assert!(location.ends_with("/api/libraryfiles('new')"), "{location}");
        assert_eq!(answers.take(new).unwrap().file_name, "new");
        answers.take(changed).unwrap();
        assert_eq!(answers.take(before).unwrap(), 3);
        assert_eq!(answers.take(behind).unwrap(), 4);
        answers.take(gone).unwrap();
        let one = files.by_key("file1").send().await.unwrap();
        assert_eq!(one.description.as_deref(), Some("changed"));
        let back = described("d");
        files.by_key("file1").update(&back).send().await.unwrap();
    }
}

#[tokio::test]
async fn where_one_change_fails_none_is_made() {
    let service = service(3);
    let defender = client(&service);
    let files = defender.library_files();
    for is_json in [false, true] {
        let mut batch = defender.client().batch().continue_on_error();
        if is_json {
            batch = batch.json();
        }
        let (new, changed, gone) = batch.atomic(|group| {
            let new = group.add(&files.insert(&file("new")));
            let changed = group.add(&files.by_key("file1").update(&described("changed")));
            let gone = group.add(&files.by_key("nothing").delete());
            (new, changed, gone)
        });
        let behind = batch.add(&files.total());
        let other = batch.atomic(|group| group.add(&files.by_key("file2").delete()));
        let mut answers = batch.send().await.unwrap();
        let error = answers.take(gone).unwrap_err();
        assert!(error.is_not_found(), "{error}");
        let others = [
            answers.take(new).map(drop).unwrap_err(),
            answers.take(changed).map(drop).unwrap_err(),
        ];
        for error in others {
            let status = error.status().unwrap();
            assert_eq!(status, if is_json { 424 } else { 404 }, "{error}");
        }
        assert_eq!(answers.take(behind).unwrap(), 3);
        answers.take(other).unwrap();
        let now: Vec<_> = files.send().await.unwrap().items;
        let names: Vec<&str> = now.iter().map(|file| &*file.file_name).collect();
        assert_eq!(names, ["file0", "file1"]);
        assert!(
            now.iter()
                .all(|file| file.description.as_deref() == Some("d"))
        );
        files
            .insert(&file("file2").set(LibraryFile::DESCRIPTION, "d"))
            .send()
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn what_a_request_makes_can_be_referred_to() {
    for (is_json, version) in [
        (false, ProtocolVersion::V4_0),
        (true, ProtocolVersion::V4_0),
        (false, ProtocolVersion::V4_01),
        (true, ProtocolVersion::V4_01),
    ] {
        let service = service(1);
        let defender = odata::doc_example::Defender::builder()
            .transport(service.transport())
            .protocol_version(version)
            .build()
            .unwrap();
        let files = defender.library_files();
        let mut batch = defender.client().batch();
        batch = if is_json {
            batch.json()
        } else {
            batch.multipart()
        };
        let (new, changed) = batch.atomic(|group| {
            let new = group.add(&files.insert(&file("new")));
            let changed = group.add(&group.below(&new).update(&described("of the new one")));
            (new, changed)
        });
        // 4.01 can refer to what stands outside of the change set.
        let read = (version == ProtocolVersion::V4_01)
            .then(|| batch.add(&batch.below(&new).property(LibraryFile::DESCRIPTION)));
        let mut answers = batch.send().await.unwrap();
        assert_eq!(answers.take(new).unwrap().file_name, "new");
        answers.take(changed).unwrap();
        if let Some(read) = read {
            let read = answers.take(read).unwrap();
            assert_eq!(read.as_deref(), Some("of the new one"));
        }
        let new = files.by_key("new").send().await.unwrap();
        assert_eq!(new.description.as_deref(), Some("of the new one"));
    }
}

#[tokio::test]
async fn references_that_no_service_can_follow_are_refused() {
    let service = service(1);
    let defender = client(&service);
    let files = defender.library_files();

    // In 4.0, outside of the change set.
    let mut batch = defender.client().batch();
    let new = batch.atomic(|group| group.add(&files.insert(&file("new"))));
    let _ = batch.add(&batch.below(&new).update(&described("x")));
    let error = batch.send().await.unwrap_err();
    assert!(
        error.to_string().contains("not in the same change set"),
        "{error}"
    );

    // Of another batch.
    let mut other = defender.client().batch();
    let _ = other.add(&other.below(&new).update(&described("x")));
    let error = other.send().await.unwrap_err();
    assert!(error.to_string().contains("another batch"), "{error}");

    // Something that asks, in a change set.
    let mut batch = defender.client().batch();
    let _ = batch.atomic(|group| group.add(&files.by_key("file0")));
    let error = batch.send().await.unwrap_err();
    assert!(error.is_refused(), "{error}");
    assert!(
        error
            .to_string()
            .contains("a change set has only changes in it"),
        "{error}"
    );

    // One that a streamed body is sent with, by itself.
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn a_batch_of_changes_is_not_sent_twice() {
    use odata_mock::Trouble;
    for (trouble, is_change, tries) in [
        (
            Trouble::service_unavailable(std::time::Duration::ZERO),
            false,
            2,
        ),
        (
            Trouble::service_unavailable(std::time::Duration::ZERO),
            true,
            1,
        ),
        (Trouble::reset(), false, 2),
        (Trouble::reset(), true, 1),
        (
            Trouble::too_many_requests(std::time::Duration::ZERO),
            true,
            2,
        ),
        (Trouble::cut_off(), false, 2),
        (Trouble::cut_off(), true, 1),
    ] {
        let service = service(1).trouble_once(trouble.clone());
        let defender = client(&service);
        let files = defender.library_files();
        let mut batch = defender.client().batch();
        let total = batch.add(&files.total());
        let update = files.by_key("file0").update(&described("x"));
        let update = is_change.then(|| batch.add(&update));
        let answers = batch.send().await;
        assert_eq!(service.requests().len(), tries, "{trouble:?}");
        match tries {
            2 => assert_eq!(answers.unwrap().take(total).unwrap(), 1),
            // Of an answer that was cut off, what came is kept.
            _ => {
                let updated = answers.and_then(|mut answers| answers.take(update.unwrap()));
                assert!(updated.is_err(), "{trouble:?}");
            }
        }
    }
}
