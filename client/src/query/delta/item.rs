//! What an item of a delta is: 4.0 says it in its context URL, 4.01 by a member of its own.

use super::change::{ChangedLink, RelatedEntity, Removed};
use super::place;
use crate::json::{Fault, Reader};

/// What comes next.
pub(super) enum Item {
    /// An entity, which is still to be read.
    Entity,
    Related(RelatedEntity),
    Removed(Removed),
    Link(ChangedLink),
    LinkRemoved(ChangedLink),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Entity,
    Related,
    Removed,
    Link,
    LinkRemoved,
}

/// Reads an item, unless it is an entity: then nothing is read.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Item, Fault> {
    Ok(match kind(reader) {
        Kind::Entity => Item::Entity,
        Kind::Related => Item::Related(related(reader)?),
        Kind::Removed => Item::Removed(removed(reader)?),
        Kind::Link => Item::Link(link(reader)?),
        Kind::LinkRemoved => Item::LinkRemoved(link(reader)?),
    })
}

/// The name without `@` and prefix, where it is control information of the object itself.
fn control(name: &str) -> Option<&str> {
    let name = name.strip_prefix('@')?;
    Some(name.strip_prefix("odata.").unwrap_or(name))
}

fn kind(reader: &Reader<'_>) -> Kind {
    let mut kind = Kind::Entity;
    // What is wrong with the object is said when it is read.
    let _ = reader.clone().object(&mut |name, reader| {
        match control(name) {
            Some("removed") => kind = Kind::Removed,
            Some("context") if reader.peek() == Some(b'"') => {
                let context = reader.string()?;
                let of_item = context.rsplit('/').next().unwrap_or_default();
                kind = match of_item {
                    "$deletedEntity" => Kind::Removed,
                    "$link" => Kind::Link,
                    "$deletedLink" => Kind::LinkRemoved,
                    // It may be gone all the same: 4.01 says so by a member.
                    _ => {
                        if place::is_other(&context, reader.context) {
                            kind = Kind::Related;
                        }
                        return Ok(());
                    }
                };
            }
            _ => return reader.skip(),
        }
        Err(reader.fault("that is all"))
    });
    kind
}

/// `{"@odata.context": "…#Orders/$entity", …}`.
fn related(reader: &mut Reader<'_>) -> Result<RelatedEntity, Fault> {
    let mut entity = RelatedEntity::default();
    let json = reader.clone().raw()?.to_owned();
    reader.object(&mut |name, reader| {
        let text = reader.peek() == Some(b'"');
        match control(name) {
            Some("context") if text => entity.context = reader.string()?.into_owned(),
            Some("id") if text => entity.id = Some(reader.string()?.into_owned()),
            _ => reader.skip().map_err(|fault| fault.within(name))?,
        }
        Ok(())
    })?;
    entity.json = json;
    Ok(entity)
}

/// `{"@odata.context": "…/$deletedEntity", "id": …, "reason": …}`, or `{"@removed": {"reason": …}, "@id": …}`.
fn removed(reader: &mut Reader<'_>) -> Result<Removed, Fault> {
    let mut removed = Removed::default();
    let (mut key, mut newer) = (None, false);
    let json = reader.clone().raw()?.to_owned();
    reader.object(&mut |name, reader| {
        let within = |fault: Fault| fault.within(name);
        let text = reader.peek() == Some(b'"');
        match (control(name), name) {
            (Some("removed"), _) => {
                newer = true;
                removed.reason = reason(reader).map_err(within)?;
            }
            (Some("id"), _) if text => removed.id = Some(reader.string()?.into_owned()),
            (None, "id") if text => key = Some(reader.string()?.into_owned()),
            (None, "reason") if text && removed.reason.is_none() => {
                removed.reason = Some(reader.string()?.into_owned());
            }
            _ => reader.skip().map_err(within)?,
        }
        Ok(())
    })?;
    // In 4.0 `id` is the entity-id; where 4.01 or Graph have none, it is at least the key.
    removed.id = removed.id.or(key);
    removed.json = json;
    Ok(removed)
}

fn reason(reader: &mut Reader<'_>) -> Result<Option<String>, Fault> {
    if reader.peek() != Some(b'{') {
        reader.skip()?;
        return Ok(None);
    }
    let mut reason = None;
    reader.object(&mut |name, reader| {
        if name == "reason" && reader.peek() == Some(b'"') {
            reason = Some(reader.string()?.into_owned());
            return Ok(());
        }
        reader.skip()
    })?;
    Ok(reason)
}

