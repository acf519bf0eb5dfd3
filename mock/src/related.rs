//! What a service has beside its sets: singletons, and how related entities are cut into pages.

use std::sync::PoisonError;

use serde_json::Value as Json;

use crate::service::near_or_all;
use crate::{MockError, MockService};

impl MockService {
    /// Gives a singleton its entity, a JSON object, in place of the one it had (CSDL XML 4.01, 13.3).
    ///
    /// A singleton that was never filled is answered with 404.
    ///
    /// # Errors
    /// When there is no such singleton, or the object does not fit its type.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../tests/files.xml");
    /// use odata_mock::MockService;
    /// use serde_json::json;
    /// let service = MockService::from_csdl(CSDL)?.singleton("me", json!({"id": 7}))?;
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    pub fn singleton(self, name: &str, entity: Json) -> Result<Self, MockError> {
        let singleton = self.model.singleton(name).ok_or_else(|| {
            let containers = self.model.containers().iter();
            let known = containers.flat_map(|container| &container.singletons);
            let known: Vec<&str> = known.map(|singleton| singleton.name.as_str()).collect();
            MockError::UnknownSingleton {
                name: name.to_owned(),
                help: near_or_all(name, &known),
            }
        })?;
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        store.fill_singleton(&self.model, singleton, entity)?;
        drop(store);
        Ok(self)
    }

    /// Writes at most that many related entities where a collection is expanded; a next link leads on (Protocol 4.01,
    /// 11.2.6.7). Zero means no limit.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../tests/files.xml");
    /// use odata_mock::MockService;
    /// let service = MockService::from_csdl(CSDL)?.expand_page_size(2);
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn expand_page_size(mut self, entities: usize) -> Self {
        self.config.expand_page_size = (entities > 0).then_some(entities);
        self
    }
}
