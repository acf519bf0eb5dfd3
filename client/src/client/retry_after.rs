//! How long whoever answers asks to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// How long is to be waited: seconds, or until a date (RFC 9110, 10.2.3).
pub(super) fn retry_after(headers: &HeaderMap, now: Option<SystemTime>) -> Option<Duration> {
    read(headers.get(RETRY_AFTER)?.to_str().ok()?, now)
}

fn read(text: &str, now: Option<SystemTime>) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    // A date that has passed asks for no wait.
    Some(until.duration_since(now?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_is_to_be_waited() {
        let now = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        for (text, expected) in [
            ("3", seconds(3)),
            (" 120 ", seconds(120)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", seconds(0)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", seconds(60)),
            ("Sunday, 06-Nov-94 08:49:40 GMT", seconds(3)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", seconds(0)),
            ("-3", None),
            ("1.5", None),
            ("soon", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(read(text, now), expected, "{text}");
        }
        assert_eq!(read("Sun, 06 Nov 1994 08:50:37 GMT", None), None);
    }
}
