//! How a service is logged in to.

use std::time::Duration;

use http::header::{COOKIE, HeaderName};
use url::Url;

use crate::change::write_string;
use crate::client::{Connection, CredentialError};
use crate::error::shown_text;

pub(super) const X_AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

#[derive(Clone)]
pub(super) struct Terms {
    pub(super) path: String,
    pub(super) members: Vec<(String, String)>,
    pub(super) token: Option<TokenIn>,
    pub(super) logout: Option<String>,
    /// The root says where sessions are, should there be none at the path (`Links.Sessions` of Redfish).
    pub(super) has_link: bool,
    pub(super) again_after: Option<Duration>,
    /// What is wrong with what was set.
    wrong: Option<String>,
}

/// Where an answer has the token.
#[derive(Clone)]
pub(super) enum TokenIn {
    Header(HeaderName),
    Member { member: String, header: HeaderName },
    Cookies,
}

impl TokenIn {
    /// The header that it goes in.
    pub(super) fn header(&self) -> HeaderName {
        match self {
            TokenIn::Header(header) | TokenIn::Member { header, .. } => header.clone(),
            TokenIn::Cookies => COOKIE,
        }
    }
}

impl Terms {
    pub(super) fn new(path: String) -> Self {
        Terms {
            path,
            members: Vec::new(),
            token: None,
            logout: None,
            has_link: false,
            again_after: None,
            wrong: None,
        }
    }

    pub(super) fn set_token(&mut self, header: &str, of: impl FnOnce(HeaderName) -> TokenIn) {
        match header.parse() {
            Ok(header) => self.token = Some(of(header)),
            Err(_) => {
                let wrong = format!("`{header}` is no name of a header (RFC 9110, 5.1)");
                self.wrong = Some(wrong);
            }
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// What is sent, an object in JSON.
    pub(super) fn body(&self) -> String {
        let mut json = String::from("{");
        for (index, (name, value)) in self.members.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            write_string(name, &mut json);
            json.push(':');
            write_string(value, &mut json);
        }
        json.push('}');
        json
    }

    /// # Errors
    /// When there is no logging in on these terms.
    pub(super) fn check(&self, connection: &Connection) -> Result<(), CredentialError> {
        if let Some(wrong) = &self.wrong {
            return Err(CredentialError::new(wrong.clone()));
        }
        if self.token.is_none() {
            return Err(CredentialError::new(
                "it is not said where the token of the session is: `header_token`, `member_token` or `cookies`",
            ));
        }
        for path in [Some(&self.path), self.logout.as_ref()] {
            path.map_or(Ok(()), |path| at(connection, path).map(drop))?;
        }
        Ok(())
    }
}

/// A place of the service, below its root.
///
/// # Errors
/// When it is none of the service.
pub(super) fn at(connection: &Connection, path: &str) -> Result<Url, CredentialError> {
    joined(connection, connection.root(), path)
}

/// The same of what stands in an answer.
pub(super) fn joined(
    connection: &Connection,
    base: &Url,
    path: &str,
) -> Result<Url, CredentialError> {
    let shown = shown_text(path);
    let url = base
        .join(path)
        .map_err(|error| CredentialError::new(format!("`{shown}` is no URL: {error}")))?;
    connection.check(&url).map_err(|reason| {
        CredentialError::new(format!(
            "`{shown}` leads to {reason}, so nothing of the session is sent there; `hosts` in service.toml or `trust_host` lists the hosts of the service"
        ))
    })?;
    Ok(url)
}
