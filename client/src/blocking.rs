//! Asking without `async`: whatever can be awaited can be waited for.
//!
//! For scripts, command lines and tests that have no runtime. The futures run on a small runtime of this crate's own, which is made when
//! something is waited for first. Where there is a runtime, await them.
//!
//! # Example
//! ```no_run
//! use odata::blocking::{Wait as _, WaitEach as _};
//! # use odata::doc_example::Defender;
//! # fn main() -> odata::Result<()> {
//! let defender = Defender::builder().bearer_token("eyJ0eXAi...").build()?;
//! let first = defender.library_files().top(1).send().wait()?;
//! for file in defender.library_files().stream().wait_each() {
//!     println!("{}", file?.file_name);
//! }
//! # Ok(())
//! # }
//! ```

use std::future::poll_fn;
use std::panic::catch_unwind;
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

/// A future that can be waited for.
pub trait Wait: Future + Sized {
    /// Waits until it is over, and gives what has come of it.
    ///
    /// # Panics
    /// Within `async` code, where waiting would hold up what is waited for, and where the system gives no thread. A thread of
    /// [`spawn_blocking`](tokio::task::spawn_blocking) may wait.
    fn wait(self) -> Self::Output {
        runtime().block_on(self)
    }
}

impl<F: Future> Wait for F {}

/// A stream of which each item can be waited for.
pub trait WaitEach: Stream + Sized + Unpin {
    /// An iterator that waits for each item.
    ///
    /// # Panics
    /// As [`Wait::wait`], when an item is asked for.
    fn wait_each(self) -> Each<Self> {
        Each(self)
    }
}

impl<S: Stream + Unpin> WaitEach for S {}

/// Waits for each item of a stream.
#[derive(Clone, Debug)]
pub struct Each<S>(S);

impl<S> Each<S> {
    /// The stream, where it stands: its position, its count.
    pub fn stream(&self) -> &S {
        &self.0
    }
}

impl<S: Stream + Unpin> Iterator for Each<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        poll_fn(|cx| Pin::new(&mut self.0).poll_next(cx)).wait()
    }
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("odata-blocking")
            .enable_all()
            .build();
        match runtime {
            Ok(runtime) => runtime,
            Err(error) => panic!("no thread to wait with: {error}"),
        }
    });
    // A thread of another runtime may be one that is there for waiting, which only tokio knows.
    let may_wait =
        Handle::try_current().is_err() || catch_unwind(|| runtime.block_on(async {})).is_ok();
    assert!(
        may_wait,
        "`wait` was called within `async` code: use `await` there"
    );
    runtime
}
