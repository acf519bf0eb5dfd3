//! Members of enumerations in annotations: by their names, or by their numbers (CSDL JSON 4.01, 14.3.7).

use std::borrow::Cow;
use std::rc::Rc;

use crate::json::value::Member;
use crate::json::value::{Data, find};

/// The members and their values.
type Members = Rc<[(Cow<'static, str>, i64)]>;

/// An enumeration type that is expected somewhere.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct EnumOf {
    name: String,
    is_flags: bool,
    members: Members,
}

impl EnumOf {
    /// One of which only the name is known.
    pub(super) fn named(name: &str) -> Self {
        EnumOf {
            name: name.to_owned(),
            is_flags: false,
            members: Rc::default(),
        }
    }

    /// One that the document declares.
    pub(super) fn declared(name: &str, members: &[Member<'_>]) -> Self {
        let is_flags = find(members, "$IsFlags").map(|one| &one.value.data);
        let values = members.iter().filter_map(|one| match &one.value.data {
            Data::Number(text) => Some((one.name.clone().into_owned().into(), text.parse().ok()?)),
            _ => None,
        });
        EnumOf {
            name: name.to_owned(),
            is_flags: matches!(is_flags, Some(Data::Bool(true))),
            members: values.collect(),
        }
    }

    /// One of OASIS, by its name below `Org.OData.`.
    pub(super) fn of_oasis(name: &str) -> Self {
        let (is_flags, members) = oasis(name);
        EnumOf {
            name: format!("Org.OData.{name}"),
            is_flags,
            members: members
                .iter()
                .map(|&(name, value)| (Cow::Borrowed(name), value))
                .collect(),
        }
    }

    /// The same type by another name.
    pub(super) fn called(self, name: &str) -> Self {
        EnumOf {
            name: name.to_owned(),
            ..self
        }
    }

    /// The members that a text names or numbers, of several with commas between, as XML writes them; nothing when they are
    /// none.
    pub(super) fn written(&self, text: &str) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        for part in text.split(',').map(str::trim) {
            match part.parse::<i64>() {
                Ok(number) => names.extend(self.numbered(number)?),
                Err(_) if is_name(part) => names.push(part),
                Err(_) => return None,
            }
        }
        let members: Vec<String> = names
            .iter()
            .map(|name| format!("{}/{name}", self.name))
            .collect();
        Some(members.join(" "))
    }

    /// The member of that value; of flags also those that are its sum.
    fn numbered(&self, number: i64) -> Option<Vec<&str>> {
        let all = self.members.iter();
        if let Some((name, _)) = all.clone().find(|(_, value)| *value == number) {
            return Some(vec![name]);
        }
        let is_part = |value: i64| value != 0 && number & value == value;
        let parts = all.filter(|(_, value)| self.is_flags && is_part(*value));
        let sum = parts.clone().fold(0, |sum, (_, value)| sum | value);
        (sum == number && number != 0).then(|| parts.map(|(name, _)| name.as_ref()).collect())
    }
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Whether they are flags, and the members of the enumeration types that annotations have values of.
fn oasis(name: &str) -> (bool, &'static [(&'static str, i64)]) {
    match name {
        "Core.V1.Permission" => (
            true,
            &[
                ("None", 0),
                ("Read", 1),
                ("Write", 2),
                ("ReadWrite", 3),
                ("Invoke", 4),
            ],
        ),
        "Core.V1.RevisionKind" => (false, &[("Added", 0), ("Modified", 1), ("Deprecated", 2)]),
        "Core.V1.DataModificationOperationKind" => (
            false,
            &[
                ("insert", 0),
                ("update", 1),
                ("upsert", 2),
                ("delete", 3),
                ("invoke", 4),
                ("link", 5),
                ("unlink", 6),
            ],
        ),
        "Capabilities.V1.ConformanceLevelType" => (
            false,
            &[("Minimal", 0), ("Intermediate", 1), ("Advanced", 2)],
        ),
        "Capabilities.V1.IsolationLevel" => (true, &[("Snapshot", 1)]),
        "Capabilities.V1.NavigationType" => {
            (false, &[("Recursive", 0), ("Single", 1), ("None", 2)])
        }
        "Capabilities.V1.SearchExpressions" => (
            true,
            &[
                ("none", 0),
                ("AND", 1),
                ("OR", 2),
                ("NOT", 4),
                ("phrase", 8),
                ("group", 16),
            ],
        ),
        "Capabilities.V1.HttpMethod" => (
            true,
            &[
                ("GET", 1),
                ("PATCH", 2),
                ("PUT", 4),
                ("POST", 8),
                ("DELETE", 16),
                ("OPTIONS", 32),
                ("HEAD", 64),
            ],
        ),
        "Aggregation.V1.RollupType" => (
            false,
            &[
                ("None", 0),
                ("SingleHierarchy", 1),
                ("MultipleHierarchies", 2),
            ],
        ),
        "Authorization.V1.KeyLocation" => {
            (false, &[("Header", 0), ("QueryOption", 1), ("Cookie", 2)])
        }
        _ => (false, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_names() {
        let ty = EnumOf::named("N.E");
        assert_eq!(ty.written("A, B_1").as_deref(), Some("N.E/A N.E/B_1"));
        for none in ["", "1", "A,", "A B", "a.b"] {
            assert_eq!(ty.written(none), None, "{none}");
        }
    }

    #[test]
    fn numbers_are_members_and_sums_of_flags() {
        let method = EnumOf::of_oasis("Capabilities.V1.HttpMethod");
        let full = |names: &[&str]| {
            let names = names.iter().map(|one| format!("{}/{one}", method.name));
            Some(names.collect::<Vec<_>>().join(" "))
        };
        assert_eq!(method.written("2"), full(&["PATCH"]));
        assert_eq!(method.written("6"), full(&["PATCH", "PUT"]));
        assert_eq!(method.written("2, PUT"), full(&["PATCH", "PUT"]));
        for none in ["0", "128", "130", "-1"] {
            assert_eq!(method.written(none), None, "{none}");
        }
        let permission = EnumOf::of_oasis("Core.V1.Permission");
        let said = permission.written("3");
        assert_eq!(
            said.as_deref(),
            Some("Org.OData.Core.V1.Permission/ReadWrite")
        );
        let kind = EnumOf::of_oasis("Core.V1.RevisionKind");
        assert_eq!(kind.written("3"), None, "they are no flags");
    }
}
