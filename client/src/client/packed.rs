//! Bodies that are packed in a way that nobody asked for (RFC 9110, 8.4).

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use crate::error::{Error, Result};

/// Those that are not understood. A transport unpacks gzip, and other words are not ways to pack: some servers name a character set here.
const NOT_READ: [&str; 6] = ["br", "deflate", "zstd", "compress", "x-compress", "dcb"];

/// # Errors
/// When a body is packed as nobody can read it, though only what is accepted may come. A browser unpacks it and leaves the header.
pub(crate) fn check_packed(headers: &HeaderMap) -> Result<()> {
    if cfg!(target_arch = "wasm32") {
        return Ok(());
    }
    let all = headers.get_all(CONTENT_ENCODING).iter();
    let mut words = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim);
    let is_read = |word: &&str| {
        !NOT_READ
            .iter()
            .any(|known| known.eq_ignore_ascii_case(word))
    };
    match words.find(|word| !is_read(word)) {
        Some(word) => Err(Error::payload(format!(
            "the answer is packed as `{word}` (`Content-Encoding`), which was not asked for and is not read"
        ))),
        None => Ok(()),
    }
}
