//! Answers that say to ask elsewhere (RFC 9110, 15.4).

use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, Method, StatusCode};
use odata_core::transport::RequestBody;
use url::Url;

use super::{Client, Outgoing};
use crate::error::{Error, Result, shown, shown_text};

/// Behind the path of a question that is asked by `POST` (URL conventions 4.17).
pub(crate) const QUERY: &str = "/$query";

impl Outgoing {
    /// Whether it is a question, though it is asked by `POST`: it changes nothing, and may be asked again.
    pub(crate) fn is_query(&self) -> bool {
        self.method == Method::POST && self.url.path().ends_with(QUERY)
    }

    /// Whether it changes something by itself: the parts of a batch have answers of their own.
    pub(crate) fn is_change(&self) -> bool {
        let is_safe = self.method.is_safe() || self.is_query();
        !is_safe && !self.url.path().ends_with("/$batch")
    }

    /// The request that a redirect asks for.
    pub(super) fn redirected(&self, status: StatusCode, url: Url) -> Self {
        let mut headers = self.headers.clone();
        let is_same = !self.is_query() || is_same_request(status, &url);
        let (method, body) = match is_same {
            true => (self.method.clone(), self.body.clone()),
            false => {
                // The answer is to be got there.
                headers.remove(CONTENT_TYPE);
                (Method::GET, RequestBody::empty())
            }
        };
        Outgoing {
            method,
            url,
            headers,
            body,
        }
    }
}

impl Client {
    /// What has a body is sent on only to the service, and a change only where the redirect says that it is the same request.
    pub(super) fn check_redirect(
        &self,
        outgoing: &Outgoing,
        status: StatusCode,
        to: &Url,
    ) -> Result<()> {
        if outgoing.method == Method::GET {
            return Ok(());
        }
        let same_request = matches!(status.as_u16(), 307 | 308);
        let what = match outgoing.is_query() {
            true => "query",
            false => "change",
        };
        match self.shared.hosts.check(to) {
            Ok(()) if same_request || outgoing.is_query() => Ok(()),
            Ok(()) => Err(Error::link(format!(
                "the change was answered with a redirect ({status}), so it is not known whether it was made"
            ))),
            Err(reason) => Err(Error::link(format!(
                "the {what} was redirected to {reason}, so it was not sent there"
            ))),
        }
    }
}

/// Where a redirect leads. One from https to http is not followed: what is asked would be readable by anyone.
pub(super) fn redirect(status: StatusCode, headers: &HeaderMap, from: &Url) -> Result<Option<Url>> {
    let is_redirect = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    let Some(location) = headers.get(LOCATION).filter(|_| is_redirect) else {
        return Ok(None);
    };
    let location = location
        .to_str()
        .map_err(|_| Error::link("the redirect's location is not readable"))?;
    let to = from.join(location).map_err(|error| {
        Error::link(format!(
            "the redirect to `{}` leads nowhere: {error}",
            shown_text(location)
        ))
    })?;
    if !to.username().is_empty() || to.password().is_some() {
        return Err(Error::link(
            "the redirect leads to a URL with a user name, so it is not followed",
        ));
    }
    let downgrade = from.scheme() == "https" && to.scheme() != "https";
    if downgrade || !matches!(to.scheme(), "http" | "https") {
        return Err(Error::link(format!(
            "the redirect to `{}` leaves https, so it is not followed",
            shown(&to)
        )));
    }
    Ok(Some(to))
}

/// Whether a question that was asked by `POST` is to be asked so again: older servers mean that by the other two, when they name the
/// place of such questions (RFC 9110, 15.4).
fn is_same_request(status: StatusCode, to: &Url) -> bool {
    match status.as_u16() {
        307 | 308 => true,
        301 | 302 => to.path().ends_with(QUERY),
        _ => false,
    }
}
