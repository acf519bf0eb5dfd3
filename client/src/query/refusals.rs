//! Why a question is not sent.

use crate::error::{Error, Result};

/// What is wrong with a question, what the service says that it does not support of it, and whether that counts. It goes along as one with whatever
/// is made of the question, so that none of it is lost on the way.
#[derive(Clone, Debug, Default)]
pub(super) struct Refusals {
    /// What is wrong, whatever the service supports.
    wrong: Option<String>,
    unsupported: Option<String>,
    /// What the service says does not count.
    unchecked: bool,
}

impl Refusals {
    /// It is not sent, if there is a reason. The first one is told.
    pub(super) fn is_wrong(&mut self, why: Option<String>) {
        self.wrong = self.wrong.take().or(why);
    }

    /// It is not sent, if there is a reason, where what the service says counts.
    pub(super) fn is_unsupported(&mut self, why: Option<String>) {
        self.unsupported = self.unsupported.take().or(why);
    }

    /// What the service says does not count.
    pub(super) fn lift(&mut self) {
        self.unchecked = true;
    }

    /// Whether what the service says does not count.
    pub(super) fn are_lifted(&self) -> bool {
        self.unchecked
    }

    /// What is wrong: that holds also for what is reached from here, of which the service may support other things.
    pub(super) fn wrong(&self) -> Option<String> {
        self.wrong.clone()
    }

    /// Why it is not sent, if so.
    pub(super) fn why(&self) -> Option<String> {
        let unsupported = self.unsupported.as_ref().filter(|_| !self.unchecked);
        self.wrong.as_ref().or(unsupported).cloned()
    }

    /// # Errors
    /// When it is not sent.
    pub(super) fn check(&self) -> Result<()> {
        match self.why() {
            Some(why) => Err(Error::refused(why)),
            None => Ok(()),
        }
    }
}
