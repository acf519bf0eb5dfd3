//! Changes that are made together or not at all.

use std::sync::{Arc, PoisonError, RwLock};

use crate::MockService;
use crate::store::Store;

/// How often a change set is done anew because something else changed meanwhile.
const TRIES: usize = 100;

/// Does something to a copy of the rows, which takes their place where it went well. Nothing else changes them in between.
///
/// # Errors
/// What came of it where it did not go well; `None` where others changed the rows all the time.
pub(super) fn atomically<T, E>(
    service: &MockService,
    run: impl Fn(&MockService) -> Result<T, E>,
) -> Result<T, Option<E>> {
    if !service.asks_closures() {
        let mut rows = service
            .store
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let copy = of(service, rows.clone());
        let done = run(&copy).map_err(Some)?;
        *rows = taken(&copy);
        return Ok(done);
    }
    // Closures may ask the service, so the rows are not locked while they run.
    for _ in 0..TRIES {
        let before = service
            .store
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let stamp = before.stamp();
        let copy = of(service, before);
        let done = run(&copy).map_err(Some)?;
        let mut rows = service
            .store
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if rows.stamp() == stamp {
            *rows = taken(&copy);
            return Ok(done);
        }
    }
    Err(None)
}

fn of(service: &MockService, rows: Store) -> MockService {
    service.over(Arc::new(RwLock::new(rows)))
}

fn taken(copy: &MockService) -> Store {
    let mut rows = copy.store.write().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *rows)
}
