//! Requests that are sent together: as multipart and as JSON, in change sets, with failures, cut off, misread.

#[path = "batch/answers.rs"]
mod answers;
#[path = "batch/changes.rs"]
mod changes;
#[path = "batch/kinds.rs"]
mod kinds;
#[path = "batch/many.rs"]
mod many;
#[path = "batch/service.rs"]
mod service;
#[path = "batch/wire.rs"]
mod wire;
