//! The mock service of one row: our metadata.xml, filled with the sample of the page.

use odata_codegen::pages::OperationKind;
use odata_mock::{Canned, MockError, MockService, Uploaded};
use serde_json::{Value, json};

use crate::ours::Operation;

const MODEL: &str = include_str!("../../metadata.xml");
const BEYOND: &str = "the page's sample as it stands: the mock expands navigation properties only";
const NAMESPACE: &str = "microsoft.windowsDefenderATP.api";

/// A service that has what the request asks for, and what it has to give.
pub(crate) struct Filled {
    pub(crate) service: MockService,
    pub(crate) expected: Vec<Value>,
    /// Who makes the answer.
    pub(crate) answered: &'static str,
}

/// The segments below the root, and the query.
struct Target<'r> {
    set: &'r str,
    key: Option<&'r str>,
    member: Option<&'r str>,
    filter: Option<(&'r str, &'r str)>,
    top: Option<usize>,
    expands: bool,
}

/// Fills it for a request such as `machines/1/alerts`.
pub(crate) fn filled(request: &str, operation: &Operation) -> Result<Filled, MockError> {
    let target = Target::of(request, operation);
    let mut items = operation.items();
    items.truncate(match operation.gives_many() {
        true => target.top.unwrap_or(items.len()),
        false => 1,
    });
    if operation.kind == OperationKind::Get
        && let Some(item) = items.first_mut()
    {
        item[key_of(target.set)] = Value::from(target.key);
    }
    for item in &mut items {
        if let Some((name, value)) = target.filter {
            item[name] = Value::from(value);
        }
    }
    let service = MockService::from_csdl(MODEL)?;
    let service = service.require_token("token");
    let answer = match operation.gives_many() {
        true => Value::Array(items.clone()),
        false => items.first().cloned().unwrap_or_default(),
    };
    let mut answered = "the mock, by the model";
    let is_form = operation.item() == "LibraryFile" && operation.kind == OperationKind::Insert;
    let service = match operation.kind {
        _ if target.expands => {
            answered = BEYOND;
            let body = match operation.gives_many() {
                true => json!({ "value": answer }),
                false => answer,
            };
            service.intercept(move |_| Some(Canned::json(&body)))
        }
        OperationKind::List => service.entity_set(target.set, answer)?,
        OperationKind::Singleton => service.singleton(target.set, answer)?,
        OperationKind::Get => {
            let rows = Value::Array(items.clone());
            service.entity_set(target.set, rows)?
        }
        OperationKind::Delete => service.entity_set(target.set, json!([target.bound()]))?,
        OperationKind::Navigation if target.is_navigation() => {
            let mut from = target.bound();
            from[target.member.unwrap_or_default()] = answer;
            service.entity_set(target.set, json!([from]))?
        }
        OperationKind::Navigation | OperationKind::Function | OperationKind::Action => {
            let name = target.operation();
            let service = match (target.key, target.member) {
                (Some(_), _) => service.entity_set(target.set, json!([target.bound()])),
                (None, Some(_)) if target.set == "exposureScore" => {
                    service.singleton(target.set, json!({"score": 1}))
                }
                _ => Ok(service),
            };
            let service = service?;
            service.operation(&name, move |_| Ok(answer.clone()))?
        }
        OperationKind::Insert if is_form => {
            service.form_upload(target.set, move |_| Ok(Uploaded::new(answer.clone())))?
        }
        OperationKind::Insert | OperationKind::Update => {
            // The mock would give back what it was sent, not what the page shows.
            answered = "the page's sample as it stands";
            service.intercept(move |_| Some(Canned::json(&answer)))
        }
    };
    Ok(Filled {
        service,
        expected: items,
        answered,
    })
}

impl<'r> Target<'r> {
    fn of(request: &'r str, operation: &Operation) -> Self {
        let (path, query) = request.split_once('?').unwrap_or((request, ""));
        let (set, rest) = match path.split_once('/') {
            Some((set, rest)) => (set, Some(rest)),
            None => (path, None),
        };
        let on_entity = matches!(
            operation.kind,
            OperationKind::Get | OperationKind::Update | OperationKind::Delete
        );
        let (key, member) = match rest.map(|rest| rest.split_once('/')) {
            None => (None, None),
            Some(Some((key, member))) => (Some(key), Some(member)),
            Some(None) if on_entity => (rest, None),
            Some(None) => (None, rest),
        };
        let option = |name: &str| {
            let mut options = query.split('&').filter_map(|option| option.split_once('='));
            options
                .find(|(own, _)| *own == name)
                .map(|(_, value)| value)
        };
        let filter = option("$filter").and_then(|filter| filter.split_once(" eq "));
        Target {
            set,
            key,
            member: member.map(|member| member.split('(').next().unwrap_or(member)),
            filter: filter.map(|(name, value)| (name, value.trim_matches('\''))),
            expands: option("$expand").is_some(),
            top: option("$top").and_then(|top| top.parse().ok()),
        }
    }

    /// Whether the member is a navigation property; what leads to values that have no key is a function.
    fn is_navigation(&self) -> bool {
        let member = self.member.unwrap_or_default();
        let owner = match self.set {
            "Software" => "Software".to_owned(),
            "machineactions" => "MachineAction".to_owned(),
            "vulnerabilities" => "Vulnerability".to_owned(),
            set => {
                let singular = set.strip_suffix('s').unwrap_or(set);
                singular[..1].to_uppercase() + &singular[1..]
            }
        };
        let (_, declared) = MODEL
            .split_once(&format!("<EntityType Name=\"{owner}\""))
            .unwrap_or_default();
        let declared = declared.split("</EntityType>").next().unwrap_or_default();
        declared.contains(&format!("<NavigationProperty Name=\"{member}\""))
    }

    /// The entity that the path leads over.
    fn bound(&self) -> Value {
        let mut entity = json!({});
        entity[key_of(self.set)] = Value::from(self.key);
        entity
    }

    /// The full name of the function or action.
    fn operation(&self) -> String {
        let member = self.member.unwrap_or_default();
        match self.set {
            "browserextensions" | "advancedqueries" => format!("{NAMESPACE}.{}_{member}", self.set),
            _ => format!("{NAMESPACE}.{member}"),
        }
    }
}

/// The property that is the key.
fn key_of(set: &str) -> &'static str {
    match set {
        "files" => "sha1",
        "domains" => "host",
        "libraryfiles" => "fileName",
        _ => "id",
    }
}
