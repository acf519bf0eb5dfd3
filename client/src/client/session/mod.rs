//! Sessions: a login gives a token, and the token goes along with each request.

mod answer;
mod login;
mod terms;
mod text;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use odata_core::transport::BoxFuture;

use login::Login;
use terms::{Terms, TokenIn, X_AUTH_TOKEN};

use super::tokens::Cache;
use super::{Connection, Credential, CredentialError, TokenSource};

/// A credential that logs in, sends the token of its session with each request, and logs in anew when the service has ended the session.
///
/// [`redfish`](Self::redfish) is that of Redfish (DMTF DSP0266, "Redfish session login authentication"); [`login`](Self::login) describes that of another
/// service.
///
/// - The first request logs in, and none before. However many requests wait, there is one login.
/// - A 401 means that the session is over: there is one new login, however many requests were refused, and each is sent once more.
/// - A login that is refused (400, 401, 403) is not repeated, so that no account is locked: the requests that wait and all later ones fail with what the
///   service said, and nothing is sent, until [`log_in_again`](Self::log_in_again) or the time of [`login_again_after`](Self::login_again_after).
/// - The login goes to hosts of the service alone, by the client's own transport, with the headers that the builder adds; a redirect is followed to these hosts,
///   where it keeps the request as it is (307, 308). At most 256 KiB are read, and a try takes at most thirty seconds. What may pass (no connection,
///   408, 429, 5xx) is tried twice more, after one and three seconds or as `Retry-After` says.
/// - What was given stands in no error, no log and no recording, not even where the service repeats it.
///
/// Clones share the session, also among clients of the same service; those use the transport of the first one to log in. Nothing ends it when
/// they are dropped: [`end`](Self::end) does, and else the service, when it was not used for a while.
///
/// # Example: Redfish
/// ```
/// use odata::Session;
/// # use odata::doc_example::Defender as Redfish;
/// # async fn example(password: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let session = Session::redfish("operator", password)?;
/// let redfish = Redfish::builder()
///     .base_url("https://bmc.contoso.com/redfish/v1/")
///     .credential(session.clone())
///     .build()?;
/// // ... and when nothing is asked any more:
/// session.end().await?;
/// # Ok(())
/// # }
/// ```
///
/// # Example: SAP Business One, whose session is a cookie
/// ```
/// use odata::Session;
/// # use odata::doc_example::Defender as BusinessOne;
/// # let password = "open sesame";
/// let session = Session::login("Login")
///     .member("CompanyDB", "SBODEMOUS")
///     .member("UserName", "manager")
///     .member("Password", password)
///     .cookies()
///     .logout("Logout");
/// assert!(!format!("{session:?}").contains("sesame"));
/// # #[cfg(feature = "reqwest")] {
/// let service = BusinessOne::builder()
///     .base_url("https://b1.contoso.com:50000/b1s/v2/")
///     .credential(session)
///     .build()?;
/// # }
/// # Ok::<(), odata::Error>(())
/// ```
#[derive(Clone)]
pub struct Session {
    terms: Arc<Terms>,
    opened: Arc<OnceLock<Opened>>,
}

/// What there is as soon as it is known which service it is of.
struct Opened {
    login: Arc<Login>,
    /// The same.
    source: Arc<dyn TokenSource>,
    cache: Cache,
}

impl Session {
    /// A session of Redfish: the login is sent to `SessionService/Sessions` below the root, or, where there is none, to where `Links.Sessions` of the root
    /// leads; the token is `X-Auth-Token`, and the session ends by `DELETE` (DSP0266, "Redfish session login authentication").
    ///
    /// # Errors
    /// When the user name or the password is empty.
    pub fn redfish(user: &str, password: &str) -> Result<Self, CredentialError> {
        for (what, text) in [("user name", user), ("password", password)] {
            if text.is_empty() {
                return Err(CredentialError::new(format!("the {what} is empty")));
            }
        }
        let session = Session::login("SessionService/Sessions")
            .member("UserName", user)
            .member("Password", password)
            .header_token("X-Auth-Token");
        Ok(session.with(|terms| terms.has_link = true))
    }

    /// A session that begins with a `POST` to that place, below the root of the service unless it begins with a slash.
    ///
    /// What is sent is an object in JSON with each [`member`](Self::member). Where the answer has the token, and where it goes, one of
    /// [`header_token`](Self::header_token), [`member_token`](Self::member_token) and [`cookies`](Self::cookies) says; without one of them no
    /// client is built.
    ///
    /// # Example: a token in the answer's body, which is sent as `Authorization: Bearer`
    /// ```
    /// # let password = "open sesame";
    /// let session = odata::Session::login("/auth/login")
    ///     .member("user", "anna")
    ///     .member("password", password)
    ///     .member_token("token", "Authorization");
    /// # let _ = session;
    /// ```
    pub fn login(path: impl Into<String>) -> Self {
        Session {
            terms: Arc::new(Terms::new(path.into())),
            opened: Arc::default(),
        }
    }

