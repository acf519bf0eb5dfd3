//! Knowing that something has arrived, without asking at each row.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use odata_core::transport::BoxFuture;

/// Wakes the task that rows are read in, and remembers that it did. Rows that are there are given without a look at the network, which
/// would cost more than the row; one look is due when the network has called.
#[derive(Debug, Default)]
pub(crate) struct Waking {
    called: AtomicBool,
    task: Mutex<Option<Waker>>,
}

impl Waking {
    /// What the network is to call; it wakes this task.
    pub(crate) fn waker(self: &Arc<Self>, task: &Waker) -> Waker {
        let mut known = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.as_ref().is_some_and(|known| known.will_wake(task)) {
            *known = Some(task.clone());
        }
        Waker::from(Arc::clone(self))
    }

    /// Polls what waits for the network.
    pub(crate) fn poll<T>(
        self: &Arc<Self>,
        cx: &mut Context<'_>,
        future: &mut BoxFuture<'static, T>,
    ) -> Poll<T> {
        let waker = self.waker(cx.waker());
        future.as_mut().poll(&mut Context::from_waker(&waker))
    }

    fn task(&self) -> Option<Waker> {
        self.task
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether the network has called since this was last asked.
    pub(crate) fn was_called(&self) -> bool {
        self.called.load(Ordering::Relaxed) && self.called.swap(false, Ordering::Acquire)
    }
}

impl Wake for Waking {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.called.store(true, Ordering::Release);
        // The lock is let go before the task is woken: it may be polled at once.
        let task = self.task();
        if let Some(task) = task {
            task.wake();
        }
    }
}
