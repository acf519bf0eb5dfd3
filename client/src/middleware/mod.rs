//! Transports around transports.

mod cookies;
mod csrf;
#[cfg(feature = "record")]
mod exchange;
mod no_token;
#[cfg(feature = "record")]
mod recorder;
#[cfg(feature = "record")]
mod recording;
#[cfg(feature = "record")]
mod replay;
#[cfg(feature = "record")]
mod secrets;
#[cfg(feature = "tower")]
mod tower;

#[cfg(feature = "tower")]
pub use self::tower::{TowerTransport, TransportService};
pub(crate) use cookies::cookies;
pub use csrf::CsrfTransport;
pub(crate) use csrf::wants_token;
#[cfg(feature = "record")]
pub use recorder::Recorder;
#[cfg(feature = "record")]
pub use recording::{Recording, RecordingError};
#[cfg(feature = "record")]
pub use replay::Replay;
