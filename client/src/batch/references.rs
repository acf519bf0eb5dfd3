//! Which requests of a batch name the results of others (Protocol 4.01, 11.7.3.1; OData JSON 4.01, 19.1).

use super::ids::RequestId;
use super::part::Part;
use crate::client::Client;
use crate::json::{Fault, Reader};

/// The requests whose results this one names, in its URL or as links in its body; each once, in order.
pub(super) fn referenced(client: &Client, part: &Part) -> Vec<RequestId> {
    let mut named: Vec<RequestId> = part.begins_with(client.root()).into_iter().collect();
    let body = part.outgoing.body.as_bytes();
    if let Some(text) = body.and_then(|body| std::str::from_utf8(body).ok())
        && text.contains("\"$")
    {
        // What is no JSON has no links.
        let _ = links(&mut Reader::new(text), &mut named);
    }
    named.sort_unstable();
    named.dedup();
    named
}

/// Looks for links: `Customer@odata.bind`, `@odata.id`, `@id`.
fn links(reader: &mut Reader<'_>, named: &mut Vec<RequestId>) -> Result<(), Fault> {
    match reader.peek() {
        Some(b'{') => reader.object(&mut |name, reader| {
            let is_link = ["@odata.bind", "@odata.id", "@id", "@bind"]
                .iter()
                .any(|control| name.ends_with(control));
            match is_link {
                true => targets(reader, named),
                false => links(reader, named),
            }
        }),
        Some(b'[') => reader.array(&mut |_, reader| links(reader, named)),
        _ => reader.skip(),
    }
}

/// One link, or several.
fn targets(reader: &mut Reader<'_>, named: &mut Vec<RequestId>) -> Result<(), Fault> {
    match reader.peek() {
        Some(b'[') => reader.array(&mut |_, reader| targets(reader, named)),
        Some(b'"') => {
            let text = reader.string()?;
            let id = text.strip_prefix('$').unwrap_or_default();
            let id = id.split('/').next().unwrap_or_default();
            named.extend(RequestId::parse(id));
            Ok(())
        }
        _ => reader.skip(),
    }
}
