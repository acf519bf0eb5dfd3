//! The time that a client goes by.

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod alarm;
#[cfg(all(feature = "reqwest", target_arch = "wasm32"))]
mod browser;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod tokio;

use std::time::{Duration, SystemTime};

use odata_core::transport::{BoxFuture, MaybeSend, MaybeSync};

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub(super) use alarm::Alarm;

/// The time that a client goes by when it waits: between two tries, for a limit on calls, until a deadline.
///
/// With the feature `reqwest` it is tokio's, which tests can [pause](https://docs.rs/tokio/latest/tokio/time/fn.pause.html), and in
/// WebAssembly JavaScript's. Implement it to use the client on another runtime, or to test with a clock of your own. Without a clock
/// nothing is tried again and no time runs out, since nothing can wait.
///
/// # Example: a clock that is always in time
/// ```
/// use std::sync::Mutex;
/// use std::time::{Duration, SystemTime};
/// use odata::Clock;
///
/// /// Whoever waits has waited at once.
/// #[derive(Default)]
/// struct Impatient(std::sync::Arc<Mutex<Duration>>);
///
/// impl Clock for Impatient {
///     fn now(&self) -> Duration {
///         *self.0.lock().unwrap()
///     }
///     fn date(&self) -> SystemTime {
///         SystemTime::UNIX_EPOCH + self.now()
///     }
///     fn sleep(&self, time: Duration) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
///         *self.0.lock().unwrap() += time;
///         Box::pin(std::future::ready(()))
///     }
/// }
/// # let clock = Impatient::default();
/// # drop(clock.sleep(Duration::from_secs(3)));
/// # assert_eq!(clock.now(), Duration::from_secs(3));
/// ```
pub trait Clock: MaybeSend + MaybeSync + 'static {
    /// How long it is since a moment of the clock's choice. It never goes back.
    fn now(&self) -> Duration;

    /// The time of day, which a date in `Retry-After` is compared with.
    fn date(&self) -> SystemTime;

    /// Waits for so long. It is called only where [`can_wait`](Self::can_wait) says so.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()>;

    /// Whether anybody can wait here: tokio's timers need its runtime.
    fn can_wait(&self) -> bool {
        true
    }
}

/// The clock of what the client's transport needs anyway, where there is one.
pub(super) fn usual() -> Option<std::sync::Arc<dyn Clock>> {
    #[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
    return Some(std::sync::Arc::new(tokio::TokioClock::new()));
    #[cfg(all(feature = "reqwest", target_arch = "wasm32"))]
    return Some(std::sync::Arc::new(browser::BrowserClock::new()));
    #[cfg(not(feature = "reqwest"))]
    None
}
