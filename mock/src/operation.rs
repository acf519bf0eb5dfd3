//! Functions and actions that a test answers.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use crate::service::near_or_all;
use crate::{Canned, MockError, MockService};

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

impl MockService {
    /// Lets a closure answer the calls of a function or an action, named with its namespace; one for all overloads.
    ///
    /// Functions are called by `GET`, bound ones behind what they are bound to, unbound ones by their imports; what they
    /// give can be asked for parts, filtered, ordered and so on (URL conventions 4.5). Actions are called by `POST` with
    /// their parameters as a JSON object (Protocol 4.01, 11.5.5). Parameters are checked against the model. The rows are
    /// not locked meanwhile: the closure can ask a clone of the service. An error of the closure is sent as it is. A call
    /// of what has no closure is answered with 501.
    ///
    /// # Errors
    /// When the model has no such function or action.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../tests/shop.xml");
    /// use odata_core::transport::{RequestBody, Transport};
    /// use odata_mock::MockService;
    /// use serde_json::json;
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let service = MockService::from_csdl(CSDL)?.operation("Shop.cheapest", |call| {
    ///     let all = [json!({"sku": "a", "price": 1}), json!({"sku": "b", "price": 2})];
    ///     let count = call.parameter("count").as_u64().unwrap_or(0) as usize;
    ///     Ok(all.into_iter().take(count).collect())
    /// })?;
    /// let url = "http://mock.invalid/api/cheapest(count=@n)/$count?@n=1&$filter=price%20lt%205";
    /// let request = http::Request::get(url).body(RequestBody::empty())?;
    /// assert_eq!(service.transport().send(request).await?.status(), 200);
    ///
    /// let error = service.operation("Shop.cheap", |_| Ok(json!(null))).unwrap_err();
    /// assert!(error.to_string().ends_with("did you mean `Shop.cheapest`?"));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    pub fn operation(
        mut self,
        name: &str,
        answer: impl Fn(&Call) -> Result<Json, Box<Canned>> + Send + Sync + 'static,
    ) -> Result<Self, MockError> {
        let known: Vec<String> = self
            .model
            .operations()
            .map(|(_, operation)| operation.name.to_string())
            .collect();
        if !known.iter().any(|known| known == name) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            return Err(MockError::UnknownOperation {
                name: name.to_owned(),
                help: near_or_all(name, &known),
            });
        }
        self.config
            .operations
            .insert(name.to_owned(), Arc::new(answer));
        Ok(self)
    }
}
