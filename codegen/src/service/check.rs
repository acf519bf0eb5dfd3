//! What `service.toml` cannot mean.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{SourceId, Span};

use super::{Service, Written};
use crate::references::is_folder;

/// What is about reference pages alone, with its place.
pub(super) type AboutPages = Vec<(&'static str, Span)>;

/// The entries that say something of reference pages.
pub(super) fn about_pages(source: SourceId, written: &Written) -> AboutPages {
    let at = |range: std::ops::Range<usize>| Span::new(source, range.start, range.end);
    let layout = written.layout.iter().map(|one| ("layout", at(one.span())));
    let namespace = written.namespace.iter();
    let namespace = namespace.map(|one| ("namespace", at(one.span())));
    let sets = written.set_types.keys().take(1);
    let sets = sets.map(|one| ("set-types", at(one.span())));
    layout.chain(namespace).chain(sets).collect()
}

pub(super) fn all(service: &Service, about_pages: &AboutPages, diagnostics: &mut Diagnostics) {
    service_itself(service, diagnostics);
    references(service, diagnostics);
    if !service.docs.is_empty() {
        return;
    }
    for (what, span) in about_pages {
        let message = format!("`{what}` is about reference pages, and `docs` names none");
        diagnostics.push(
            Diagnostic::warning("without-docs", message)
                .at(*span, "this has no effect")
                .help("add `docs`, or leave it out"),
        );
    }
}

fn service_itself(service: &Service, diagnostics: &mut Diagnostics) {
    let url = &service.base_url;
    let rest = url.value.split_once("://").filter(|(scheme, _)| {
        ["http", "https"]
            .iter()
            .any(|one| one.eq_ignore_ascii_case(scheme))
    });
    let is_root = |rest: &str| {
        let is_odd = |c: char| c.is_whitespace() || c.is_control() || "?#@\\".contains(c);
        let authority = rest.split('/').next().unwrap_or_default();
        is_authority(authority) && !rest.contains(is_odd) && has_whole_escapes(rest)
    };
    if !rest.is_some_and(|(_, rest)| is_root(rest)) {
        diagnostics.push(
            Diagnostic::error(
                "bad-base-url",
                format!(
                    "`base-url` is `{}`, which is no root of a service",
                    url.value
                ),
            )
            .at(
                url.span,
                "a URL that begins with https:// is expected, without query or user",
            )
            .help("for example `https://shop.contoso.com/odata/`"),
        );
    }
    for host in &service.hosts {
        let alone = host
            .value
            .contains(|c: char| c == '/' || c == ':' || c == '*' || c.is_whitespace());
        if host.value.is_empty() || alone {
            diagnostics.push(
                Diagnostic::error("bad-host", format!("`{}` is no host", host.value))
                    .at(host.span, "the name of a host alone is expected")
                    .help("for example `eu.contoso.com`: no scheme, no port, no wildcard"),
            );
        }
    }
    if !service
        .name
        .value
        .chars()
        .next()
        .is_some_and(char::is_alphabetic)
    {
        diagnostics.push(
            Diagnostic::error("bad-name", "`name` becomes the name of a Rust type").at(
                service.name.span,
                "a name that begins with a letter is expected",
            ),
        );
    }
    if service.metadata.is_empty() && service.docs.is_empty() {
        diagnostics.push(
            Diagnostic::error(
                "nothing-to-read",
                "neither `metadata` nor `docs` names a document",
            )
            .at(
                service.name.span,
                "there is nothing to generate this service from",
            )
            .help("add for example `metadata = [\"metadata.xml\"]`"),
        );
    }
    if service.namespace.is_none() && !service.docs.is_empty() {
        diagnostics.push(
            Diagnostic::error(
                "no-namespace",
                "`docs` needs `namespace`: pages do not say which one their types have",
            )
            .at(service.name.span, "no `namespace` stands beside this")
            .help("add for example `namespace = \"contoso.api\"`"),
        );
    }
}

fn references(service: &Service, diagnostics: &mut Diagnostics) {
    for (uri, path) in &service.references {
        if is_folder(&path.value) && !uri.value.ends_with('/') {
            let message = format!("`{}` leads to a folder", uri.value);
            let error = Diagnostic::error("bad-reference", message)
                .at(path.span, "a folder is for all URIs that begin alike")
                .help(format!(
                    "write `\"{}/\" = ...` for all that is below it, or the name of a file",
                    uri.value
                ));
            diagnostics.push(error);
        }
    }
}

/// The name or the address of a host, and perhaps a port (RFC 3986, 3.2).
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rfind(']') {
        Some(end) => text.split_at(end + 1),
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let is_port = match port.strip_prefix(':') {
        Some(digits) => {
            digits.is_empty() || digits.parse::<u16>().is_ok() && !digits.starts_with('+')
        }
        None => port.is_empty(),
    };
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let is_host = match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-._~".contains(c))
        }
    };
    is_host && is_port
}

/// Whether each `%` has two digits behind it.
fn has_whole_escapes(text: &str) -> bool {
    let mut parts = text.split('%').skip(1);
    parts.all(|part| {
        part.as_bytes()
            .get(..2)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}
