//! Rows of `$crossjoin`: links to the entities, or the entities (OData JSON 4.01, 4.5; URL conventions 4.15).

use crate::answer::Fault;
use crate::answer::view::View;
use crate::answer::write::{Writer, quoted};
use crate::eval::{Object, Value};

/// Writes a row; an entity is there only where it is expanded.
pub(super) fn row(writer: &Writer<'_>, row: &Object<'_>, view: &View) -> Result<String, Fault> {
    let mut members = Vec::new();
    for (name, value) in row.added.iter().flat_map(|added| added.iter()) {
        let Value::Object(entity) = value else {
            // What `$compute` and `$apply` added.
            let part = view.member(name);
            if let Some(part) = part {
                members.push(format!(
                    "{}:{}",
                    quoted(name),
                    written(writer, value, &part)?
                ));
            }
            continue;
        };
        let expansion = view
            .expand
            .iter()
            .find(|expansion| expansion.name == *name || expansion.name == "*");
        match expansion {
            Some(expansion) => {
                let text = object(writer, entity, &expansion.view)?;
                members.push(format!("{}:{text}", quoted(name)));
            }
            None => {
                let path = entity.path(writer.context.world.model).unwrap_or_default();
                let link = quoted(&format!("{}{path}", writer.root));
                let control = writer.format.control("navigationLink");
                members.push(format!("{}:{link}", quoted(&format!("{name}{control}"))));
            }
        }
    }
    Ok(format!("{{{}}}", members.join(",")))
}

fn object<'v>(writer: &Writer<'v>, object: &Object<'v>, view: &'v View) -> Result<String, Fault> {
    writer.object(object, view, None, Vec::new())
}

fn written<'v>(
    writer: &Writer<'v>,
    value: &Value<'v>,
    part: &crate::answer::view::Part,
) -> Result<String, Fault> {
    writer.value(value, part)
}
