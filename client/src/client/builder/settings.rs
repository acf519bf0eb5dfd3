//! What was set, and the client that is made of it.

use std::sync::Arc;
use std::time::Duration;

use odata_core::descriptor::{ProtocolVersion, ServiceInfo, Usage};
use odata_core::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use url::{ParseError, Url};

use crate::client::added::Added;
use crate::client::headers::usual;
use crate::client::hosts::is_loopback;
use crate::client::learned::Learned;
use crate::client::limits::{Limits, Wanted};
use crate::client::retry::{Budget, Retry};
use crate::client::{Client, Clock, Connection, Credential, Hosts, Shared, Way, clock};
use crate::error::{Error, Result, shown_text};
use crate::middleware::CsrfTransport;
use crate::sight::Observer;

/// What was set. It is no part of the builder's type, so that the client is made by code that is compiled once.
pub(super) struct Settings {
    pub(super) base_url: Option<String>,
    pub(super) trusted: Vec<String>,
    pub(super) scope: Option<String>,
    pub(super) version: Option<ProtocolVersion>,
    pub(super) credential: Option<Result<Box<dyn Credential>, String>>,
    pub(super) transport: Option<Way>,
    pub(super) csrf_tokens: bool,
    pub(super) added: Added,
    pub(super) clock: Option<Arc<dyn Clock>>,
    pub(super) retry: Retry,
    pub(super) repeatable: Option<bool>,
    pub(super) try_timeout: Option<Duration>,
    pub(super) call_timeout: Option<Duration>,
    pub(super) limits: Wanted,
    pub(super) observer: Option<Box<dyn Observer>>,
    pub(super) max_response_bytes: usize,
    pub(super) max_item_bytes: usize,
    pub(super) allow_http: bool,
    /// What is wrong with what was set.
    pub(super) wrong: Option<Error>,
}

/// As it is where nothing is set.
impl Default for Settings {
    fn default() -> Self {
        Settings {
            base_url: None,
            trusted: Vec::new(),
            scope: None,
            version: None,
            credential: None,
            transport: None,
            csrf_tokens: false,
            added: Added::default(),
            clock: None,
            retry: Retry::default(),
            repeatable: None,
            try_timeout: None,
            call_timeout: None,
            limits: Wanted::default(),
            observer: None,
            max_response_bytes: 512 * 1024 * 1024,
            max_item_bytes: 64 * 1024 * 1024,
            allow_http: false,
            wrong: None,
        }
    }
}

/// Asks nobody: for a client that is only looked at.
struct Nobody;

impl Transport for Nobody {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let error = TransportError::connect("this client is not for sending");
        Box::pin(std::future::ready(Err(error)))
    }
}

impl Settings {
    /// Those of a client that asks nobody.
    pub(super) fn of_nobody() -> Self {
        Settings {
            base_url: Some("https://localhost/".to_owned()),
            transport: Some(Way::by(Nobody)),
            ..Settings::default()
        }
    }

    /// Makes the client.
    pub(super) fn client(self, service: &ServiceInfo) -> Result<Client> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        let text = self.base_url.as_deref().unwrap_or(service.base_url);
        let root = root_url(text)?;
        let credential = self.credential.transpose().map_err(Error::setup)?;
        // Another transport may lead nowhere, or have its own way to be safe; that a credential needs one is certain.
        let is_at_risk = credential.is_some() || self.transport.is_none();
        if is_at_risk && root.scheme() == "http" && !is_loopback(&root) && !self.allow_http {
            let what = match credential {
                Some(_) => "the credential",
                None => "all that is asked",
            };
            return Err(Error::setup(format!(
                "{what} would go over plain http to {root}; `allow_http` lets it"
            )));
        }
        let way = match self.transport {
            Some(way) => way,
            None => Way::by(default_transport(&root)?),
        };
        if let Some(wrong) = self.added.wrong() {
            return Err(Error::setup(wrong));
        }
        let trusted = self
            .trusted
            .iter()
            .map(|host| {
                url::Host::parse(host).map(|host| host.to_string()).map_err(|_| {
                    Error::setup(format!(
                        "`trust_host` takes the name of a host alone, as in `eu.contoso.com`, not `{}`",
                        shown_text(host)
                    ))
                })
            })
            .collect::<Result<Vec<String>>>()?;
        let listed = service
            .hosts
            .iter()
            .map(|host| (*host).to_owned())
            .chain(trusted)
            .collect();
        let clock = self.clock.or_else(clock::usual);
        let hosts = Hosts::new(root.clone(), listed);
        if let Some(credential) = &credential {
            let (hosts, clock) = (hosts.clone(), clock.clone());
            let connection = Connection::new(hosts, way.transport(), clock, self.added.clone());
            let connected = credential.connect(&connection);
            connected.map_err(|error| Error::setup(error.to_string()))?;
        }
        let way = match self.csrf_tokens {
            true => Way::by(CsrfTransport::new(root.clone(), way.transport())),
            false => way,
        };
        let limits = Wanted {
            longest_stop: self.retry.longest_retry_after,
            ..self.limits
        };
        Ok(Client {
            of: None,
            within: self.call_timeout,
            patience: None,
            usage: Usage::Read,
            page: 0,
            added: self.added,
            shared: Arc::new(Shared {
                hosts,
                root,
                scope: self.scope.or_else(|| service.scope.map(str::to_owned)),
                version: self.version.unwrap_or(service.version),
                credential,
                way,
                budget: Budget::of(&self.retry),
                retry: self.retry,
                repeatable: self.repeatable,
                try_timeout: self.try_timeout,
                limits: Limits::new(limits, clock.clone())?,
                learned: Learned::default(),
                usual: usual(),
                clock,
                observer: self.observer,
                max_response_bytes: self.max_response_bytes,
                max_item_bytes: self.max_item_bytes,
            }),
        })
    }
}

fn root_url(text: &str) -> Result<Url> {
    let mut root = Url::parse(text).map_err(|error| {
        let why = match error {
            ParseError::RelativeUrlWithoutBase => "it does not begin with https://".to_owned(),
            other => other.to_string(),
        };
        Error::setup(format!(
            "the base URL `{}` is no URL: {why}",
            shown_text(text)
        ))
    })?;
    if !matches!(root.scheme(), "http" | "https") || root.host_str().is_none() {
        return Err(Error::setup(format!(
            "the base URL `{}` is neither http nor https",
            shown_text(text)
        )));
    }
    if !root.username().is_empty() || root.password().is_some() {
        return Err(Error::setup(
            "the base URL must hold no user name and no password: a `credential` does",
        ));
    }
    if root.query().is_some() || root.fragment().is_some() {
        return Err(Error::setup(
            "the base URL must have no query and no fragment: `Query::option` adds options",
        ));
    }
    if !root.path().ends_with('/') {
        let path = format!("{}/", root.path());
        root.set_path(&path);
    }
    Ok(root)
}

#[cfg(feature = "reqwest")]
pub(in crate::client) fn default_transport(root: &Url) -> Result<crate::client::ReqwestTransport> {
    if root.scheme() == "https" && !crate::client::reqwest_transport::HAS_TLS {
        return Err(Error::setup(
            "https needs one of the features `rustls`, `ring` and `native-tls`",
        ));
    }
    crate::client::ReqwestTransport::new()
}

#[cfg(not(feature = "reqwest"))]
pub(in crate::client) fn default_transport(_: &Url) -> Result<Arc<dyn Transport>> {
    Err(Error::setup(
        "there is no transport: enable the feature `reqwest`, or give one with `transport`",
    ))
}
