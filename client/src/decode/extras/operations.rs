//! What a service says of the functions and actions that it offers for an entity or a complex value (OData JSON 4.01, 16 and
//! 17).

use std::borrow::Cow;

use super::Extras;
use crate::json::{Fault, Reader};

/// A function or an action that a service offers for an entity or a complex value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo<'e> {
    /// What users are shown.
    pub title: Option<Cow<'e, str>>,
    /// Where it is called: [`Action::to_target`](crate::Action::to_target). Where nothing is said that follows from what it is
    /// bound to.
    pub target: Option<Cow<'e, str>>,
}

impl Extras {
    /// What the service says of a function or an action that it offers for this value (`#Namespace.name`; OData JSON 4.01, 16
    /// and 17); nothing where it does not offer it, and where annotations were not kept
    /// ([`keep_annotations`](crate::EntityQuery::keep_annotations)). Of several overloads it is the first one.
    ///
    /// What else stands there, such as the allowable values of Redfish, is in
    /// [`annotation("#Namespace.name")`](Self::annotation).
    ///
    /// # Example: whether a machine can be isolated
    /// ```
    /// # fn example<Machine: odata::Structured>(machine: &Machine) {
    /// let can_be_isolated = machine.extras().operation("Ns.isolate").is_some();
    /// # }
    /// ```
    pub fn operation(&self, name: &str) -> Option<OperationInfo<'_>> {
        let mut all = self.all_annotations();
        let (_, _, json) = all.find(|(of, term, _)| {
            let offered = term.strip_prefix('#');
            // The overload of a function may be told by its parameters: `#Ns.name(a,b)`.
            let offered = offered.map(|offered| offered.split('(').next().unwrap_or(offered));
            of.is_empty() && offered == Some(name.trim_start_matches('#'))
        })?;
        read(&mut Reader::new(json.text())).ok()?
    }
}

/// One, or the first of several.
fn read<'e>(reader: &mut Reader<'e>) -> Result<Option<OperationInfo<'e>>, Fault> {
    if reader.peek() != Some(b'[') {
        return read_one(reader).map(Some);
    }
    let mut first = None;
    reader.array(&mut |_, reader| match first {
        Some(_) => reader.skip(),
        None => {
            first = Some(read_one(reader)?);
            Ok(())
        }
    })?;
    Ok(first)
}

fn read_one<'e>(reader: &mut Reader<'e>) -> Result<OperationInfo<'e>, Fault> {
    let mut info = OperationInfo::default();
    reader.object(&mut |name, reader| {
        let text = match name {
            "title" => &mut info.title,
            "target" => &mut info.target,
            _ => return reader.skip(),
        };
        match reader.peek() {
            Some(b'"') => *text = Some(reader.string()?),
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    Ok(info)
}

#[cfg(test)]
mod tests {
    use crate::decode::Extras;

    #[test]
    fn what_is_offered_is_told_where_it_was_kept() {
        let mut extras = Extras::default();
        let reset = r#"{"target":"\/redfish\/v1\/Systems\/1\/Actions\/ComputerSystem.Reset",
            "ResetType@Redfish.AllowableValues":["On"],"title":null}"#;
        extras.keep("#ComputerSystem.Reset", reset, true);
        extras.keep(
            "#Ns.best(top,by)",
            r#"[{"title":"A","metadata":"x"},{"title":"B"}]"#,
            true,
        );
        extras.keep("#Ns.broken", "7", true);
        extras.keep("#Ns.none", "[]", true);
        let found = extras.operation("ComputerSystem.Reset").expect("offered");
        assert_eq!(
            found.target.as_deref(),
            Some("/redfish/v1/Systems/1/Actions/ComputerSystem.Reset")
        );
        assert_eq!(found.title, None);
        assert_eq!(extras.operation("#ComputerSystem.Reset"), Some(found));
        let best = extras.operation("Ns.best").expect("offered");
        assert_eq!((best.title.as_deref(), best.target), (Some("A"), None));
        for none in ["Ns.none", "Ns.broken", "Ns.other", "ComputerSystem"] {
            assert_eq!(extras.operation(none), None, "{none}");
        }
    }
}
