//! What changes send, and what is made of the answers.

#[path = "changes/conflicts.rs"]
mod conflicts;
#[path = "changes/entity.rs"]
mod entity;
#[path = "changes/flags.rs"]
mod flags;
#[path = "changes/headers.rs"]
mod headers;
#[path = "changes/inserting.rs"]
mod inserting;
#[path = "changes/mocked.rs"]
mod mocked;
#[path = "changes/own_fields.rs"]
mod own_fields;
#[path = "changes/references.rs"]
mod references;
#[path = "changes/refused.rs"]
mod refused;
#[path = "changes/related.rs"]
mod related;
#[path = "changes/required.rs"]
mod required;
#[path = "changes/restricted.rs"]
mod restricted;
#[path = "changes/shop.rs"]
mod shop;
#[path = "changes/text.rs"]
mod text;
#[path = "changes/undeclared.rs"]
mod undeclared;
#[path = "changes/updating.rs"]
mod updating;
#[path = "changes/uploads.rs"]
mod uploads;
#[path = "changes/upserting.rs"]
mod upserting;
#[path = "changes/values.rs"]
mod values;
#[path = "changes/wire.rs"]
mod wire;
