//! A request as a command line of `curl`.

use std::fmt::{self, Write as _};

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, Method};
use odata_core::url::decode;
use url::Url;

use crate::client::{Client, Outgoing};
use crate::error::{Error, Result};

/// A request as a command line of `curl`, for a terminal with bash or another POSIX shell, or for whoever runs the service. It is shown by
/// [`Display`](fmt::Display).
///
/// What proves who is asking is not in it: the header says `$TOKEN`, which the shell puts in after `export TOKEN=...`. Values of options that are not
/// OData's own may be secrets, too; they are variables such as `$OPTION_CODE`, percent-encoded, unless they are
/// [shown](Self::showing_options). What stands in a filter, a key or a body is shown.
///
/// curl follows no redirect unless it is told to (`-L`), and the name of the program is its own.
///
/// # Example
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # use odata_mock::MockService;
/// # let csdl = include_str!("../../../specs/defender/metadata.xml");
/// # let transport = MockService::from_csdl(csdl).unwrap().transport();
/// let defender = Defender::builder().transport(transport).bearer_token("eyJ0eXAi...").build()?;
/// let query = defender.library_files().filter(LibraryFile::FILE_NAME.eq("a.ps1")).option("code", "hush");
/// assert_eq!(
///     query.as_curl()?.to_string(),
///     r#"curl 'https://api.security.microsoft.com/api/libraryfiles?$filter=fileName%20eq%20%27a.ps1%27&code='"$OPTION_CODE" \
///   -H 'accept: application/json;odata.metadata=minimal' \
///   -H 'odata-maxversion: 4.0' \
///   -H "Authorization: Bearer $TOKEN""#
/// );
/// # Ok::<(), odata::Error>(())
/// ```
#[derive(Clone)]
pub struct Curl {
    method: Method,
    url: Url,
    headers: Vec<(String, String)>,
    body: Option<String>,
    /// The body is the options of the query.
    is_query: bool,
    proof: Option<(HeaderName, &'static str)>,
    shows_options: bool,
}

impl Curl {
    /// With the values of the service's own options as they are.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// println!("{}", defender.library_files().option("api-version", "1").as_curl()?.showing_options());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn showing_options(mut self) -> Self {
        self.shows_options = true;
        self
    }

    /// # Errors
    /// When it has what no command line can hold.
    pub(crate) fn of(client: &Client, outgoing: Outgoing) -> Result<Self> {
        client.check_added()?;
        let Some(body) = outgoing.body.as_bytes() else {
            return Err(Error::refused("a body that is streamed is no text"));
        };
        let body = text(body).ok_or_else(|| Error::refused("the body is no text"))?;
        let sends = !body.is_empty() || outgoing.method == Method::POST;
        Ok(Curl {
            is_query: outgoing.is_query(),
            body: sends.then_some(body),
            headers: headers(client.headers(&outgoing))?,
            proof: client.scheme_for(&outgoing.url),
            method: outgoing.method,
            url: outgoing.url,
            shows_options: false,
        })
    }

    /// Options in quotes, those of the service's own as variables.
    fn options(&self, query: &str) -> String {
        if self.shows_options {
            return quoted(query);
        }
        let mut all = String::new();
        let mut plain = String::new();
        for (index, pair) in query.split('&').enumerate() {
            if index > 0 {
                plain.push('&');
            }
            match pair.split_once('=') {
                Some((name, value)) if !name.starts_with(['$', '@']) && !value.is_empty() => {
                    plain.push_str(name);
                    plain.push('=');
                    all.push_str(&quoted(&std::mem::take(&mut plain)));
                    let _ = write!(all, "\"${}\"", variable(name));
                }
                _ => plain.push_str(pair),
            }
        }
        if !plain.is_empty() || all.is_empty() {
            all.push_str(&quoted(&plain));
        }
        all
    }
}

fn text(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    // No argument of a program can hold it.
    (!text.contains('\0')).then(|| text.to_owned())
}

fn headers(headers: HeaderMap) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for (name, value) in &headers {
        if name == AUTHORIZATION || value.is_sensitive() {
            continue;
        }
        let value = text(value.as_bytes())
            .ok_or_else(|| Error::refused(format!("the header `{name}` is no text")))?;
        all.push((name.as_str().to_owned(), value));
    }
    Ok(all)
}

/// As one word of the shell, in which nothing is put in place of anything.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn variable(name: &str) -> String {
    let name = decode(name).unwrap_or_else(|_| name.to_owned());
    let name = name.chars().map(|letter| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' => letter.to_ascii_uppercase(),
        _ => '_',
    });
    // With something before it, so that none of the shell's own is meant.
    format!("OPTION_{}", name.collect::<String>())
}

impl fmt::Display for Curl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("curl")?;
        let usual = if self.body.is_some() { "POST" } else { "GET" };
        if self.method != usual {
            write!(f, " -X {}", self.method)?;
        }
        let url = self.url.as_str();
        if url.contains(['[', ']', '{', '}']) {
            // They would stand for several URLs.
            f.write_str(" -g")?;
        }
        match url.split_once('?') {
            None => write!(f, " {}", quoted(url))?,
            Some((path, query)) => {
                let options = self.options(query);
                let path = quoted(&format!("{path}?"));
                // One word, and one pair of quotes where two meet.
                let (path, options) = (path.trim_end_matches('\''), options.get(1..));
                write!(f, " {path}{}", options.unwrap_or_default())?;
            }
        }
        for (name, value) in &self.headers {
            // A header without a value ends with a semicolon (curl, `-H`).
            let header = match value.is_empty() {
                true => format!("{name};"),
                false => format!("{name}: {value}"),
            };
            write!(f, " \\\n  -H {}", quoted(&header))?;
        }
        match &self.proof {
            None => {}
            Some((name, scheme)) if name == AUTHORIZATION => {
                write!(f, " \\\n  -H \"Authorization: {scheme} $TOKEN\"")?;
            }
            Some((name, _)) => write!(f, " \\\n  -H \"{name}: $TOKEN\"")?,
        }
        if let Some(body) = &self.body {
            let body = match self.is_query {
                true => self.options(body),
                false => quoted(body),
            };
            write!(f, " \\\n  --data-raw {body}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Curl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Curl({} {})", self.method, self.url.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_none_of_the_shells() {
        for (name, expected) in [
            ("code", "OPTION_CODE"),
            ("PATH", "OPTION_PATH"),
            ("api-version", "OPTION_API_VERSION"),
            ("it%27s", "OPTION_IT_S"),
            ("\u{e9}", "OPTION__"),
        ] {
            assert_eq!(variable(name), expected);
        }
    }

    #[test]
    fn nothing_is_put_in_place_of_anything() {
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }
}
