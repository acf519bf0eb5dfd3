//! Sessions: one login for all that wait, another one when the service has ended it, and none where it was refused.

#[path = "sessions/bmc.rs"]
mod bmc;
#[path = "sessions/ends.rs"]
mod ends;
#[path = "sessions/others.rs"]
mod others;
#[path = "sessions/places.rs"]
mod places;
#[path = "sessions/refused.rs"]
mod refused;
#[path = "sessions/shared.rs"]
mod shared;
#[path = "sessions/shown.rs"]
mod shown;
