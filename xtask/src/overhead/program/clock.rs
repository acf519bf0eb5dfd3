//! Times, and what is made of many of them.

use std::time::Instant;

/// Seconds of the processor that this thread has taken, so that others who use it do not count.
#[cfg(unix)]
pub fn cpu() -> f64 {
    use nix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("a clock");
    time.tv_sec() as f64 + time.tv_nsec() as f64 / 1e9
}

/// Seconds that have passed.
#[cfg(not(unix))]
pub fn cpu() -> f64 {
    static BEGIN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    BEGIN.elapsed().as_secs_f64()
}

/// Seconds of the processor and seconds on the wall.
#[derive(Clone, Copy)]
pub struct Took {
    pub cpu: f64,
    pub wall: f64,
}

/// How long something takes. All of it has to be done by this thread.
pub fn timed<T>(what: impl FnOnce() -> T) -> (Took, T) {
    let (begin, cpu_begin) = (Instant::now(), cpu());
    let value = what();
    let took = Took {
        cpu: cpu() - cpu_begin,
        wall: begin.elapsed().as_secs_f64(),
    };
    (took, value)
}

pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
