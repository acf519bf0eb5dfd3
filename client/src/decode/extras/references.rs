//! References in place of entities (OData JSON 4.0, 13): what `$expand=alerts/$ref` brings, and all that Redfish sends.

use super::Extras;
use crate::json::{Fault, Reader};

/// What a navigation property leads to, by ids.
pub(in crate::decode) type Ids = Vec<Box<str>>;

/// Reads the reference, or the references, that come next. When anything else comes, nothing is read.
pub(in crate::decode) fn read(reader: &mut Reader<'_>) -> Result<Option<Ids>, Fault> {
    let mut ids = Ids::new();
    let mut ahead = reader.ahead();
    let are_there = match reader.peek() {
        Some(b'{') => one(&mut ahead, &mut ids),
        // What is within the first item tells nearly always.
        Some(b'[') => ahead.array(&mut |_, reader| one(reader, &mut ids)),
        _ => return Ok(None),
    };
    if are_there.is_err() || ids.is_empty() {
        return Ok(None);
    }
    reader.skip()?;
    Ok(Some(ids))
}

/// An entity has properties besides its id, and what was removed says so.
fn one(reader: &mut Reader<'_>, ids: &mut Ids) -> Result<(), Fault> {
    let mut id = None;
    reader.object(&mut |name, reader| match name {
        "@odata.id" | "@id" => {
            id = Some(reader.string()?.into());
            Ok(())
        }
        "@removed" | "@odata.removed" => Err(reader.fault("it was removed")),
        name if name.starts_with('@') => reader.skip(),
        _ => Err(reader.fault("it is an entity")),
    })?;
    ids.push(id.ok_or_else(|| reader.fault("it has no id"))?);
    Ok(())
}

impl Extras {
    /// The ids of what a navigation property leads to, where the service sent references in place of entities (OData
    /// JSON 4.0, 13), as it does for `$expand=alerts/$ref`. The property itself is then as if it were not expanded, or has
    /// no more than the count and the next link that came with them.
    ///
    /// # Example
    /// ```
    /// # use odata::{Client, Structured};
    /// # async fn example<Machine: Structured, Alert: Structured>(client: &Client, machine: &mut Machine) -> odata::Result<()> {
    /// for id in machine.extras().references("alerts") {
    ///     let alert: Alert = client.entity(id).send().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn references(&self, property: &str) -> impl Iterator<Item = &str> {
        let kept = self.kept().into_iter().flat_map(|kept| &kept.references);
        kept.filter(move |(of, _)| **of == *property)
            .flat_map(|(_, ids)| ids.iter().map(|id| &**id))
    }

    pub(in crate::decode) fn keep_references(&mut self, property: &str, ids: Ids) {
        let kept = &mut self.kept_mut().references;
        kept.push((property.into(), ids));
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::json::Reader;

    #[test]
    fn references_are_told_from_entities() {
        let ids = |json: &str| {
            let mut reader = Reader::new(json);
            let ids = read(&mut reader).expect("JSON");
            assert_eq!(reader.offset() == json.len(), ids.is_some(), "{json}");
            ids.map(|ids| ids.join(" "))
        };
        let one = r#"{"@odata.id":"a(1)"}"#;
        assert_eq!(ids(one).as_deref(), Some("a(1)"));
        let many = r#"[{"@odata.type":"N.T","@odata.id":"a(1)"},{"@id":"a(2)"}]"#;
        assert_eq!(ids(many).as_deref(), Some("a(1) a(2)"));
        for other in [
            "null",
            "[]",
            "{}",
            "[1]",
            r#"{"@odata.id":"a(1)","id":1}"#,
            r#"[{"@odata.id":"a(1)"},{"@odata.id":"a(2)","id":2}]"#,
            r#"{"@odata.type":"N.T"}"#,
            r#"{"@removed":{"reason":"deleted"},"@id":"a(1)"}"#,
        ] {
            assert_eq!(ids(other), None, "{other}");
        }
    }
}
