//! What is refused before a batch is sent.

use odata_core::descriptor::ProtocolVersion;

use super::Form;
use super::ids::RequestId;
use super::part::Part;
use super::references::referenced;
use crate::client::Client;
use crate::error::{Error, Result};

/// # Errors
/// When a change set has a question in it, and when a request refers to the result of one that it cannot refer to.
pub(super) fn check(client: &Client, parts: &[Part], form: Form) -> Result<()> {
    for (request, part) in RequestId::all().zip(parts) {
        let (method, url) = (&part.outgoing.method, &part.outgoing.url);
        let refuse = |reason: String| {
            Error::refused(format!("request {request} of the batch {reason}"))
                .of_request(method, url)
        };
        if form == Form::Multipart && part.group.is_some() && part.only_reads() {
            return Err(refuse(
                "asks, and a change set has only changes in it (Protocol 11.7.3)".to_owned(),
            ));
        }
        for other in referenced(client, part) {
            let other_part = parts.get(other.index()).filter(|_| other < request);
            let Some(other_part) = other_part else {
                return Err(refuse(format!(
                    "refers to the result of request {other}, which does not stand before it"
                )));
            };
            let is_together = part.group.is_some() && part.group == other_part.group;
            let is_old = client.version() == ProtocolVersion::V4_0;
            if form == Form::Multipart && is_old && !is_together {
                return Err(refuse(format!(
                    "refers to the result of request {other}, which is not in the same change set: OData 4.0 knows no other reference"
                )));
            }
        }
    }
    Ok(())
}
