//! Which form of JSON the client asks for, and how much at once.

use http::HeaderMap;
use http::header::ACCEPT;

use crate::answer::Fault;

/// How much control information is written (OData JSON 4.01, 3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Metadata {
    /// Counts and next links only.
    None,
    #[default]
    Minimal,
    /// All of it: types, ids and links too.
    Full,
}

/// A form of JSON that the service writes (OData JSON 4.01, 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Format {
    pub(crate) metadata: Metadata,
    /// `Edm.Int64` and `Edm.Decimal` as strings.
    pub(crate) ieee754_compatible: bool,
    /// Whether control information is written as since 4.01: without `odata.`.
    pub(crate) is_newer: bool,
}

impl Format {
    /// The form that `$format` or the `Accept` header asks for; the option counts more.
    pub(crate) fn negotiate(headers: &HeaderMap, option: Option<&str>) -> Result<Format, Fault> {
        let format = Self::negotiated(headers, option)?;
        Ok(Format {
            is_newer: is_newer(headers),
            ..format
        })
    }

    /// As [`Format::negotiate`], for what is no JSON: a count or a raw value (Protocol 4.01, 11.2.4.1 and 11.2.10).
    ///
    /// Those who ask for JSON get it too, since clients ask for that whatever they ask.
    pub(crate) fn negotiate_raw(
        headers: &HeaderMap,
        option: Option<&str>,
        media: &str,
    ) -> Result<Format, Fault> {
        let asked = option.map_or_else(|| ranges(headers), |option| vec![option]);
        if asked.iter().any(|range| takes(range, media)) {
            return Ok(Format {
                is_newer: is_newer(headers),
                ..Format::default()
            });
        }
        Self::negotiate(headers, option).map_err(|_| {
            let message = format!("what is there is {media}, not {}", asked.join(","));
            Fault::not_acceptable(message)
        })
    }

    fn negotiated(headers: &HeaderMap, option: Option<&str>) -> Result<Format, Fault> {
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
        let ranges = ranges(headers);
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
                ("odata.metadata" | "metadata", "none") => format.metadata = Metadata::None,
                ("odata.metadata" | "metadata", "full") => format.metadata = Metadata::Full,
                ("ieee754compatible", "true") => format.ieee754_compatible = true,
                ("q", value) => quality = value.parse().unwrap_or(1.0),
                _ => {}
            }
        }
        Some((format, quality))
    }

    /// Whether control information is written that is not asked for by name.
    pub(crate) fn is_none(self) -> bool {
        self.metadata == Metadata::None
    }

    /// The name of control information.
    pub(crate) fn control(self, name: &str) -> String {
        if self.is_newer {
            format!("@{name}")
        } else {
            format!("@odata.{name}")
        }
    }

    pub(crate) fn content_type(self) -> String {
        let odata = if self.is_newer { "" } else { "odata." };
        let metadata = match self.metadata {
            Metadata::None => "none",
            Metadata::Minimal => "minimal",
            Metadata::Full => "full",
        };
        let ieee754 = if self.ieee754_compatible {
            "IEEE754Compatible=true;"
        } else {
            ""
        };
        format!(
            "application/json;{odata}metadata={metadata};{odata}streaming=true;{ieee754}charset=utf-8"
        )
    }
}

/// The media ranges of the `Accept` header.
fn ranges(headers: &HeaderMap) -> Vec<&str> {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter(|range| !range.trim().is_empty())
        .collect()
}

/// Whether a media type is in a range, and wanted.
fn takes(range: &str, media: &str) -> bool {
    let mut parts = range.split(';').map(str::trim);
    let wanted = parts.next().unwrap_or_default().to_ascii_lowercase();
    let kind = media.split('/').next().unwrap_or_default();
    let is_refused = parts.any(|parameter| {
        let quality = parameter.strip_prefix("q=");
        quality.is_some_and(|quality| quality.parse() == Ok(0.0_f32))
    });
    (wanted == media || wanted == format!("{kind}/*")) && !is_refused
}

/// Whether the client knows OData 4.01 (Protocol 4.01, 8.2.7); one that does not say is answered as by 4.0.
pub(crate) fn is_newer(headers: &HeaderMap) -> bool {
    let version = headers.get("odata-maxversion");
    let version = version.and_then(|version| version.to_str().ok()?.parse().ok());
    version.is_some_and(|version: f32| version > 4.0)
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
            let found = format.map(|format| (format.is_none(), format.ieee754_compatible));
            assert_eq!(found, wanted, "{accept}");
        }
        let xml = HeaderMap::from_iter([(ACCEPT, "application/xml".parse().unwrap())]);
        assert!(Format::negotiate(&xml, Some("json")).is_ok());
        assert!(Format::negotiate(&HeaderMap::new(), Some("atom")).is_err());
    }
}
