//! How long whoever answers asks to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// How long is to be waited: seconds, or until a date (RFC 9110, 10.2.3). Where it is said twice, as by a service and a gateway before it, the longer
/// time counts.
pub(super) fn retry_after(headers: &HeaderMap, now: Option<SystemTime>) -> Option<Duration> {
    let all = headers.get_all(RETRY_AFTER).iter();
    all.filter_map(|value| read(value.to_str().ok()?, now))
        .max()
}

fn read(text: &str, now: Option<SystemTime>) -> Option<Duration> {
    let text = text.trim();
    if let Some(seconds) = seconds(text) {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    // A date that has passed asks for no wait.
    Some(until.duration_since(now?).unwrap_or_default())
}

/// Whole seconds, however many: more than can be counted is longer than anybody waits, and none at all would be the opposite of what is asked.
/// Some services write parts of a second, which are waited as a whole one.
fn seconds(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if !is_number(whole) || !is_number(part) {
        return None;
    }
    let more = u64::from(part.bytes().any(|it| it != b'0'));
    Some(whole.parse().unwrap_or(u64::MAX).saturating_add(more))
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
            ("1.5", seconds(2)),
            ("7.0", seconds(7)),
            ("1.", None),
            ("+3", None),
            ("", None),
            ("soon", None),
            ("99999999999999999999999", seconds(u64::MAX)),
        ] {
            assert_eq!(read(text, now), expected, "{text}");
        }
        assert_eq!(read("Sun, 06 Nov 1994 08:50:37 GMT", None), None);
    }

    #[test]
    fn the_longer_of_two_times_counts() {
        let mut headers = HeaderMap::new();
        for text in ["2", "soon", "30", "5"] {
            headers.append(RETRY_AFTER, text.parse().unwrap());
        }
        let wait = retry_after(&headers, None);
        assert_eq!(wait, Some(Duration::from_secs(30)));
    }
}
