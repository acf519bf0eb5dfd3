//! Indicators by the hundreds.

use std::fmt;

use odata::Changes;

use crate::{Defender, ImportIndicatorResult, Indicator};

/// How many indicators the service takes in one call
/// (<https://learn.microsoft.com/defender-endpoint/api/import-ti-indicators>).
pub const INDICATORS_AT_ONCE: usize = 500;

impl Defender {
    /// Submits indicators, or changes those that are there: as many calls as it takes, one after the other, each with as many as the
    /// service takes ([`INDICATORS_AT_ONCE`]). Thirty calls a minute are let pass; the client waits for its turn.
    ///
    /// The service answers for each indicator: [`is_failed`](ImportIndicatorResult::is_failed) and why are in it.
    ///
    /// # Errors
    /// When a call fails: the error has the answers of those before it, so that it is known what was done.
    ///
    /// # Example
    /// ```
    /// # use odata_defender::{Defender, Indicator};
    /// # async fn example(defender: &Defender) -> Result<(), Box<dyn std::error::Error>> {
    /// use odata_defender::odata::Changes;
    /// let indicators: Vec<Changes<Indicator>> = ["220e7d15b011d7fac48f2bd61114db1022197f7f"]
    ///     .into_iter()
    ///     .map(|sha1| {
    ///         Changes::new()
    ///             .set(Indicator::INDICATOR_VALUE, sha1)
    ///             .set(Indicator::INDICATOR_TYPE, "FileSha1")
    ///             .set(Indicator::ACTION, "Alert")
    ///             .set(Indicator::TITLE, "from ticket 4711")
    ///             .set(Indicator::DESCRIPTION, "seen in a phishing mail")
    ///     })
    ///     .collect();
    /// for answer in defender.import_indicators(&indicators).await? {
    ///     if answer.is_failed == Some(true) {
    ///         println!("{:?}: {:?}", answer.indicator, answer.failure_reason);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn import_indicators(
        &self,
        indicators: &[Changes<Indicator>],
    ) -> Result<Vec<ImportIndicatorResult>, ImportError> {
        let mut answers = Vec::new();
        for some in indicators.chunks(INDICATORS_AT_ONCE) {
            let import = Indicator::import(some.to_vec());
            match self.indicators().call(import).send().await {
                Ok(page) => answers.extend(page),
                Err(error) => return Err(ImportError { answers, error }),
            }
        }
        Ok(answers)
    }
}

/// Not all indicators were submitted.
#[derive(Debug)]
pub struct ImportError {
    answers: Vec<ImportIndicatorResult>,
    error: odata::Error,
}

impl ImportError {
    /// The answers to the calls that came before.
    pub fn answers(&self) -> &[ImportIndicatorResult] {
        &self.answers
    }

    /// Why the call failed.
    pub fn error(&self) -> &odata::Error {
        &self.error
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = self.answers.len();
        write!(
            f,
            "{done} indicators were submitted, and then: {}",
            self.error
        )
    }
}

/// Its text has the causes, as that of [`odata::Error`] has: it has no source, and [`error`](ImportError::error) has what led to it.
impl std::error::Error for ImportError {}
