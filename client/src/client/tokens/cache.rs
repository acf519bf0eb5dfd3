//! The tokens of all scopes, each in its slot.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::HeaderValue;
use odata_core::transport::BoxFuture;

use super::slot::{Slot, Standing};
use super::{Time, TokenSource};
use crate::client::CredentialError;
use crate::flight::lock;

/// How long before its end a token is replaced, unless set.
const EARLY: Duration = Duration::from_secs(5 * 60);

/// How long a request waits for an early refresh, before it goes with the old token.
const PATIENCE: Duration = Duration::from_secs(5);

/// The tokens, without what they come from. Clones share them.
#[derive(Clone)]
pub(in crate::client) struct Cache {
    slots: Arc<Mutex<Slots>>,
    pub(in crate::client) time: Time,
    early: Duration,
}

/// Programs have one scope or a few.
type Slots = Vec<(Option<String>, Arc<Slot>)>;

impl Cache {
    pub(in crate::client) fn new() -> Self {
        Cache {
            slots: Arc::default(),
            time: Time::usual(),
            early: EARLY,
        }
    }

    /// One without tokens, that goes by another time. Clones of before go on as they were.
    pub(in crate::client) fn with_time(self, time: Time) -> Self {
        Cache {
            time,
            ..self.emptied()
        }
    }

    /// One without tokens, that replaces them so long before their end.
    pub(in crate::client) fn with_early(self, early: Duration) -> Self {
        Cache {
            early,
            ..self.emptied()
        }
    }

    /// One without tokens: they come from elsewhere.
    pub(in crate::client) fn emptied(self) -> Self {
        Cache {
            slots: Arc::default(),
            ..self
        }
    }

    fn slot(&self, scope: Option<&str>) -> Arc<Slot> {
        let mut slots = lock(&self.slots);
        if let Some((_, slot)) = slots.iter().find(|(of, _)| of.as_deref() == scope) {
            return slot.clone();
        }
        let slot = Arc::<Slot>::default();
        slots.push((scope.map(str::to_owned), slot.clone()));
        slot
    }

    /// The header for that scope; from the source, where the token that is held does not do.
    pub(in crate::client) fn authorization<'a>(
        &'a self,
        source: &'a Arc<dyn TokenSource>,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            let slot = self.slot(scope);
            let standing = slot.standing(&self.time, self.early, || {
                let (source, scope) = (source.clone(), scope.map(str::to_owned));
                Box::pin(async move { source.token(scope.as_deref()).await })
            });
            match standing {
                Standing::Fresh(value) => Ok(value),
                Standing::Awaited(refresh) => refresh.await,
                Standing::Aging(old, refresh) => match self.time.at_most(PATIENCE, refresh).await {
                    Some(Ok(new)) => Ok(new),
                    Some(Err(_)) => Ok(old),
                    None => {
                        slot.pause(self.time.now());
                        Ok(old)
                    }
                },
            }
        })
    }

    /// Uses that token no more.
    pub(in crate::client) fn forget(&self, value: &HeaderValue) {
        for (_, slot) in lock(&self.slots).iter() {
            slot.forget(value);
        }
    }

    /// Whether another token than this may be had, after a 401.
    pub(in crate::client) fn rejected(&self, value: &HeaderValue) -> bool {
        let now = self.time.now();
        lock(&self.slots)
            .iter()
            .find_map(|(_, slot)| slot.rejected(value, now))
            // An older one: what replaced it is there.
            .unwrap_or(true)
    }
}

/// The header that a token makes, or why there is none.
pub(super) type Outcome = Result<HeaderValue, CredentialError>;

/// A token that is being got.
pub(super) type Fetch = BoxFuture<'static, Result<super::AccessToken, CredentialError>>;
