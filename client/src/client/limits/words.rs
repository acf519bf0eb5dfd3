//! What is said of a call that would have to wait too long.

use std::fmt;
use std::time::Duration;

use odata_core::descriptor::Usage;

use super::Operation;
use super::gate::Reason;

/// What a limit is for.
#[derive(Debug)]
pub(super) enum Subject {
    Operation(Operation),
    /// Whatever has that name.
    Named(String),
    Everything,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = match self {
            Subject::Operation(operation) => operation,
            Subject::Named(name) => return write!(f, "all calls of `{name}`"),
            Subject::Everything => return f.write_str("all calls"),
        };
        let name = operation.of.map_or("", |info| info.name);
        let (before, behind) = match operation.usage {
            Usage::ReadByKey => ("reading", " by key"),
            Usage::Insert => ("inserting into", ""),
            Usage::Update => ("updating", ""),
            Usage::Delete => ("deleting from", ""),
            _ => ("reading", ""),
        };
        match name {
            "" => f.write_str("such calls"),
            name => write!(f, "{before} `{name}`{behind}"),
        }
    }
}

/// Why it was not sent.
pub(super) fn too_long(
    subject: &Subject,
    reason: Option<Reason>,
    wait: Duration,
    left: Option<Duration>,
) -> String {
    let wait = seconds(wait);
    let why = match reason {
        Some(Reason::Limit(limit)) => {
            format!("the limit of {limit} for {subject} would make it wait {wait}")
        }
        Some(Reason::Stopped) | None => {
            format!("the service asked for no {subject} for another {wait} (`Retry-After`)")
        }
    };
    match left {
        Some(left) => format!("{why}, and it has {} left", seconds(left)),
        None => format!("{why}, and there is no clock to wait by; `clock` sets one"),
    }
}

/// Rounded up to milliseconds.
fn seconds(time: Duration) -> String {
    let milliseconds = time.as_nanos().div_ceil(1_000_000);
    match (milliseconds / 1_000, milliseconds % 1_000) {
        (whole, 0) => format!("{whole} s"),
        (whole, part) => format!("{whole}.{part:03} s"),
    }
}
