//! The Defender client that the build script generates.

include!(concat!(env!("OUT_DIR"), "/defender.rs"));
