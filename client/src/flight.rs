//! One piece of work that all who need its outcome drive together.
//!
//! Nothing runs by itself: the work goes on while at least one of them is polled, whichever, and ends when the last of
//! them is dropped.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::task::{Context, Poll, Wake, Waker};

use odata_core::transport::BoxFuture;

/// The work, and who waits for it.
pub(crate) struct Flight<O> {
    work: Mutex<Option<BoxFuture<'static, O>>>,
    outcome: OnceLock<O>,
    /// What comes of it where the work panicked.
    panicked: fn() -> O,
    waiting: Arc<Waiting>,
}

/// The wakers of all who wait. What the work wakes is all of them: each may be dropped before it is polled.
#[derive(Default)]
struct Waiting {
    wakers: Mutex<BTreeMap<u64, Waker>>,
    seats: AtomicU64,
    /// The work called since it was last driven.
    called: AtomicBool,
}

/// One who waits.
pub(crate) struct Passenger<O> {
    flight: Arc<Flight<O>>,
    seat: u64,
}

/// What panicked while it was locked was somebody else's code, and left nothing half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<O: Clone> Flight<O> {
    pub(crate) fn new(work: BoxFuture<'static, O>, panicked: fn() -> O) -> Arc<Self> {
        Arc::new(Flight {
            work: Mutex::new(Some(work)),
            outcome: OnceLock::new(),
            panicked,
            waiting: Arc::default(),
        })
    }

    /// One more waits for it.
    pub(crate) fn board(self: Arc<Self>) -> Passenger<O> {
        let seat = self.waiting.seats.fetch_add(1, Ordering::Relaxed);
        Passenger { flight: self, seat }
    }

    fn outcome(&self) -> Poll<O> {
        self.outcome
            .get()
            .map_or(Poll::Pending, |outcome| Poll::Ready(outcome.clone()))
    }

    fn drive(&self) -> Poll<O> {
        let mut work = match self.work.try_lock() {
            Ok(work) => work,
            Err(TryLockError::Poisoned(work)) => work.into_inner(),
            // Another thread drives it just now. Who registered is woken when that comes to something.
            Err(TryLockError::WouldBlock) => return self.outcome(),
        };
        if self.outcome.get().is_some() {
            return self.outcome();
        }
        let outcome = match work.take() {
            Some(mut future) => {
                self.waiting.called.store(false, Ordering::SeqCst);
                let waker = Waker::from(self.waiting.clone());
                match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                    Poll::Ready(outcome) => outcome,
                    Poll::Pending => {
                        *work = Some(future);
                        drop(work);
                        // Who came behind that call found the work locked, and this one may never come back.
                        if self.waiting.called.load(Ordering::SeqCst) {
                            self.waiting.wake_all();
                        }
                        return Poll::Pending;
                    }
                }
            }
            None => (self.panicked)(),
        };
        // It is there before anybody is woken.
        let _ = self.outcome.set(outcome);
        drop(work);
        self.waiting.wake_all();
        self.outcome()
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.called.store(true, Ordering::SeqCst);
        self.wake_all();
    }
}

impl Waiting {
    fn wake_all(&self) {
        let wakers = std::mem::take(&mut *lock(&self.wakers));
        for waker in wakers.into_values() {
            waker.wake();
        }
    }
}

impl<O: Clone> Future for Passenger<O> {
    type Output = O;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<O> {
        // First, so that whatever happens from here on wakes this one, too.
        lock(&self.flight.waiting.wakers).insert(self.seat, cx.waker().clone());
        self.flight.drive()
    }
}

impl<O> Drop for Passenger<O> {
    fn drop(&mut self) {
        lock(&self.flight.waiting.wakers).remove(&self.seat);
        if self.flight.outcome.get().is_none() {
            // It may have been the one that was woken to drive on.
            self.flight.waiting.wake_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// One drives, the work calls, and another one comes before that one is done; the first never comes back.
    #[test]
    fn who_comes_while_the_work_calls_is_woken() {
        let late: Arc<Mutex<Option<Passenger<u8>>>> = Arc::default();
        let woken = Arc::new(Woken::default());
        let (comes, called) = (late.clone(), woken.clone());
        let mut turns = 0;
        let work = poll_fn(move |cx| {
            turns += 1;
            if turns > 1 {
                return Poll::Ready(7);
            }
            cx.waker().wake_by_ref();
            let waker = Waker::from(called.clone());
            if let Some(late) = &mut *lock(&comes) {
                let polled = Pin::new(late).poll(&mut Context::from_waker(&waker));
                assert!(polled.is_pending());
            }
            Poll::Pending
        });
        let flight = Flight::new(Box::pin(work), || 0);
        let mut first = flight.clone().board();
        *lock(&late) = Some(flight.board());
        let mut nobody = Context::from_waker(Waker::noop());
        assert!(Pin::new(&mut first).poll(&mut nobody).is_pending());
        assert_eq!(woken.0.load(Ordering::SeqCst), 1);
        let second = lock(&late).take();
        let mut second = second.unwrap();
        assert_eq!(Pin::new(&mut second).poll(&mut nobody), Poll::Ready(7));
        drop(first);
    }
}
