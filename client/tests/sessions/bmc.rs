//! A service with sessions as Redfish has them, and what was asked of it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use odata::doc_example::Defender;
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{ClientBuilder, Session};

pub(crate) const ROOT: &str = "https://bmc.contoso.com/redfish/v1/";
pub(crate) const PASSWORD: &str = "open \"HUSH\" sesame";
pub(crate) const LOGIN: &str = "POST /redfish/v1/SessionService/Sessions";
pub(crate) const READ: &str = "GET /redfish/v1/libraryfiles";

/// Clones are the same service.
#[derive(Clone, Default)]
pub(crate) struct Bmc(Arc<Mutex<State>>);

#[derive(Default)]
pub(crate) struct State {
    /// The numbers of the sessions that there are.
    pub(crate) sessions: BTreeSet<u32>,
    pub(crate) made: u32,
    /// What the next logins are answered with in place of a session.
    pub(crate) logins: Vec<Said>,
    /// How often a login is not even looked at.
    pub(crate) unprocessed: u32,
    /// No token is ever good enough.
    pub(crate) takes_none: bool,
    /// What a `DELETE` of a session is answered with in place of ending it.
    pub(crate) end: Option<u16>,
    /// What `Location` begins with.
    pub(crate) host: &'static str,
    /// How many rows are given before the sessions end, once.
    pub(crate) ends_behind: Option<u32>,
    pub(crate) asked: Vec<String>,
}

impl Bmc {
    pub(crate) fn state<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap())
    }

    pub(crate) fn builder(&self) -> ClientBuilder<Defender> {
        Defender::builder().base_url(ROOT).transport(self.clone())
    }

    pub(crate) fn client(&self, session: &Session) -> Defender {
        self.builder().credential(session.clone()).build().unwrap()
    }

    /// What was asked since it was looked at last.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.state(|state| std::mem::take(&mut state.asked))
    }

    pub(crate) fn end_all(&self) {
        self.state(|state| state.sessions.clear());
    }
}

pub(crate) fn session() -> Session {
    Session::redfish("operator", PASSWORD).unwrap()
}

/// An error of Redfish that repeats what it should not.
pub(crate) fn redfish_error(id: &str, message: &str) -> String {
    let message = serde_json::Value::from(message);
    format!(
        r#"{{"error":{{"code":"Base.1.8.GeneralError","message":"See ExtendedInfo","@Message.ExtendedInfo":[{{"MessageId":"Base.1.8.{id}","Message":{message}}}]}}}}"#
    )
}

pub(crate) type Said = (u16, Vec<(&'static str, String)>, String);

impl State {
    fn answer(&mut self, request: &Request<RequestBody>) -> Said {
        let path = request.uri().path().to_owned();
        let at = request.uri().path_and_query().unwrap();
        self.asked.push(format!("{} {at}", request.method()));
        let token = request.headers().get("x-auth-token");
        let token = token.map(|token| {
            assert!(token.is_sensitive());
            token.to_str().unwrap().to_owned()
        });
        if *request.method() == Method::POST && path.ends_with("Sessions") {
            assert_eq!(token, None, "a login goes without a token");
            let body = request.body().as_bytes().unwrap();
            let expected = serde_json::json!({"UserName": "operator", "Password": PASSWORD});
            let sent: serde_json::Value = serde_json::from_slice(body).unwrap();
            assert_eq!(sent, expected);
            return self.log_in();
        }
        let number = token
            .as_ref()
            .and_then(|token| token.strip_prefix("HUSH-")?.parse().ok());
        let is_in = number.is_some_and(|number| self.sessions.contains(&number));
        if !is_in || self.takes_none {
            let said = format!("No session for {}.", token.unwrap_or_default());
            return (401, Vec::new(), redfish_error("NoValidSession", &said));
        }
        if *request.method() == Method::DELETE {
            if let Some(status) = self.end {
                return (status, Vec::new(), String::new());
            }
            let number = path.rsplit('/').next().unwrap().parse().unwrap();
            self.sessions.remove(&number);
            return (204, Vec::new(), String::new());
        }
        self.page(at.query().unwrap_or_default())
    }

    fn log_in(&mut self) -> Said {
        if !self.logins.is_empty() {
            return self.logins.remove(0);
        }
        self.made += 1;
        let number = self.made;
        self.sessions.insert(number);
        let place = format!("{}/redfish/v1/SessionService/Sessions/{number}", self.host);
        let headers = vec![
            ("x-auth-token", format!("HUSH-{number:04}")),
            ("location", place.clone()),
        ];
        let body = format!(r#"{{"@odata.id":"{place}","Id":"{number}","UserName":"operator"}}"#);
        (201, headers, body)
    }

    /// One row on each of four pages.
    fn page(&mut self, query: &str) -> Said {
        let page: u32 = query
            .strip_prefix("page=")
            .map_or(0, |page| page.parse().unwrap());
        if self.ends_behind == Some(page) {
            self.ends_behind = None;
            self.sessions.clear();
        }
        let next = match page {
            3 => String::new(),
            page => format!(r#","@odata.nextLink":"libraryfiles?page={}""#, page + 1),
        };
        let body = format!(r#"{{"value":[{{"fileName":"{page}"}}]{next}}}"#);
        (200, Vec::new(), body)
    }
}

impl Transport for Bmc {
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let is_login = *request.method() == Method::POST;
        Box::pin(async move {
            if is_login {
                // Long enough for all others to come, too.
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            let unprocessed = self.state(|state| {
                let is_left = is_login && state.unprocessed > 0;
                state.unprocessed -= u32::from(is_left);
                is_left
            });
            if unprocessed {
                return Err(TransportError::unprocessed("the connection closes"));
            }
            let (status, headers, body) = self.state(|state| state.answer(&request));
            let mut answer = Response::builder()
                .status(status)
                .header("content-type", "application/json");
            for (name, value) in headers {
                answer = answer.header(name, value);
            }
            Ok(answer.body(Bytes::from(body).into()).unwrap())
        })
    }
}

/// How many of what was asked begin so.
pub(crate) fn count(asked: &[String], what: &str) -> usize {
    asked.iter().filter(|asked| asked.starts_with(what)).count()
}
