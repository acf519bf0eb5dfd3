//! Waiting without a runtime.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// Is ready after a while, counted from the first time it is asked.
///
/// A thread does the waiting, so that this works on any executor and with none.
#[derive(Debug)]
pub(crate) struct Delay {
    wait: Duration,
    alarm: Option<Arc<Mutex<Alarm>>>,
}

#[derive(Debug, Default)]
struct Alarm {
    rung: bool,
    waker: Option<Waker>,
}

impl Delay {
    pub(crate) fn new(wait: Duration) -> Self {
        Delay { wait, alarm: None }
    }
}

impl Future for Delay {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.wait.is_zero() {
            return Poll::Ready(());
        }
        if let Some(alarm) = &self.alarm {
            let mut alarm = alarm.lock().unwrap_or_else(PoisonError::into_inner);
            if alarm.rung {
                return Poll::Ready(());
            }
            alarm.waker = Some(cx.waker().clone());
            return Poll::Pending;
        }
        let alarm = Arc::new(Mutex::new(Alarm {
            rung: false,
            waker: Some(cx.waker().clone()),
        }));
        let (wait, rings) = (self.wait, Arc::clone(&alarm));
        let ring = move || {
            std::thread::sleep(wait);
            let mut alarm = rings.lock().unwrap_or_else(PoisonError::into_inner);
            alarm.rung = true;
            let waker = alarm.waker.take();
            drop(alarm);
            if let Some(waker) = waker {
                waker.wake();
            }
        };
        match std::thread::Builder::new().spawn(ring) {
            Ok(_) => {
                self.alarm = Some(alarm);
                Poll::Pending
            }
            // Without a thread the answer is early, which is better than one that never comes.
            Err(_) => Poll::Ready(()),
        }
    }
}