    /// The same on other terms: another session, and clones of before stay as they are.
    fn with(mut self, change: impl FnOnce(&mut Terms)) -> Self {
        change(Arc::make_mut(&mut self.terms));
        self.opened = Arc::default();
        self
    }

    /// One more member of what is sent; none of their values is ever shown.
    #[must_use]
    pub fn member(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let member = (name.into(), value.into());
        self.with(|terms| terms.members.push(member))
    }

    /// The token comes in that header, and goes in a header of the same name.
    #[must_use]
    pub fn header_token(self, name: &str) -> Self {
        self.with(|terms| terms.set_token(name, TokenIn::Header))
    }

    /// The token is the member of that name of the answer, an object in JSON, and goes in that header; in `Authorization` as a bearer token (RFC 6750).
    #[must_use]
    pub fn member_token(self, member: impl Into<String>, header: &str) -> Self {
        let member = member.into();
        self.with(|terms| terms.set_token(header, |header| TokenIn::Member { member, header }))
    }

    /// All cookies of the answer go along with each request.
    #[must_use]
    pub fn cookies(self) -> Self {
        self.with(|terms| terms.token = Some(TokenIn::Cookies))
    }

    /// Where a session is ended by a `POST`, as [`login`](Self::login) takes a place. Without it, it is ended by a `DELETE` of what the login made
    /// (`Location`), if it made something.
    #[must_use]
    pub fn logout(self, path: impl Into<String>) -> Self {
        let path = path.into();
        self.with(|terms| terms.logout = Some(path))
    }

    /// How long after a refusal a request logs in again. Unless it is set, none does before [`log_in_again`](Self::log_in_again).
    ///
    /// Services lock an account after some refusals, for a while or for good: this is for a program that nobody looks after, and longer than that
    /// while (`AccountLockoutDuration` of Redfish).
    #[must_use]
    pub fn login_again_after(self, time: Duration) -> Self {
        self.with(|terms| terms.again_after = Some(time))
    }

    /// Lets the next request log in again after a refusal: when the account was mended.
    pub fn log_in_again(&self) {
        if let Some(opened) = self.opened.get() {
            opened.login.allow();
        }
    }

    /// Ends the session at the service, if there is one. A request that is sent later logs in anew, and so does one that is on its way and is
    /// refused for that; so it is for when nothing is asked any more.
    ///
    /// # Errors
    /// When the service could not be asked or did not end it. It can be called once more then; no request goes along with that token any more.
    pub async fn end(&self) -> Result<(), CredentialError> {
        let Some(opened) = self.opened.get() else {
            return Ok(());
        };
        let Some(held) = opened.login.take() else {
            return Ok(());
        };
        opened.cache.forget(held.value());
        let ended = opened.login.end(&held).await;
        if ended.is_err() {
            opened.login.put_back(held);
        }
        ended
    }
}

impl Credential for Session {
    fn authorization<'a>(
        &'a self,
        _scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        match self.opened.get() {
            Some(opened) => opened.cache.authorization(&opened.source, None),
            None => Box::pin(std::future::ready(Err(CredentialError::new(
                "the session is of no client yet: `credential` of a builder takes it",
            )))),
        }
    }

    fn scheme(&self) -> &'static str {
        match self.header() == AUTHORIZATION {
            true => "Bearer",
            false => "",
        }
    }

    fn header(&self) -> HeaderName {
        let token = self.terms.token.as_ref();
        token.map_or(X_AUTH_TOKEN, TokenIn::header)
    }

    fn rejected(&self, value: &HeaderValue) -> bool {
        let opened = self.opened.get();
        opened.is_some_and(|opened| opened.cache.rejected(value))
    }

    fn connect(&self, connection: &Connection) -> Result<(), CredentialError> {
        self.terms.check(connection)?;
        let opened = self.opened.get_or_init(|| {
            let login = Arc::new(Login::new(self.terms.clone(), connection.clone()));
            Opened {
                source: login.clone(),
                login,
                cache: Cache::new().with_time(connection.time()),
            }
        });
        let (known, asked) = (opened.login.root(), connection.root());
        match known == asked {
            true => Ok(()),
            false => Err(CredentialError::new(format!(
                "the session is one of {known}, and not of {asked}"
            ))),
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.terms.names().collect();
        f.debug_struct("Session")
            .field("login", &crate::error::shown_text(&self.terms.path))
            .field("members", &names)
            .finish_non_exhaustive()
    }
}
