//! What was sent against what a page shows. Every difference has a name; nothing is passed over.

use odata_mock::SeenRequest;
use serde_json::Value;

use crate::vendor::Shown;

/// What was sent, read.
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) host: String,
    /// Path and query below the root, percent-encoding undone.
    pub(crate) target: String,
    pub(crate) content_type: Option<String>,
    authorization: Option<String>,
    accept: Option<String>,
    pub(crate) body: Option<Value>,
}

impl Sent {
    pub(crate) fn of(request: &SeenRequest) -> Self {
        let header = |name| request.header(name).map(str::to_owned);
        let target = request.target.strip_prefix("/api/");
        let content_type = header("content-type");
        let is_form = content_type
            .as_ref()
            .is_some_and(|ty| ty.starts_with("multipart/form-data"));
        let body = match (is_form, request.body.is_empty()) {
            (_, true) => None,
            (true, _) => Some(form(&String::from_utf8_lossy(&request.body))),
            (false, _) => Some(serde_json::from_slice(&request.body).expect("JSON")),
        };
        Sent {
            method: request.method.to_string(),
            host: request.origin.trim_start_matches("https://").to_owned(),
            target: decoded(target.expect("below the root")),
            content_type,
            authorization: header("authorization"),
            accept: header("accept"),
            body,
        }
    }

    pub(crate) fn accepts_json(&self) -> bool {
        let accept = self.accept.as_deref().unwrap_or_default();
        accept.starts_with("application/json")
    }

    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }
}

/// The differences from what the page shows, in the order of a request.
pub(crate) fn differences(sent: &Sent, shown: &Shown) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |difference: String| {
        if !found.contains(&difference) {
            found.push(difference);
        }
    };
    match &shown.method {
        None => add("no method".to_owned()),
        Some(method) if *method != sent.method => add(format!("method {method}")),
        Some(_) => {}
    }
    let url = match shown.url.contains([' ', '\t']) && shown.is_example {
        true if shown.url.contains(" eq ") => shown.url.clone(),
        true => {
            add("blanks in the URL".to_owned());
            shown.url.replace([' ', '\t'], "")
        }
        false => shown.url.clone(),
    };
    let target = match url.split_once("://") {
        Some((_, rest)) => {
            let (host, target) = rest.split_once('/').unwrap_or((rest, ""));
            if host != sent.host {
                add(format!("host {host}"));
            }
            target.to_owned()
        }
        None => url.trim_start_matches('/').to_owned(),
    };
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let (own_path, own_query) = sent.target.split_once('?').unwrap_or((&sent.target, ""));
    paths(own_path, &decoded(path), &mut add);
    queries(own_query, &decoded(query), &mut add);
    if shown.is_example || shown.body.is_some() {
        bodies(sent.body.as_ref(), shown.body.as_ref(), &mut add);
    }
    if shown.repairs > 0 {
        add("a body that is no JSON".to_owned());
    }
    for (name, said) in &shown.headers {
        let own = match name.to_lowercase().as_str() {
            "authorization" => sent
                .authorization
                .as_deref()
                .filter(|own| *own == "Bearer token"),
            "content-type" => sent.content_type.as_deref(),
            "accept" => sent.accept.as_deref(),
            // Only where the caller holds an ETag.
            "if-match" => Some(""),
            _ => None,
        };
        let wanted = said.split(['.', ',', ';']).next().unwrap_or_default();
        let wanted = wanted.trim().trim_matches('`').to_lowercase();
        match own {
            None => add(format!("header {name}")),
            Some(own) if name.eq_ignore_ascii_case("content-type") && !own.starts_with(&wanted) => {
                add(format!("header {name}: {wanted}"));
            }
            Some(_) => {}
        }
    }
    found
}

fn paths(own: &str, shown: &str, add: &mut impl FnMut(String)) {
    let mut shown: Vec<&str> = shown.split('/').collect();
    if shown.last() == Some(&"") {
        shown.pop();
        add("a slash at the end".to_owned());
    }
    match shown.first() {
        Some(root) if root.eq_ignore_ascii_case("api") => {
            if *root != "api" {
                add(format!("case of {root}"));
            }
            shown.remove(0);
        }
        Some(root) if shown.len() > own.split('/').count() => {
            add(format!("root {root}"));
            shown.remove(0);
        }
        _ => add("no root".to_owned()),
    }
    let own: Vec<&str> = own.split('/').collect();
    if own.len() != shown.len() {
        add(format!("path {}", shown.join("/")));
        return;
    }
    for (own, shown) in own.iter().zip(shown) {
        if *own == shown {
            continue;
        }
        let is_placeholder =
            |text: &str| text.starts_with(['{', '<']) && text.ends_with(['}', '>']);
        match () {
            () if is_placeholder(shown) => add(format!("placeholder {shown}")),
            () if own.eq_ignore_ascii_case(shown) => add(format!("case of {shown}")),
            () if [*own, shown]
                .iter()
                .all(|one| one.contains(|c: char| c.is_ascii_digit())) =>
            {
                add(format!("key {shown}"));
            }
            () => add(format!("segment {shown}")),
        }
    }
}

/// Options in any order.
fn queries(own: &str, shown: &str, add: &mut impl FnMut(String)) {
    let options = |query: &str| -> Vec<String> {
        let all = query.split('&').filter(|option| !option.is_empty());
        all.map(str::to_owned).collect()
    };
    let (own, shown) = (options(own), options(shown));
    for option in shown.iter().filter(|option| !own.contains(option)) {
        add(format!("query {option}"));
    }
    for option in own.iter().filter(|option| !shown.contains(option)) {
        add(format!("no query {option}"));
    }
}

/// Members in any order.
fn bodies(own: Option<&Value>, shown: Option<&Value>, add: &mut impl FnMut(String)) {
    match (own, shown) {
        (Some(own), Some(shown)) => values(own, shown, "", add),
        (Some(_), None) => add("no body".to_owned()),
        (None, Some(_)) => add("body".to_owned()),
        (None, None) => {}
    }
}

fn values(own: &Value, shown: &Value, place: &str, add: &mut impl FnMut(String)) {
    match (own, shown) {
        (Value::Object(own), Value::Object(shown)) => {
            for (name, value) in shown {
                match own.get(name) {
                    Some(own) => values(own, value, &format!("{place}.{name}"), add),
                    None => add(format!("member {place}.{name}")),
                }
            }
            for name in own.keys().filter(|name| !shown.contains_key(*name)) {
                add(format!("no member {place}.{name}"));
            }
        }
        (Value::Array(own), Value::Array(shown)) if own.len() == shown.len() => {
            for (own, shown) in own.iter().zip(shown) {
                values(own, shown, &format!("{place}[]"), add);
            }
        }
        _ if own == shown => {}
        _ => add(format!("value of {place}")),
    }
}

/// The parts of a form: their names, and the name of the file or the text.
fn form(body: &str) -> Value {
    let mut fields = serde_json::Map::new();
    for part in body
        .split("\r\n--")
        .filter_map(|part| part.split_once("\r\n\r\n"))
    {
        let quoted = |name: &str| {
            let (_, rest) = part.0.split_once(&format!(" {name}=\""))?;
            rest.split('"').next().map(str::to_owned)
        };
        let Some(name) = quoted("name") else { continue };
        let value = quoted("filename").unwrap_or_else(|| part.1.to_owned());
        fields.insert(name, Value::from(value));
    }
    Value::Object(fields)
}

/// Without percent-encoding, and with blanks for `+`, which some pages have.
fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&text);
    decoded.decode_utf8().expect("UTF-8").into_owned()
}
