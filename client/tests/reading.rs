//! Answers that are read while they arrive: pages, links, positions, changes, what is kept.

#[path = "reading/ahead.rs"]
mod ahead;
#[path = "reading/arriving.rs"]
mod arriving;
#[path = "reading/changes.rs"]
mod changes;
#[path = "changes/entity.rs"]
mod entity;
#[path = "reading/everything.rs"]
mod everything;
#[path = "reading/filters.rs"]
mod filters;
#[path = "reading/functions.rs"]
mod functions;
#[path = "reading/gzip.rs"]
mod gzip;
#[path = "reading/instead.rs"]
mod instead;
#[path = "reading/kept.rs"]
mod kept;
#[path = "reading/machine.rs"]
mod machine;
#[path = "reading/positions.rs"]
mod positions;
#[path = "reading/scripted.rs"]
mod scripted;
#[path = "reading/secrets.rs"]
mod secrets;
#[path = "reading/top.rs"]
mod top;
