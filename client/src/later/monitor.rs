//! The status monitor of a request (Protocol 4.01, 11.6): the same for whatever was asked.

use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use http::{HeaderMap, Method, StatusCode};
use odata_core::transport::{BoxFuture, RequestBody};
use url::Url;

use crate::client::{Answer, Client, Outgoing};
use crate::error::{Error, Result, shown, shown_text};
use crate::request::Message;

/// The status of what was asked, where the monitor's answer is not within another one (8.3.1).
const ASYNC_RESULT: HeaderName = HeaderName::from_static("asyncresult");
const HTTP: &str = "application/http";
const JSON: &str = "application/json;odata.metadata=minimal";

/// The status monitor of a request.
pub(super) struct Monitor {
    client: Client,
    url: Url,
    accept: HeaderValue,
    retry_after: Option<Duration>,
}

impl Monitor {
    /// The one that an answer tells of, if the request was accepted and not answered.
    pub(super) fn of(
        client: &Client,
        asked: &Outgoing,
        answer: &Result<Answer>,
    ) -> Result<Option<Self>> {
        let Ok(answer) = answer else {
            return Ok(None);
        };
        if answer.status() != StatusCode::ACCEPTED {
            return Ok(None);
        }
        let named = |error: Error| error.of_request(&asked.method, &asked.url);
        let location = location(answer).map_err(named)?.ok_or_else(|| {
            named(Error::payload(
                "the service accepted the request (202) and does not say where its answer will be: there is no `Location`",
            ))
        })?;
        let mut monitor = Monitor::at(client, asked, location).map_err(named)?;
        monitor.retry_after = client.retry_after(answer.headers());
        Ok(Some(monitor))
    }

    /// The one at that URL, which may be relative to that of the request.
    pub(super) fn at(client: &Client, asked: &Outgoing, location: &str) -> Result<Self> {
        Ok(Monitor {
            client: client.of_nothing(),
            url: resolved(&asked.url, location)?,
            accept: accept(&asked.headers),
            retry_after: None,
        })
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Asks it: the answer to the request, or nothing while it is worked on.
    pub(super) fn poll<'m>(
        &'m mut self,
        asked: &'m Url,
    ) -> BoxFuture<'m, Result<Option<Result<Answer>>>> {
        Box::pin(async move {
            let headers = HeaderMap::from_iter([(ACCEPT, self.accept.clone())]);
            let answer = self.client.get_with(self.url.clone(), headers).await;
            let answer = answer.map_err(|error| self.gone(error))?;
            if answer.status() != StatusCode::ACCEPTED {
                return self.unwrapped(asked, answer).map(Some);
            }
            if let Some(location) = location(&answer)? {
                let to = resolved(&answer.head.url, location)?;
                let elsewhere = to.origin() != self.url.origin();
                if elsewhere && let Err(reason) = self.client.check_host(&to) {
                    return Err(Error::link(format!(
                        "the status monitor moved to {reason}, so it is not asked there"
                    ))
                    .of_request(&Method::GET, &self.url));
                }
                self.url = to;
            }
            self.retry_after = self.client.retry_after(answer.headers());
            Ok(None)
        })
    }

    /// The answer to the request, out of the monitor's own.
    fn unwrapped(&self, asked: &Url, answer: Answer) -> Result<Result<Answer>> {
        // A monitor may lead to what was made, which is then the answer.
        let url = match answer.head.url == self.url {
            true => asked.clone(),
            false => answer.head.url.clone(),
        };
        let named = |error: Error| error.of_request(&Method::GET, &self.url);
        let is_http = answer
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                let essence = value.split(';').next().unwrap_or_default().trim();
                essence.eq_ignore_ascii_case(HTTP)
            });
        let status = match answer.headers().get(ASYNC_RESULT) {
            Some(value) => {
                let status = value
                    .to_str()
                    .ok()
                    .and_then(|value| value.trim().parse().ok());
                let why = "the status monitor says a status (`AsyncResult`) that is none";
                Some(status.ok_or_else(|| named(Error::payload(why)))?)
            }
            None => None,
        };
        if is_http {
            let message = Message::parse(&answer.into_bytes()).map_err(named)?;
            return Ok(self.client.answer_within(&url, message));
        }
        let (was, headers) = (answer.status(), answer.headers().clone());
        let message = Message {
            status: status.unwrap_or(was),
            headers,
            body: answer.into_bytes(),
        };
        Ok(self.client.answer_within(&url, message))
    }

    pub(super) fn cancel(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let outgoing = Outgoing {
                method: Method::DELETE,
                url: self.url.clone(),
                headers: HeaderMap::new(),
                body: RequestBody::empty(),
            };
            let answer = self.client.send(Box::new(outgoing)).await;
            answer.map_err(|error| self.gone(error))?;
            Ok(())
        })
    }

    /// That there is no monitor is not the answer to what was asked, which may be that there is no such thing.
    fn gone(&self, error: Error) -> Error {
        let status = match error.status() {
            Some(status @ (StatusCode::NOT_FOUND | StatusCode::GONE)) => status,
            _ => return error,
        };
        let said = error.service_error().map(ToString::to_string);
        let said = said.filter(|said| !said.is_empty());
        let said = said.map_or(String::new(), |said| format!(": {said}"));
        Error::link(format!(
            "the status monitor is not there ({status}): the request was cancelled, or its answer is kept no longer{said}"
        ))
        .of_request(&Method::GET, &self.url)
    }
}

fn location(answer: &Answer) -> Result<Option<&str>> {
    let Some(value) = answer.headers().get(LOCATION) else {
        return Ok(None);
    };
    let text = value.to_str();
    text.map(Some)
        .map_err(|_| Error::link("the location of the status monitor is not readable"))
}

/// A monitor's URL. One from https to http is not asked: the answer would be readable by anyone.
fn resolved(from: &Url, location: &str) -> Result<Url> {
    let to = from.join(location).map_err(|error| {
        Error::link(format!(
            "the status monitor `{}` is no URL: {error}",
            shown_text(location)
        ))
    })?;
    if !to.username().is_empty() || to.password().is_some() {
        return Err(Error::link(
            "the status monitor has a user name in its URL, so it is not asked",
        ));
    }
    let downgrade = from.scheme() == "https" && to.scheme() != "https";
    if downgrade || !matches!(to.scheme(), "http" | "https") {
        return Err(Error::link(format!(
            "the status monitor `{}` is not https, so it is not asked",
            shown(&to)
        )));
    }
    Ok(to)
}

/// The whole answer within another one, which 4.0 has, or what the request itself accepts, as in 4.01.
fn accept(headers: &HeaderMap) -> HeaderValue {
    let own = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    let both = format!("{HTTP}, {}", own.unwrap_or(JSON));
    HeaderValue::from_str(&both).unwrap_or(HeaderValue::from_static(HTTP))
}
