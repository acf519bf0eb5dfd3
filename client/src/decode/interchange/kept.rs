//! What a value has that no payload says: names of our own for it.

use crate::decode::Extras;
use crate::json::Reader;

/// What all of them begin with.
const NAMESPACE: &str = "@Rust.OData.Kept.V1.";

/// True where all annotations were kept; stands before them.
pub(super) const ANNOTATED: &str = "@Rust.OData.Kept.V1.Annotated";
/// The ETag, where all annotations were kept and it stood in the head of the answer.
pub(super) const ETAG: &str = "@Rust.OData.Kept.V1.ETag";
/// The properties that came, where only what changed did; stands behind them.
pub(super) const PRESENT: &str = "@Rust.OData.Kept.V1.Present";
/// The JSON text of members, where the values of serde do not keep all of it.
pub(super) const EXACT: &str = "@Rust.OData.Kept.V1.Exact";

/// What the next link of an expansion is relative to, where all annotations were kept and that was none of them; stands behind the name.
pub(in crate::decode) const BASE: &str = "Rust.OData.Kept.V1.Base";

/// One of these, by what it is called.
#[derive(Clone, Copy)]
pub(in crate::decode) struct Kept<'n>(&'n str);

pub(in crate::decode) fn kept(name: &str) -> Option<Kept<'_>> {
    name.starts_with(NAMESPACE).then_some(Kept(name))
}

impl Kept<'_> {
    /// Becomes what it was in what is kept of a value with these properties.
    pub(in crate::decode) fn restore(
        self,
        extras: &mut Extras,
        properties: &'static [&'static str],
        json: &str,
    ) {
        let mut reader = Reader::new(json);
        match self.0 {
            ANNOTATED => extras.expect_annotations(),
            ETAG => {
                if let Ok(etag) = reader.string() {
                    extras.keep_etag(&etag);
                }
            }
            PRESENT => {
                let mut present = Vec::new();
                let read = reader.array(&mut |_, reader| {
                    let name = reader.string()?;
                    present.extend(properties.iter().copied().find(|known| *known == name));
                    Ok(())
                });
                if read.is_ok() {
                    extras.keep_present(present);
                }
            }
            _ => {}
        }
    }
}
