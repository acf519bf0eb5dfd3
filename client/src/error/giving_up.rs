//! Why a request that failed is not tried again.

use std::fmt;
use std::time::Duration;

/// Why there is no other try, though the failure is one that another try may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivingUp {
    /// What is asked may have been done.
    MayBeDone,
    /// One try is what is allowed.
    OneTry,
    /// The wait would be longer than this.
    WaitsTooLong(Duration),
    /// Others have used up what tries there are.
    Budget,
    /// The whole call has this time, and it ends before.
    CallEnds(Duration),
    /// There is nothing to wait by.
    NoClock,
}

impl fmt::Display for GivingUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not tried again, since ")?;
        match self {
            GivingUp::MayBeDone => f.write_str("it may have been done"),
            GivingUp::OneTry => f.write_str("one try is allowed (`Retry::tries`)"),
            GivingUp::WaitsTooLong(longest) => write!(
                f,
                "the wait would be longer than {longest:?} (`Retry::longest_retry_after`)"
            ),
            GivingUp::Budget => f.write_str(
                "the tries that all requests of the client have together are used up (`Retry::budget`)",
            ),
            GivingUp::CallEnds(time) => write!(
                f,
                "the {time:?} of the whole call end before (`within`, `call_timeout`)"
            ),
            GivingUp::NoClock => f.write_str("the client has no clock to wait by"),
        }
    }
}