/// `{"@odata.context": "…/$link", "source": …, "relationship": …, "target": …}`.
fn link(reader: &mut Reader<'_>) -> Result<ChangedLink, Fault> {
    let mut link = ChangedLink::default();
    reader.object(&mut |name, reader| {
        let text = reader.peek() == Some(b'"');
        match name {
            "source" if text => link.source = reader.string()?.into_owned(),
            "relationship" if text => link.relationship = reader.string()?.into_owned(),
            "target" if text => link.target = Some(reader.string()?.into_owned()),
            _ => reader.skip().map_err(|fault| fault.within(name))?,
        }
        Ok(())
    })?;
    if link.source.is_empty() || link.relationship.is_empty() {
        return Err(
            reader.fault("a link has a `source` and a `relationship`, and one of them is not here")
        );
    }
    Ok(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(json: &str) -> Item {
        let mut reader = Reader::new(json);
        let item = read(&mut reader).unwrap();
        if !matches!(item, Item::Entity) {
            reader.end().unwrap();
        }
        item
    }

    #[test]
    fn both_versions_say_what_is_gone() {
        let (id, reason) = (
            Some("Customers('1')".to_owned()),
            Some("deleted".to_owned()),
        );
        for json in [
            r#"{"@odata.context":"$metadata#Customers/$deletedEntity","id":"Customers('1')","reason":"deleted"}"#,
            r#"{"@removed":{"reason":"deleted"},"@id":"Customers('1')"}"#,
            r#"{"@odata.id":"Customers('1')","id":"1","@odata.removed":{"by":1,"reason":"deleted"}}"#,
            r#"{"@context":"$metadata#Customers/$deletedEntity","@removed":{"reason":"deleted"},"@id":"Customers('1')","name":"a"}"#,
        ] {
            let Item::Removed(removed) = item(json) else {
                panic!("{json}");
            };
            assert_eq!((removed.id, removed.reason), (id.clone(), reason.clone()));
            assert_eq!(removed.json, json);
        }
        let Item::Removed(graph) = item(r#"{"id":"7","@removed":{"reason":"changed"}}"#) else {
            panic!("Graph has no entity-id");
        };
        assert_eq!(graph.id.as_deref(), Some("7"));
    }

    #[test]
    fn an_entity_of_another_set_is_told_from_those_of_this_one() {
        let of = |set: &str| {
            format!(
                r#"{{"@odata.context":"$metadata#{set}/$entity","@odata.id":"E(1)","a":[{{}}]}}"#
            )
        };
        let read_in = |json: &str, context: &'static str| {
            let mut reader = Reader::new(json);
            reader.context = context;
            read(&mut reader).unwrap()
        };
        let (orders, delta) = (of("Orders"), "https://x/$metadata#Customers(Name)/$delta");
        let Item::Related(order) = read_in(&orders, delta) else {
            panic!("it is an order");
        };
        assert_eq!(order.context, "$metadata#Orders/$entity");
        assert_eq!(
            (order.id.as_deref(), order.json),
            (Some("E(1)"), orders.clone())
        );
        assert!(matches!(
            read_in(&of("Customers/Ns.VIP"), delta),
            Item::Entity
        ));
        // Where the answer says nothing, it is what was asked for.
        assert!(matches!(read_in(&orders, ""), Item::Entity));
        let gone = r##"{"@context":"#Orders/$entity","@removed":{},"@id":"Orders(1)"}"##;
        assert!(matches!(read_in(gone, delta), Item::Removed(_)));
    }

    #[test]
    fn links_are_told_from_entities() {
        for (context, added) in [("$link", true), ("$deletedLink", false)] {
            let json = format!(
                r#"{{"@odata.context":"x/$metadata#Customers/{context}","source":"C('1')","relationship":"Orders","target":"O(1)"}}"#
            );
            let link = match (item(&json), added) {
                (Item::Link(link), true) | (Item::LinkRemoved(link), false) => link,
                _ => panic!("{json}"),
            };
            assert_eq!((&*link.source, &*link.relationship), ("C('1')", "Orders"));
            assert_eq!(link.target.as_deref(), Some("O(1)"));
        }
        for json in [
            r#"{"@odata.context":"$metadata#Customers/$entity","reason":"deleted"}"#,
            r#"{"id":"1","reason":"deleted","removed":true}"#,
            "{}",
        ] {
            assert!(matches!(item(json), Item::Entity), "{json}");
        }
        let half = r#"{"@odata.context":"$metadata#C/$link","source":"a"}"#;
        assert!(read(&mut Reader::new(half)).is_err());
    }
}
