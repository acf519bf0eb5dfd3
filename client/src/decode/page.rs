//! The envelope of a collection (OData JSON 13).

use std::collections::HashSet;

use odata_core::edm::Json;

use crate::json::{Fault, Reader};
use crate::service_error::ServiceError;

/// What stands around the items of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Envelope {
    pub(crate) count: Option<u64>,
    pub(crate) next_link: Option<String>,
    pub(crate) delta_link: Option<String>,
    pub(crate) context: Option<String>,
    /// What else there was, kept when it was asked for.
    annotations: Vec<(String, Json)>,
    /// The service said that it failed while it wrote the page.
    pub(crate) failed: bool,
}

impl Envelope {
    /// Reads a member that is not `value`. 4.01 lets the prefix be left out (OData JSON 4.01, 4.6).
    pub(crate) fn member(&mut self, name: &str, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let within = |fault: Fault| fault.within(name);
        let control = name.strip_prefix('@');
        match control.map(|term| term.strip_prefix("odata.").unwrap_or(term)) {
            None if name == "error" => {
                // The status was sent before the service failed (OData JSON, in-stream errors).
                reader.peek();
                let at = reader.offset();
                let error = reader.raw().map_err(within)?;
                self.failed = true;
                return Err(Fault::of_service(at, ServiceError::from_member(error)));
            }
            // Their links to the next page would be passed over, and rows be lost.
            None if matches!(name, "odata.metadata" | "odata.nextLink") => {
                return Err(reader
                    .fault("this is OData V3, and only V4 is read")
                    .within(name));
            }
            None if name == "d" => {
                return Err(reader
                    .fault("this is OData V2, and only V4 is read")
                    .within(name));
            }
            Some("nextLink") if self.next_link.is_some() => {
                return Err(reader.fault("the next link appears twice").within(name));
            }
            Some("count") => self.count = Some(count(reader).map_err(within)?),
            Some("nextLink") => self.next_link = optional_string(reader).map_err(within)?,
            Some("deltaLink") => self.delta_link = optional_string(reader).map_err(within)?,
            Some("context") => self.context = optional_string(reader).map_err(within)?,
            _ if reader.manner.annotations => {
                let json = Json::from_text(reader.raw().map_err(within)?);
                self.annotations.push((name.to_owned(), json));
            }
            _ => reader.skip().map_err(within)?,
        }
        Ok(())
    }

    /// The annotations; the last one counts of those that have the same name.
    pub(crate) fn take_annotations(&mut self) -> Vec<(String, Json)> {
        let mut all = std::mem::take(&mut self.annotations);
        let mut known = HashSet::with_capacity(all.len());
        let mut lasts: Vec<bool> = all
            .iter()
            .rev()
            .map(|(name, _)| known.insert(&**name))
            .collect();
        // From the back on, which is where the list is taken from.
        all.retain(|_| lasts.pop().unwrap_or_default());
        all
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

#[cfg(test)]
mod tests {
    use super::Envelope;
    use crate::json::Reader;

    #[test]
    fn older_versions_are_named() {
        let refused = |name: &str| {
            let read = Envelope::default().member(name, &mut Reader::new("{}"));
            read.err().map(|fault| fault.to_string())
        };
        let of = |version: &str| format!("this is OData {version}, and only V4 is read");
        for (name, version) in [
            ("d", "V2"),
            ("odata.metadata", "V3"),
            ("odata.nextLink", "V3"),
        ] {
            let said = refused(name).expect(name);
            assert!(said.contains(&of(version)), "{said}");
        }
        assert_eq!(refused("more"), None);
    }

    #[test]
    fn of_annotations_with_the_same_name_the_last_one_counts() {
        let mut envelope = Envelope::default();
        let mut read = |name: &str, value: &str| {
            let mut reader = Reader::new(value);
            reader.manner.annotations = true;
            envelope.member(name, &mut reader).unwrap();
        };
        for at in 0..20_000 {
            read(&format!("@a{at}"), "0");
        }
        for (name, value) in [("@a7", "1"), ("@b", "2"), ("@a7", "3")] {
            read(name, value);
        }
        let kept = envelope.take_annotations();
        assert_eq!(kept.len(), 20_001);
        let last = kept.iter().rev().take(2);
        let last: Vec<_> = last.map(|(name, value)| (&**name, value.text())).collect();
        assert_eq!(last, [("@a7", "3"), ("@b", "2")]);
    }
}
