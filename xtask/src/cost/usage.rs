//! What the system says a process has taken.

use std::io::Error;

/// Seconds of CPU, user and system, and MiB at the most, of the processes that this one has waited for.
#[cfg(unix)]
pub(crate) fn of_children() -> Result<(f64, f64), Error> {
    of(nix::sys::resource::UsageWho::RUSAGE_CHILDREN)
}

/// Seconds of CPU that this process has taken so far.
#[cfg(unix)]
pub(crate) fn own_cpu() -> Result<f64, Error> {
    of(nix::sys::resource::UsageWho::RUSAGE_SELF).map(|(cpu, _)| cpu)
}

#[cfg(unix)]
fn of(who: nix::sys::resource::UsageWho) -> Result<(f64, f64), Error> {
    let usage = nix::sys::resource::getrusage(who)?;
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    // Kilobytes everywhere but on macOS, where it is bytes.
    let unit = if cfg!(target_os = "macos") {
        1.0
    } else {
        1024.0
    };
    let memory = usage.max_rss() as f64 * unit / (1024.0 * 1024.0);
    Ok((
        seconds(usage.user_time()) + seconds(usage.system_time()),
        memory,
    ))
}

#[cfg(not(unix))]
pub(crate) fn of_children() -> Result<(f64, f64), Error> {
    Err(Error::other(NOT_HERE))
}

#[cfg(not(unix))]
pub(crate) fn own_cpu() -> Result<f64, Error> {
    Err(Error::other(NOT_HERE))
}

#[cfg(not(unix))]
const NOT_HERE: &str = "`cargo xtask cost` needs getrusage, which only Unix has";
