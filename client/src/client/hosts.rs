//! Which hosts may see the credential (DESIGN rule 10).

use url::{Host, Url};

/// The hosts of a service.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    root: Url,
    listed: Vec<String>,
}

impl Hosts {
    pub(crate) fn new(root: Url, listed: Vec<String>) -> Self {
        Hosts { root, listed }
    }

    /// The root of the service.
    pub(super) fn root(&self) -> &Url {
        &self.root
    }

    /// Says why the credential must not go there.
    pub(crate) fn check(&self, url: &Url) -> Result<(), String> {
        let host = url.host_str().unwrap_or_default();
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!(
                "`{host}` with a user name, which no link of a service has"
            ));
        }
        if url.origin() == self.root.origin() {
            return Ok(());
        }
        if url.scheme() != "https" {
            return Err(format!("`{}://{host}`, which is not https", url.scheme()));
        }
        // A listed host is meant at its usual port; the URL type drops that one.
        let is_listed = url.port().is_none()
            && self
                .listed
                .iter()
                .any(|listed| listed.eq_ignore_ascii_case(host));
        if is_listed {
            Ok(())
        } else {
            Err(format!(
                "`{}`, which is not a host of the service",
                authority(url)
            ))
        }
    }
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether a URL stays on this machine, so that plain http is no risk.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    #[test]
    fn only_the_service_sees_the_credential() {
        let hosts = Hosts::new(
            url("https://api.contoso.com/odata/"),
            vec!["eu.contoso.com".to_owned()],
        );
        for (to, allowed) in [
            ("https://api.contoso.com/other", true),
            ("https://API.contoso.com:443/x", true),
            ("https://eu.contoso.com/odata/x", true),
            ("https://eu.contoso.com:8443/odata/x", false),
            ("https://api.contoso.com:8443/x", false),
            ("http://api.contoso.com/odata/x", false),
            ("https://api.contoso.com.evil.net/odata/", false),
            ("https://api.contoso.com@evil.net/odata/", false),
            ("https://evil.net/?https://api.contoso.com/", false),
            ("https://user:word@api.contoso.com/odata/", false),
        ] {
            assert_eq!(hosts.check(&url(to)).is_ok(), allowed, "{to}");
        }
    }
}
