//! Functions and actions that a test answers.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use crate::Canned;

/// Answers calls of one operation.
pub(crate) type Closure = Arc<dyn Fn(&Call) -> Result<Json, Box<Canned>> + Send + Sync>;

/// A call of a function or of an action, for [`MockService::operation`](crate::MockService::operation).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// What it is called on: an entity, a collection, a value; nothing for what is not bound (Protocol 11.5.1).
    pub bound: Option<Json>,
    /// The parameters by name, as JSON (URL conventions 4.5, 5.3); those that were left out are not there.
    pub parameters: Map<String, Json>,
}

impl Call {
    /// A parameter; null where it was left out.
    ///
    /// ```
    /// use odata_mock::Call;
    /// assert!(Call::default().parameter("top").is_null());
    /// ```
    pub fn parameter(&self, name: &str) -> &Json {
        self.parameters.get(name).unwrap_or(&Json::Null)
    }
}
