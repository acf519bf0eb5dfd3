//! What a service says of batches.

/// What a service says of requests that are sent together (Capabilities.BatchSupport, Capabilities.BatchSupported).
///
/// # Example: a service that takes batches as JSON alone
/// ```
/// use odata_core::descriptor::BatchInfo;
/// const BATCH: BatchInfo = BatchInfo { json: Some(true), ..BatchInfo::REST };
/// assert_eq!(BATCH.not_supported, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchInfo {
    /// Why no batch is taken, if so: what the service says and where.
    pub not_supported: Option<&'static str>,
    /// Why it does not go on behind a request that fails, if so (`ContinueOnErrorSupported`).
    pub not_continued: Option<&'static str>,
    /// Whether a batch is written as JSON, where just one of the two forms is taken (`SupportedFormats`).
    pub json: Option<bool>,
}

impl BatchInfo {
    /// What holds where nothing is said: `..BatchInfo::REST`.
    pub const REST: BatchInfo = BatchInfo {
        not_supported: None,
        not_continued: None,
        json: None,
    };
}
