//! Transports around transports.

#[cfg(feature = "record")]
mod exchange;
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
#[cfg(feature = "record")]
pub use recorder::Recorder;
#[cfg(feature = "record")]
pub use recording::{Recording, RecordingError};
#[cfg(feature = "record")]
pub use replay::Replay;
