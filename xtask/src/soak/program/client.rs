//! The client, as a program that is left running would set it up, but for times: a service on this machine is not waited for long.

use std::time::Duration;

use odata::{RateLimit, ReqwestTransport, Retry};

use crate::CALLS_PER_SECOND;
use crate::machines::Defender;

/// All workers have clones of it.
pub fn client(address: &str) -> Defender {
    let transport = ReqwestTransport::new()
        .expect("a transport")
        .read_timeout(Duration::from_secs(2));
    let waits = (Duration::from_millis(20), Duration::from_secs(1));
    Defender::builder()
        .base_url(format!("http://{address}/api/"))
        .transport(transport)
        .retry(Retry::default().tries(8).waits(waits.0, waits.1))
        .documented_limits(false)
        .rate_limit(RateLimit::per_second(CALLS_PER_SECOND as u32))
        .build()
        .expect("a client")
}
