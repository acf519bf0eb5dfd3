//! The lines of files that are downloaded and unpacked.

use std::collections::VecDeque;

use bytes::{Buf, Bytes};
use odata::{Client, RawBody};

use super::error::{ExportError, Kind};
use super::unpack::Unpack;

/// The longest line that is read. A row has some hundred bytes.
const LONGEST: usize = 16 * 1024 * 1024;

/// How often a download that breaks off is gone on with, without a byte more.
const TRIES: u32 = 5;

/// The lines of all files of an export: each is the JSON of a row.
///
/// A download that breaks off goes on where it did. A line that is not UTF-8 is an error, and the next one is read after it; after any
/// other error nothing more comes.
pub struct ExportLines {
    client: Client,
    /// The links to the files that are not read yet, that which is read among them.
    links: VecDeque<String>,
    /// Which file is read, and which of its lines was given last.
    file: usize,
    line: u64,
    download: Option<Download>,
    /// Where the line begins that is looked for, and how far its end was looked for.
    begins: usize,
    looked: usize,
    done: bool,
}

/// A file on its way.
struct Download {
    body: Option<RawBody>,
    etag: Option<String>,
    /// How many of its bytes have come.
    came: u64,
    /// How many tries brought none.
    vain: u32,
    /// What has come and is not unpacked.
    packed: Bytes,
    unpack: Unpack,
    is_whole: bool,
}

impl ExportLines {
    pub(super) fn new(client: Client, links: Vec<String>) -> Self {
        ExportLines {
            client,
            done: links.is_empty(),
            links: links.into(),
            file: 1,
            line: 0,
            download: None,
            begins: 0,
            looked: 0,
        }
    }

    /// Which file is read, from 1 on.
    pub fn file(&self) -> usize {
        self.file
    }

    /// Which line of the file was given last, from 1 on.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes of the file have come, packed as they are.
    pub fn bytes(&self) -> u64 {
        self.download.as_ref().map_or(0, |file| file.came)
    }

    /// The next line that is not blank; nothing after the last one of the last file.
    pub async fn next(&mut self) -> Option<Result<String, ExportError>> {
        let next = self.try_next().await;
        if !matches!(next, Ok(Some(_)) | Err(Kind::Row(_))) {
            self.done = true;
        }
        let told = |kind| self.told(kind);
        next.map_err(told).transpose()
    }

    pub(super) fn told(&self, kind: Kind) -> ExportError {
        ExportError {
            file: self.file,
            line: self.line,
            kind,
        }
    }

    async fn try_next(&mut self) -> Result<Option<String>, Kind> {
        while !self.done {
            if let Some(line) = self.taken()? {
                self.line += 1;
                let line = String::from_utf8(line)
                    .map_err(|error| Kind::Row(format!("it is not UTF-8: {error}")))?;
                let line = line.trim();
                if line.is_empty() {
                    continue;
                }
                return Ok(Some(line.to_owned()));
            }
            match &mut self.download {
                Some(download) if download.is_whole => self.turn(),
                _ => self.read_more().await?,
            }
        }
        Ok(None)
    }

    /// Goes on to the next file.
    fn turn(&mut self) {
        self.download = None;
        self.links.pop_front();
        self.done = self.links.is_empty();
        (self.begins, self.looked) = (0, 0);
        if !self.done {
            self.file += 1;
            self.line = 0;
        }
    }

    /// A line that is there whole.
    fn taken(&mut self) -> Result<Option<Vec<u8>>, Kind> {
        let Some(download) = &mut self.download else {
            return Ok(None);
        };
        let is_whole = download.is_whole;
        let Some(text) = download.unpack.text() else {
            return Ok(None);
        };
        let rest = text.get(self.looked..).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == b'\n');
        let end = match end {
            Some(end) => self.looked + end + 1,
            None if is_whole && self.begins < text.len() => text.len(),
            None => {
                // What was given is dropped, so that no more than a line is held.
                text.drain(..self.begins);
                self.begins = 0;
                self.looked = text.len();
                if text.len() > LONGEST {
                    self.done = true;
                    let why = format!("a line is longer than {LONGEST} bytes");
                    return Err(Kind::Row(why));
                }
                return Ok(None);
            }
        };
        let line = text.get(self.begins..end).unwrap_or_default().to_vec();
        (self.begins, self.looked) = (end, end);
        Ok(Some(line))
    }

    /// Downloads some more of the file.
    async fn read_more(&mut self) -> Result<(), Kind> {
        let Some(link) = self.links.front() else {
            return Ok(());
        };
        let file = self.download.get_or_insert_with(|| Download {
            body: None,
            etag: None,
            came: 0,
            vain: 0,
            packed: Bytes::new(),
            unpack: Unpack::new(),
            is_whole: false,
        });
        if !file.packed.is_empty() {
            let took = file.unpack.push(&file.packed).map_err(Kind::Packed)?;
            file.packed.advance(took);
            return Ok(());
        }
        let body = match &mut file.body {
            Some(body) => body,
            None => {
                let query = self.client.bytes_at(link).map_err(Kind::Download)?;
                let query = query.from_byte(file.came, file.etag.as_deref());
                let opened = match query.open().await {
                    // It broke off behind its last byte.
                    Err(error) if file.came > 0 && status(&error) == Some(416) => {
                        return file.end();
                    }
                    opened => opened.map_err(refused)?,
                };
                let Some(opened) = opened else {
                    return Err(Kind::Empty);
                };
                if file.etag.is_none() {
                    file.etag = opened.etag().map(str::to_owned);
                }
                file.body.insert(opened)
            }
        };
        match body.next().await {
            Some(Ok(piece)) => {
                file.came += piece.len() as u64;
                file.vain = 0;
                file.packed = piece;
                Ok(())
            }
            Some(Err(error)) => {
                file.body = None;
                file.vain += 1;
                match file.vain < TRIES {
                    true => Ok(()),
                    false => Err(Kind::Download(error)),
                }
            }
            None if file.came == 0 => Err(Kind::Empty),
            None => file.end(),
        }
    }
}

impl Download {
    /// No more bytes come.
    fn end(&mut self) -> Result<(), Kind> {
        self.unpack.end().map_err(Kind::Packed)?;
        self.is_whole = true;
        Ok(())
    }
}

fn status(error: &odata::Error) -> Option<u16> {
    error.status().map(|status| status.as_u16())
}

/// A storage account says of a link that has expired that whoever asks is not allowed to (403).
fn refused(error: odata::Error) -> Kind {
    match status(&error) {
        Some(403) => Kind::Expired(error),
        _ => Kind::Download(error),
    }
}

impl std::fmt::Debug for ExportLines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The links hold signatures.
        f.debug_struct("ExportLines")
            .field("file", &self.file)
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}
