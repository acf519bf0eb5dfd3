//! Compressed answers over HTTP.
#![cfg(feature = "reqwest")]

use odata::doc_example::Defender;
use odata_mock::{Canned, MockService};

const DEFENDER: &str = include_str!("../../../specs/defender/metadata.xml");

/// A gzip file of blocks that are not compressed (RFC 1951, 3.2.4; RFC 1952).
fn gzip(text: &[u8]) -> Vec<u8> {
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut blocks = text.chunks(10_000).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap();
        file.push(u8::from(blocks.peek().is_none()));
        file.extend(length.to_le_bytes());
        file.extend((!length).to_le_bytes());
        file.extend(block);
    }
    let mut crc = !0_u32;
    for byte in text {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1));
        }
    }
    file.extend((!crc).to_le_bytes());
    file.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
    file
}

#[tokio::test]
async fn rows_come_out_of_gzip_and_a_cut_is_told() {
    let rows: Vec<String> = (0..2000)
        .map(|at| format!(r#"{{"fileName":"file {at}"}}"#))
        .collect();
    let body = gzip(format!("{{\"value\":[{}]}}", rows.join(",")).as_bytes());
    for cut in [None, Some(30_000)] {
        let body = body.clone();
        let service = MockService::from_csdl(DEFENDER)
            .unwrap()
            .intercept(move |_| {
                let canned = Canned::json(&serde_json::Value::Null)
                    .header("content-encoding", "gzip")
                    .body(body.clone())
                    .in_pieces(1000, std::time::Duration::ZERO);
                Some(match cut {
                    Some(bytes) => canned.cut_after(bytes),
                    None => canned,
                })
            });
        let server = service.serve().await.unwrap();
        let defender = Defender::builder().base_url(server.url()).build().unwrap();
        let mut files = defender.library_files().stream();
        let (mut count, mut error) = (0, None);
        while let Some(file) = files.next().await {
            match file {
                Ok(file) => assert_eq!(file.file_name, format!("file {count}")),
                Err(told) => {
                    error = Some(told);
                    continue;
                }
            }
            count += 1;
        }
        match cut {
            None => assert_eq!((count, error.is_none()), (2000, true)),
            Some(_) => {
                assert!((500..2000).contains(&count), "{count}");
                assert!(error.unwrap().is_decode());
            }
        }
    }
}
