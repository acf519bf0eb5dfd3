//! Changing data: inserting, updating and deleting entities, and what is less than one (Protocol 11.4).

mod assign;
mod body;
mod changes;
mod delete;
mod form;
mod insert;
mod json;
mod link;
mod outbound;
mod related;
mod render;
mod saved;
mod update;
mod upsert;
mod wanted;
mod whole;

pub use assign::Assign;
pub(crate) use body::{Body, Deed};
pub use changes::Changes;
pub use delete::Delete;
pub use form::{FilePart, Form, FormInfo};
pub use insert::Insert;
pub(crate) use json::{write_literal, write_string};
pub(crate) use link::Link;
pub use link::{IntoLink, Links};
pub(crate) use outbound::{ODATA_VERSION, VERSION};
pub use related::{IntoRelated, Leads, RelatedChange};
pub use saved::Saved;
pub use update::Update;
pub use upsert::Upsert;
pub use wanted::{AsServed, Minimal, Representation, Wanted};
