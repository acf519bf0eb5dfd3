//! A service on the loopback interface, in a process of its own: pages of machines over HTTP.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::rows::{HEAD, Maker, page};

/// How many rows a page of the paged set has, and how many pages there are.
pub const PAGED_ROWS: usize = 10_000;
pub const PAGES: usize = 8;

/// The server as another process; it ends when this is dropped.
pub struct Served {
    child: Child,
    pub address: String,
}

impl Served {
    pub fn start() -> Self {
        let own = std::env::current_exe().expect("this program");
        let mut command = Command::new(own);
        command.arg("serve").stdout(Stdio::piped());
        let mut child = command.spawn().expect("a process");
        let mut address = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("an address");
        Served {
            child,
            address: address.trim().to_owned(),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves until the process is killed.
pub fn serve(sample: &'static str) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("{}", listener.local_addr().expect("an address"));
    let rows = Arc::new(page(sample, PAGED_ROWS, false));
    for stream in listener.incoming().flatten() {
        let rows = Arc::clone(&rows);
        thread::spawn(move || connection(stream, sample, &rows));
    }
}

/// Answers one request after the other.
fn connection(stream: TcpStream, sample: &str, rows: &str) {
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream);
    loop {
        let mut target = String::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if target.is_empty() {
                target = line.split(' ').nth(1).unwrap_or("/").to_owned();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        if answer(reader.get_mut(), &target, sample, rows).is_err() {
            return;
        }
    }
}

/// `/made/ROWS/CODING/…` makes a page of so many rows; `/paged/LATENCY/LINK/…?page=N` has it ready.
fn answer(stream: &mut TcpStream, target: &str, sample: &str, rows: &str) -> std::io::Result<()> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut parts = path.split('/').skip(1);
    let mut part = || parts.next().unwrap_or_default();
    match part() {
        "made" => {
            let (count, coding) = (part().parse().unwrap_or(1), part());
            made(stream, sample, count, coding == "gzip")
        }
        _ => {
            thread::sleep(Duration::from_millis(part().parse().unwrap_or(0)));
            let at_head = part() == "head";
            let number: usize = query
                .strip_prefix("page=")
                .unwrap_or("0")
                .parse()
                .unwrap_or(0);
            paged(stream, path, rows, number, at_head)
        }
    }
}

fn paged(
    stream: &mut TcpStream,
    path: &str,
    rows: &str,
    number: usize,
    at_head: bool,
) -> std::io::Result<()> {
    let link = match number + 1 < PAGES {
        true => format!("\"@odata.nextLink\":\"{path}?page={}\"", number + 1),
        false => "\"@odata.more\":false".to_owned(),
    };
    let page = match at_head {
        true => rows.replacen(HEAD, &format!("{HEAD}{link},"), 1),
        false => format!("{},{link}}}", &rows[..rows.len() - 1]),
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        page.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(page.as_bytes())
}

fn made(stream: &mut TcpStream, sample: &str, count: usize, gzip: bool) -> std::io::Result<()> {
    let coding = if gzip {
        "content-encoding: gzip\r\n"
    } else {
        ""
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{coding}transfer-encoding: chunked\r\n\r\n"
    );
    // Ready before the first byte is sent, so that it comes as fast as it is taken.
    let mut body = Vec::new();
    match gzip {
        true => {
            let mut packed = GzEncoder::new(&mut body, Compression::fast());
            write_rows(&mut packed, sample, count)?;
            packed.finish()?;
        }
        false => write_rows(&mut body, sample, count)?,
    }
    stream.write_all(head.as_bytes())?;
    for piece in body.chunks(256 * 1024) {
        stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes())?;
        stream.write_all(piece)?;
        stream.write_all(b"\r\n")?;
    }
    stream.write_all(b"0\r\n\r\n")
}

/// The same thousand rows over and over.
fn write_rows(body: &mut dyn Write, sample: &str, count: usize) -> std::io::Result<()> {
    let mut maker = Maker::new(sample, false);
    let mut json = String::new();
    maker.rows(count.min(1000), &mut json);
    body.write_all(format!("{HEAD}\"value\":[").as_bytes())?;
    for at in 0..count.div_ceil(1000) {
        body.write_all(if at > 0 { b"," } else { b"" })?;
        body.write_all(json.as_bytes())?;
    }
    body.write_all(b"]}")
}
