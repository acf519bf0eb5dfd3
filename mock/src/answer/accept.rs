//! Which form of JSON the client asks for, and how much at once.

use http::HeaderMap;
use http::header::ACCEPT;

use crate::answer::Fault;

/// A form of JSON that the service writes (OData JSON 4.0, 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Format {
    /// No control information but counts and next links.
    pub(crate) no_metadata: bool,
    /// `Edm.Int64` and `Edm.Decimal` as strings.
    pub(crate) ieee754_compatible: bool,
}

impl Format {
    /// The form that `$format` or the `Accept` header asks for; the option counts more.
    pub(crate) fn negotiate(headers: &HeaderMap, option: Option<&str>) -> Result<Format, Fault> {
        if let Some(format) = option {
            let wanted = if format == "json" {
                "application/json"
            } else {
                format
            };
            let message = || format!("`$format={format}` is not a format of this service: json is");
            let format = Self::of_media_range(wanted).map(|(format, _)| format);
            return format.ok_or_else(|| Fault::not_acceptable(message()).target("$format"));
        }
        let ranges: Vec<&str> = headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter(|range| !range.trim().is_empty())
            .collect();
        if ranges.is_empty() {
            return Ok(Format::default());
        }
        let mut best: Option<(Format, f32)> = None;
        for (format, quality) in ranges
            .iter()
            .filter_map(|range| Self::of_media_range(range))
        {
            if quality > best.map_or(0.0, |(_, quality)| quality) {
                best = Some((format, quality));
            }
        }
        let message = || {
            format!(
                "`Accept: {}` does not include application/json",
                ranges.join(",")
            )
        };
        best.map(|(format, _)| format)
            .ok_or_else(|| Fault::not_acceptable(message()))
    }

    /// The form that a media range asks for and its quality; nothing when JSON is not in the range.
    fn of_media_range(range: &str) -> Option<(Format, f32)> {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next()?.to_ascii_lowercase();
        if !matches!(media.as_str(), "application/json" | "application/*" | "*/*") {
            return None;
        }
        let mut format = Format::default();
        let mut quality = 1.0;
        for parameter in parts {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match (
                name.to_ascii_lowercase().as_str(),
                value.to_ascii_lowercase().as_str(),
            ) {
                ("odata.metadata" | "metadata", "none") => format.no_metadata = true,
                ("ieee754compatible", "true") => format.ieee754_compatible = true,
                ("q", value) => quality = value.parse().unwrap_or(1.0),
                _ => {}
            }
        }
        Some((format, quality))
    }

    pub(crate) fn content_type(self) -> &'static str {
        match (self.no_metadata, self.ieee754_compatible) {
            (false, false) => {
                "application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8"
            }
            (true, false) => {
                "application/json;odata.metadata=none;odata.streaming=true;charset=utf-8"
            }
            (false, true) => {
                "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=true;charset=utf-8"
            }
            (true, true) => {
                "application/json;odata.metadata=none;odata.streaming=true;IEEE754Compatible=true;charset=utf-8"
            }
        }
    }
}

/// How many rows at once the client prefers (Protocol 4.0, 8.2.8.5); a preference that is none is ignored.
pub(crate) fn preferred_page_size(headers: &HeaderMap) -> Option<usize> {
    let values = headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split([',', ';']))
        .filter_map(|preference| preference.split_once('='))
        .find(|(name, _)| {
            let name = name.trim().to_ascii_lowercase();
            matches!(name.as_str(), "odata.maxpagesize" | "maxpagesize")
        })
        .and_then(|(_, size)| size.trim().trim_matches('"').parse().ok())
        .filter(|size| *size > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_ranges_are_weighed() {
        for (accept, wanted) in [
            ("application/json", Some((false, false))),
            ("*/*", Some((false, false))),
            (
                "text/html, application/json;odata.metadata=none",
                Some((true, false)),
            ),
            (
                "application/json;IEEE754Compatible=true",
                Some((false, true)),
            ),
            (
                "application/json;odata.metadata=none;q=0.1, */*;q=0.5",
                Some((false, false)),
            ),
            ("application/json;q=0", None),
            ("application/xml, text/html", None),
            ("application/jsonp", None),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]);
            let format = Format::negotiate(&headers, None).ok();
            let found = format.map(|format| (format.no_metadata, format.ieee754_compatible));
            assert_eq!(found, wanted, "{accept}");
        }
        let xml = HeaderMap::from_iter([(ACCEPT, "application/xml".parse().unwrap())]);
        assert!(Format::negotiate(&xml, Some("json")).is_ok());
        assert!(Format::negotiate(&HeaderMap::new(), Some("atom")).is_err());
    }

    #[test]
    fn page_sizes_are_preferred() {
        for (prefer, wanted) in [
            ("odata.maxpagesize=5", Some(5)),
            ("return=minimal, MaxPageSize=7", Some(7)),
            ("odata.maxpagesize=0", None),
            ("odata.maxpagesize=many", None),
            ("respond-async", None),
        ] {
            let headers =
                HeaderMap::from_iter([("prefer".parse().unwrap(), prefer.parse().unwrap())]);
            assert_eq!(preferred_page_size(&headers), wanted, "{prefer}");
        }
    }
}
