//! The service and its storage: two listeners, since a token is for one of them. Each breaks off some of what it sends.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Rows of a page.
const PAGE: u64 = 50_000;

pub(crate) struct Server {
    api: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    rows: u64,
    /// The packed file.
    file: Vec<u8>,
    storage: SocketAddr,
    cuts: AtomicU64,
    tokens: AtomicU64,
    pages: AtomicU64,
    downloads: AtomicU64,
}

impl Server {
    pub(crate) fn start(rows: u64) -> io::Result<Self> {
        let (api, storage) = (
            TcpListener::bind("127.0.0.1:0")?,
            TcpListener::bind("127.0.0.1:0")?,
        );
        let shared = Arc::new(Shared {
            rows,
            file: packed(rows)?,
            storage: storage.local_addr()?,
            cuts: AtomicU64::new(0),
            tokens: AtomicU64::new(0),
            pages: AtomicU64::new(0),
            downloads: AtomicU64::new(0),
        });
        let server = Server {
            api: api.local_addr()?,
            shared: Arc::clone(&shared),
        };
        listen(api, Arc::clone(&shared), Shared::serve);
        listen(storage, shared, Shared::store);
        Ok(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/api/", self.api)
    }

    pub(crate) fn cuts(&self) -> u64 {
        self.shared.cuts.load(Ordering::Relaxed)
    }

    /// How many requests came to the storage with a token.
    pub(crate) fn tokens_at_storage(&self) -> u64 {
        self.shared.tokens.load(Ordering::Relaxed)
    }
}

type Answer = fn(&Shared, &[String], &mut TcpStream) -> io::Result<()>;

fn listen(listener: TcpListener, shared: Arc<Shared>, answer: Answer) {
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || {
                let mut stream = stream;
                let head = head(&stream).unwrap_or_default();
                // Who went away needs no answer.
                drop(answer(&shared, &head, &mut stream));
            });
        }
    });
}

/// The lines of a request's head.
fn head(stream: &TcpStream) -> io::Result<Vec<String>> {
    let lines = BufReader::new(stream).lines();
    lines
        .take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty()))
        .collect()
}

fn row(id: u64) -> String {
    format!(
        "{{\"id\":\"{id}\",\"deviceName\":\"desk-{}.contoso.com\",\"osPlatform\":\"Windows11\",\"softwareVendor\":\"contoso\",\
         \"softwareName\":\"parser\",\"softwareVersion\":\"1.{}\",\"cveId\":\"CVE-2026-{id:07}\",\"vulnerabilitySeverityLevel\":\"High\",\
         \"diskPaths\":[\"c:\\\\program files\\\\parser\\\\{id}.dll\"],\"registryPaths\":[],\"firstSeenTimestamp\":\"2026-11-30 08:00:00\"}}",
        id % 5000,
        id % 7,
    )
}

fn packed(rows: u64) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    for id in 0..rows {
        writeln!(packed, "{}", row(id))?;
    }
    packed.finish()
}

impl Shared {
    /// Pages of rows, and the link to the file.
    fn serve(&self, head: &[String], stream: &mut TcpStream) -> io::Result<()> {
        let target = head
            .first()
            .and_then(|line| line.split(' ').nth(1))
            .unwrap_or_default();
        if target.contains("SoftwareVulnerabilitiesExport") {
            let link = format!("http://{}/one.json.gz?sig=secret", self.storage);
            let body = format!(
                "{{\"exportFiles\":[\"{link}\"],\"generatedTime\":\"2026-11-30T08:00:00Z\"}}"
            );
            return send(
                stream,
                "200 OK\r\nContent-Type: application/json",
                body.as_bytes(),
                body.len(),
            );
        }
        let skip = target
            .split("skiptoken=")
            .nth(1)
            .and_then(|rest| rest.split('&').next()?.parse().ok());
        let first: u64 = skip.unwrap_or_default();
        let last = (first + PAGE).min(self.rows);
        let mut body = String::from("{\"value\":[");
        for id in first..last {
            if id > first {
                body.push(',');
            }
            body.push_str(&row(id));
        }
        body.push(']');
        if last < self.rows {
            let next = format!(
                "http://{}/api/machines/SoftwareVulnerabilitiesByMachine?$skiptoken={last}",
                host(head)
            );
            body.push_str(&format!(",\"@odata.nextLink\":\"{next}\""));
        }
        body.push('}');
        // Every fourth page breaks off in its middle.
        let sent = match self.pages.fetch_add(1, Ordering::Relaxed) % 4 {
            2 => {
                self.cuts.fetch_add(1, Ordering::Relaxed);
                body.len() / 2
            }
            _ => body.len(),
        };
        send(
            stream,
            "200 OK\r\nContent-Type: application/json",
            body.as_bytes(),
            sent,
        )
    }

    /// The file, from a byte on.
    fn store(&self, head: &[String], stream: &mut TcpStream) -> io::Result<()> {
        if header(head, "authorization").is_some() {
            self.tokens.fetch_add(1, Ordering::Relaxed);
        }
        let range = header(head, "range").and_then(|range| {
            range
                .strip_prefix("bytes=")?
                .strip_suffix('-')?
                .parse()
                .ok()
        });
        let first: usize = range.unwrap_or_default();
        let file = self.file.get(first..).unwrap_or_default();
        let status = match first {
            0 => "200 OK".to_owned(),
            _ => format!(
                "206 Partial Content\r\nContent-Range: bytes {first}-{}/{}",
                self.file.len() - 1,
                self.file.len()
            ),
        };
        // The first two times it breaks off.
        let sent = match self.downloads.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => {
                self.cuts.fetch_add(1, Ordering::Relaxed);
                file.len() / 3
            }
            _ => file.len(),
        };
        let head = format!(
            "{status}\r\nContent-Type: application/octet-stream\r\nAccept-Ranges: bytes\r\nETag: \"0x1\""
        );
        send(stream, &head, file, sent)
    }
}

fn header<'h>(head: &'h [String], name: &str) -> Option<&'h str> {
    let mut pairs = head.iter().filter_map(|line| line.split_once(": "));
    pairs
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn host(head: &[String]) -> &str {
    header(head, "host").unwrap_or_default()
}

/// An answer, of whose body so much is sent.
fn send(stream: &mut TcpStream, head: &str, body: &[u8], sent: usize) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body.get(..sent).unwrap_or(body))?;
    stream.flush()
}
