//! A file of 1 GiB goes to a service and comes from it over HTTP, and little of it is in memory at any time.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

use bytes::Bytes;
use futures_util::stream;
use odata::Content;
use odata_tests::defender::Defender;

const LENGTH: u64 = 1 << 30;
const PIECE: usize = 64 * 1024;
/// How much a process may have in memory at its peak.
const MOST: u64 = 32 * 1024;
const ROOT: &str = "ODATA_TEST_BYTES_ROOT";

/// A piece that begins with its number.
fn piece(number: u64) -> Vec<u8> {
    let mut piece = vec![b'x'; PIECE];
    piece[..8].copy_from_slice(&number.to_be_bytes());
    piece
}

/// Looks at the bytes that a stream of pieces should be, however they are cut.
#[derive(Default)]
struct Checked {
    read: u64,
    head: Vec<u8>,
}

impl Checked {
    fn read(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let at = (self.read % PIECE as u64) as usize;
            let rest = bytes.len().min(PIECE - at);
            if at < 8 {
                self.head.extend_from_slice(&bytes[..rest.min(8 - at)]);
            }
            if self.head.len() == 8 {
                let number = self.read / PIECE as u64;
                assert_eq!(self.head, number.to_be_bytes(), "piece {number}");
                self.head.clear();
            }
            self.read += rest as u64;
            bytes = &bytes[rest..];
        }
    }
}

/// Answers one request on a connection after the other.
fn serve(connection: TcpStream) -> std::io::Result<()> {
    let mut writer = connection.try_clone()?;
    let mut reader = BufReader::with_capacity(PIECE, connection);
    loop {
        let (mut first, mut length) = (String::new(), 0);
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            let line = line.to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        if first.starts_with("PUT") {
            assert_eq!(length, LENGTH);
            let mut checked = Checked::default();
            while checked.read < length {
                let held = reader.fill_buf()?;
                let count = held.len();
                assert!(count > 0, "the body broke off");
                checked.read(held);
                reader.consume(count);
            }
            writer.write_all(b"HTTP/1.1 204 No Content\r\nETag: \"2\"\r\n\r\n")?;
        } else {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {LENGTH}\r\n\r\n"
            );
            writer.write_all(head.as_bytes())?;
            for number in 0..LENGTH / PIECE as u64 {
                writer.write_all(&piece(number))?;
            }
        }
    }
}

/// The client, in a process of its own; nothing where no server is named.
#[tokio::test]
async fn in_a_process_of_its_own() {
    let Ok(root) = std::env::var(ROOT) else {
        return;
    };
    let defender = Defender::builder()
        .base_url(root)
        .build()
        .expect("a client");
    let media = defender.library_files().by_key("big.mp4").media();
    let content = Content::streamed("video/mp4", LENGTH, || {
        let numbers = 0..LENGTH / PIECE as u64;
        Box::pin(stream::iter(
            numbers.map(|number| Ok(Bytes::from(piece(number)))),
        ))
    });
    let uploaded = media.put(content).send().await.expect("an upload");
    assert_eq!(uploaded.etag(), Some("\"2\""));
    let mut body = media.open().await.expect("a body").expect("bytes");
    assert_eq!(body.content_length(), Some(LENGTH));
    let mut checked = Checked::default();
    while let Some(piece) = body.next().await {
        checked.read(&piece.expect("a piece"));
    }
    assert_eq!(checked.read, LENGTH);
    let mut status = String::new();
    let mut file = std::fs::File::open("/proc/self/status").expect("a status");
    file.read_to_string(&mut status).expect("text");
    let peak = status.lines().find(|line| line.starts_with("VmHWM:"));
    println!("\n{}", peak.expect("a peak"));
}

#[test]
fn a_gibibyte_is_sent_and_read_in_less_than_32_mib() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let root = format!("http://{}/api/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            std::thread::spawn(|| serve(connection));
        }
    });
    let child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "in_a_process_of_its_own", "--nocapture"])
        .env(ROOT, root)
        .output()
        .expect("a process");
    let said = String::from_utf8_lossy(&child.stdout).into_owned();
    let why = String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success(), "{said}{why}");
    let peak = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.expect("a peak").trim().trim_end_matches(" kB");
    let peak: u64 = peak.parse().expect("a number");
    println!("1 GiB up and down: VmHWM {peak} kB");
    assert!(peak < MOST, "{peak} kB");
}
