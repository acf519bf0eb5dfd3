//! Limits on calls: when each call is sent, who waits for whom, what is said of one that waits too long.

#[path = "limits/documented.rs"]
mod documented;
#[path = "limits/given_up.rs"]
mod given_up;
#[path = "limits/hands.rs"]
mod hands;
#[path = "limits/in_time.rs"]
mod in_time;
#[path = "limits/log.rs"]
mod log;
#[path = "limits/own.rs"]
mod own;
#[path = "limits/random.rs"]
mod random;
#[path = "limits/schedule.rs"]
mod schedule;
#[path = "limits/stopped.rs"]
mod stopped;
