//! Changing data: inserting, updating and deleting entities (Protocol 11.4).

mod assign;
mod changes;
mod form;
mod json;
mod requests;

pub use assign::Assign;
pub use changes::Changes;
pub use form::{FilePart, Form, FormInfo};
pub(crate) use json::{write_literal, write_string};
pub use requests::{Delete, Insert, Update};
pub(crate) use requests::{ODATA_VERSION, VERSION};
