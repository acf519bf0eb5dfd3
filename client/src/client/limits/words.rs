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
            Usage::ReadByKey => ("reads of", " by key"),
            Usage::Insert => ("inserts into", ""),
            Usage::Update => ("updates of", ""),
            Usage::Delete => ("deletions from", ""),
            _ => ("reads of", ""),
        };
        match name {
            "" => f.write_str("such calls"),
            name => write!(f, "{before} `{name}`{behind}"),
        }
    }
}

/// For how long a call can wait.
pub(super) enum Patience {
    /// Until its time is over.
    Left(Duration),
    /// So long for the service.
    ForService(Duration),
    /// Nothing can wait.
    None,
}

/// Why it was not sent.
pub(super) fn too_long(
    subject: &Subject,
    reason: Reason,
    wait: Duration,
    patience: Patience,
) -> String {
    let wait = seconds(wait);
    let why = match reason {
        Reason::Limit(limit) => {
            format!("the limit of {limit} for {subject} would make it wait {wait}")
        }
        Reason::Stopped => {
            format!("the service asked for no {subject} for another {wait} (`Retry-After`)")
        }
    };
    match patience {
        Patience::Left(left) => format!("{why}, and it has {} left", seconds(left)),
        Patience::ForService(longest) => {
            format!("{why}, and `longest_retry_after` is {}", seconds(longest))
        }
        Patience::None => format!("{why}, and there is no clock to wait by; `clock` sets one"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rounded_up() {
        for (time, said) in [
            (Duration::ZERO, "0 s"),
            (Duration::from_secs(90), "90 s"),
            (Duration::from_millis(1_500), "1.500 s"),
            (Duration::from_nanos(1), "0.001 s"),
            (Duration::from_nanos(59_999_999_999), "60 s"),
        ] {
            assert_eq!(seconds(time), said);
        }
    }
}
