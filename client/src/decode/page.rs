//! The envelope of a collection (OData JSON 13).

use crate::json::{Fault, Reader};

/// What stands around the items of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Envelope {
    pub(crate) count: Option<u64>,
    pub(crate) next_link: Option<String>,
    pub(crate) context: Option<String>,
}

/// Reads a page, calling back for each item.
pub(crate) fn read_page(
    text: &str,
    item: &mut dyn FnMut(&mut Reader<'_>) -> Result<(), Fault>,
) -> Result<Envelope, Fault> {
    let mut envelope = Envelope::default();
    let mut has_value = false;
    let mut reader = Reader::new(text);
    reader.object(&mut |name, reader| {
        let at = reader.offset();
        let within = |fault: Fault| fault.within(name);
        if name == "value" {
            if std::mem::replace(&mut has_value, true) {
                return Err(reader.fault("the property appears twice").within(name));
            }
            return reader.array(&mut |_, reader| item(reader)).map_err(within);
        }
        match name
            .strip_prefix("@odata.")
            .or_else(|| name.strip_prefix('@'))
        {
            None if name == "error" => {
                // The status was sent before the service failed (OData JSON, in-stream errors).
                let error = reader.raw().map_err(within)?;
                let start: String = error.chars().take(300).collect();
                return Err(Fault::new(
                    at,
                    format!("the service broke off with an error: {start}"),
                ));
            }
            Some("nextLink") if envelope.next_link.is_some() => {
                return Err(reader.fault("the next link appears twice").within(name));
            }
            Some("count") => envelope.count = Some(count(reader).map_err(within)?),
            Some("nextLink") => envelope.next_link = optional_string(reader).map_err(within)?,
            Some("context") => envelope.context = optional_string(reader).map_err(within)?,
            _ => reader.skip().map_err(within)?,
        }
        Ok(())
    })?;
    reader.end()?;
    if has_value {
        Ok(envelope)
    } else {
        Err(reader.fault("a collection is expected, and there is no `value`"))
    }
}

fn optional_string(reader: &mut Reader<'_>) -> Result<Option<String>, Fault> {
    if reader.null() {
        Ok(None)
    } else {
        Ok(Some(reader.string()?.into_owned()))
    }
}

/// The count is a number, or a string when Int64 values are (IEEE754Compatible).
fn count(reader: &mut Reader<'_>) -> Result<u64, Fault> {
    let start = reader.peek().map_or(0, |_| reader.offset());
    let text = match reader.peek() {
        Some(b'"') => reader.string()?,
        _ => reader.number()?.into(),
    };
    text.parse()
        .map_err(|_| Fault::new(start, format!("`{text}` is not a count")))
}
