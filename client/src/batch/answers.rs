//! What a batch was answered with.

use std::fmt;

use http::StatusCode;

use super::handle::Handle;
use super::ids::BatchId;
use crate::client::Answer;
use crate::error::{Error, Result};

/// The answers to the requests of a batch. Each is taken by the handle of its request.
pub struct BatchAnswers {
    pub(super) batch: BatchId,
    /// One for each request, in their order; nothing once it was taken.
    pub(super) answers: Vec<Option<Result<Answer>>>,
}

impl BatchAnswers {
    /// What the answer to that request is read as.
    ///
    /// # Errors
    /// As if the request had been sent alone: when the service answered it with an error, and when the answer does not fit the schema.
    /// When it was not answered at all ([`is_unanswered`](Error::is_unanswered)), when the answer broke off before it, and when
    /// the handle is that of another batch.
    ///
    /// # Example: of two requests one may fail
    /// ```
    /// # use odata::Service as _;
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let files = defender.library_files();
    /// let mut batch = defender.client().batch().continue_on_error();
    /// let one = batch.add(&files.by_key("a.ps1"));
    /// let page = batch.add(&files.top(5));
    /// let mut answers = batch.send().await?;
    /// match answers.take(one) {
    ///     Ok(file) => println!("{}", file.file_name),
    ///     Err(error) if error.is_not_found() => println!("there is no such file"),
    ///     Err(error) => return Err(error),
    /// }
    /// let page = answers.take(page)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn take<T>(&mut self, handle: Handle<T>) -> Result<T> {
        let other = || Error::unanswered("the handle is that of a request of another batch");
        let reading = handle.reading.filter(|_| handle.batch == self.batch);
        let answer = self.answers.get_mut(handle.request.index());
        let answer = answer.and_then(Option::take);
        match (reading, answer) {
            (Some(reading), Some(answer)) => reading.read(answer),
            _ => Err(other()),
        }
    }

    /// The status with which a request was answered, well or not; nothing where it was not answered.
    pub fn status<T>(&self, handle: &Handle<T>) -> Option<StatusCode> {
        match self.of(handle)? {
            Ok(answer) => Some(answer.status()),
            Err(error) => error.status(),
        }
    }

    /// A header of the answer to a request, such as `Location` or `ETag`; nothing where it failed.
    pub fn header<T>(&self, handle: &Handle<T>, name: &str) -> Option<&str> {
        let answer = self.of(handle)?.as_ref().ok()?;
        answer.headers().get(name)?.to_str().ok()
    }

    fn of<T>(&self, handle: &Handle<T>) -> Option<&Result<Answer>> {
        let is_own = handle.batch == self.batch;
        self.answers
            .get(handle.request.index())
            .filter(|_| is_own)?
            .as_ref()
    }

    /// How many requests there were.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// How many requests failed, those that were not answered with them, of those whose answers were not taken yet.
    pub fn failed(&self) -> usize {
        let left = self.answers.iter().flatten();
        left.filter(|answer| answer.is_err()).count()
    }
}

impl fmt::Debug for BatchAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BatchAnswers({}, {} failed)", self.len(), self.failed())
    }
}
