//! The service root: scheme, host and port (RFC 3986, appendix A).

use std::net::Ipv6Addr;

use crate::expr::ExprError;

/// Where the shortest service root ends: behind the slash that follows the host.
pub(super) fn shortest(text: &str) -> Result<usize, ExprError> {
    let scheme = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let name = text.get(..scheme).unwrap_or_default();
    if !name.eq_ignore_ascii_case("http") && !name.eq_ignore_ascii_case("https") {
        let message = "a URL begins with `https://` or `http://`";
        return Err(ExprError::new(text, 0..scheme.max(1), message));
    }
    let rest = text.get(scheme..).unwrap_or_default();
    let Some(behind) = rest.strip_prefix("://") else {
        let message = "`://` follows the scheme";
        return Err(ExprError::new(text, scheme..scheme + 1, message));
    };
    let start = text.len() - behind.len();
    let slash = behind.find(['/', '?', '#']).unwrap_or(behind.len());
    let authority = behind.get(..slash).unwrap_or_default();
    let end = start + slash;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    if !is_host(host) || !port.bytes().all(|digit| digit.is_ascii_digit()) {
        let message = "this is no host, or no port behind one";
        return Err(ExprError::new(text, start..end.max(start + 1), message));
    }
    if !text.get(end..).unwrap_or_default().starts_with('/') {
        let message = "a service root ends with a slash";
        return Err(ExprError::new(text, end..end + 1, message));
    }
    Ok(end + 1)
}

/// An address in brackets, or a name.
fn is_host(host: &str) -> bool {
    let within = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let Some(address) = within else {
        return !host.is_empty() && host.bytes().all(|byte| is_name_byte(byte) || byte == b'%');
    };
    match address
        .strip_prefix(['v', 'V'])
        .and_then(|rest| rest.split_once('.'))
    {
        Some((version, rest)) => {
            !version.is_empty()
                && version.bytes().all(|digit| digit.is_ascii_hexdigit())
                && !rest.is_empty()
                && rest.bytes().all(|byte| is_name_byte(byte) || byte == b':')
        }
        None => address.parse::<Ipv6Addr>().is_ok(),
    }
}

/// unreserved and sub-delims.
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}
