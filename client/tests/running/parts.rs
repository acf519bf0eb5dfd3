//! Bytes that come in parts, asked for or not.

use odata::Retry;

use crate::wire::{Step, Wire, answer};

/// Bytes, some at a time, whatever is asked for.
fn part(asked: &str, most: usize, headers: &str) -> Vec<Step> {
    const ALL: &str = "0123456789";
    let range = asked.to_ascii_lowercase();
    let first = range.split("range: bytes=").nth(1);
    let first = first.map_or(0, |rest| rest.split('-').next().unwrap().parse().unwrap());
    let part = ALL.get(first..(first + most).min(ALL.len())).unwrap();
    let last = first + part.len() - 1;
    let headers =
        format!("{headers}accept-ranges: bytes\r\ncontent-range: bytes {first}-{last}/10\r\n");
    answer("206 Partial Content", &headers, part)
}

async fn opened(wire: &Wire, from: Option<u64>) -> odata::Result<String> {
    let media = wire.client().library_files().by_key("a").media();
    let media = match from {
        Some(first) => media.from_byte(first, None),
        None => media,
    };
    let mut body = media.open().await?.unwrap();
    let mut all = String::new();
    while let Some(piece) = body.next().await {
        all.push_str(std::str::from_utf8(&piece?).unwrap());
    }
    Ok(all)
}

/// A service may give less than it was asked for (RFC 9110, 15.3.7): what is missing is asked for, or its want is an error.
#[tokio::test]
async fn less_than_was_asked_for_is_not_taken_for_all() {
    let wire = Wire::of(|_, asked| part(asked, 4, "etag: \"1\"\r\n")).await;
    assert_eq!(opened(&wire, Some(3)).await.unwrap(), "3456789");
    assert_eq!(wire.asked().len(), 2);
    assert_eq!(opened(&wire, None).await.unwrap(), "0123456789");
    // Without an ETag it is not sure that parts belong together.
    let wire = Wire::of(|_, asked| part(asked, 4, "")).await;
    for from in [Some(3), None] {
        let error = opened(&wire, from).await.unwrap_err().to_string();
        assert!(error.contains("of 10 bytes came"), "{error}");
    }
    let media = wire.client().library_files().by_key("a").media();
    for bytes in [
        media.bytes().await,
        media.clone().from_byte(3, None).bytes().await,
    ] {
        let error = bytes.unwrap_err().to_string();
        assert!(error.contains("of 10 bytes came"), "{error}");
    }
    let error = media.text().await.unwrap_err().to_string();
    assert!(error.contains("of 10 bytes came"), "{error}");
}

#[tokio::test]
async fn a_part_that_nobody_asked_for_is_not_taken_for_all() {
    let wire = Wire::of(|_, _| {
        let headers = "content-range: bytes 3-5/10\r\n";
        answer("206 Partial Content", headers, "345")
    })
    .await;
    let client = wire.builder().retry(Retry::never()).build().unwrap();
    let media = client.library_files().by_key("a").media();
    for error in [
        opened(&wire, None).await.unwrap_err(),
        media.bytes().await.unwrap_err(),
        media.text().await.unwrap_err(),
    ] {
        let error = error.to_string();
        assert!(
            error.contains("a part of the bytes came (206)") || error.contains("of 10 bytes came"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn all_of_it_is_taken_as_a_part() {
    let wire = Wire::of(|_, asked| part(asked, 10, "")).await;
    assert_eq!(opened(&wire, None).await.unwrap(), "0123456789");
    let media = wire.client().library_files().by_key("a").media();
    assert_eq!(media.bytes().await.unwrap().unwrap(), "0123456789");
    assert_eq!(opened(&wire, Some(9)).await.unwrap(), "9");
}

#[tokio::test]
async fn bytes_that_are_packed_as_nobody_asked_are_told() {
    let wire = Wire::of(|_, _| answer("200 OK", "content-encoding: br\r\n", "xyz")).await;
    let error = opened(&wire, None).await.unwrap_err().to_string();
    assert!(error.contains("is packed as `br`"), "{error}");
}
