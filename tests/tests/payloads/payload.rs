//! A payload, and what comes of it.

use std::future::Future;
use std::pin::Pin;

use crate::sent::Sent;

/// Why a payload was not read whole.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// The client does not read it, and says this.
    Refused(String),
    /// It was read, and this of it is lost.
    Lost(String),
}

/// How many members of objects were read, each of them once looked for in what came of it.
pub(crate) type Outcome = Result<usize, Wrong>;

/// How a payload is read.
pub(crate) type ReadAs = fn(Sent) -> Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// A file of the corpus.
pub(crate) struct Payload {
    pub(crate) file: &'static str,
    pub(crate) read: ReadAs,
    /// What it is.
    pub(crate) what: &'static str,
    /// What the error says when it cannot be read, and why it cannot.
    pub(crate) fails: Option<(&'static str, &'static str)>,
    /// Members that have no place in what is read.
    pub(crate) passed_over: &'static [&'static str],
}

/// One that is read, and nothing of it is lost.
pub(crate) const fn decodes(file: &'static str, read: ReadAs, what: &'static str) -> Payload {
    Payload {
        file,
        read,
        what,
        fails: None,
        passed_over: &[],
    }
}

/// One that cannot be read: the error says this, and the reason is that.
pub(crate) const fn fails(
    file: &'static str,
    read: ReadAs,
    what: &'static str,
    says: &'static str,
    why: &'static str,
) -> Payload {
    Payload {
        fails: Some((says, why)),
        ..decodes(file, read, what)
    }
}

impl Payload {
    /// Though these are not kept, which say nothing that a client has to know.
    pub(crate) const fn without(self, names: &'static [&'static str]) -> Payload {
        Payload {
            passed_over: names,
            ..self
        }
    }
}
