//! How much memory processes have while they work.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::work::Work;

/// When the warm-up is over, as a share of all work; what is measured there ends soon behind it.
const WARM: std::ops::Range<f64> = 0.1..0.2;
/// What is measured at the end.
const END: f64 = 0.9;

/// How much was done when memory was looked at, and how much there was in KiB: of this process, and of the service's.
type Sample = (f64, [Option<i64>; 2]);

/// Looks at the memory of two processes, again and again.
pub struct Watched {
    samples: Arc<Mutex<Vec<Sample>>>,
    ended: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// How much memory there was after the warm-up, and how much more at the end.
#[derive(Clone, Copy)]
pub struct Growth {
    warm: i64,
    pub kib: Option<i64>,
}

impl Watched {
    pub fn start(work: Arc<Work>, service: u32) -> Self {
        let samples = Arc::new(Mutex::new(Vec::with_capacity(1 << 16)));
        let ended = Arc::new(AtomicBool::new(false));
        let (to, until) = (Arc::clone(&samples), Arc::clone(&ended));
        let thread = std::thread::spawn(move || {
            while !until.load(Ordering::Relaxed) {
                let resident = [resident("self"), resident(&service.to_string())];
                to.lock().expect("a lock").push((work.done(), resident));
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        Watched {
            samples,
            ended,
            thread,
        }
    }

    /// Of this process, and of the service's: from the median after the warm-up to the median at the end.
    pub fn growth(self) -> [Growth; 2] {
        self.ended.store(true, Ordering::Relaxed);
        self.thread.join().expect("a thread that ends");
        let samples = self.samples.lock().expect("a lock");
        [0, 1].map(|process| {
            let median = |of: &dyn Fn(f64) -> bool| {
                let those = samples.iter().filter(|(done, _)| of(*done));
                let mut kib: Vec<i64> = those.filter_map(|(_, kib)| kib[process]).collect();
                kib.sort_unstable();
                kib.get(kib.len() / 2).copied()
            };
            let warm = median(&|done| WARM.contains(&done));
            let end = median(&|done| done >= END);
            Growth {
                warm: warm.unwrap_or(0),
                kib: end.zip(warm).map(|(end, warm)| end - warm),
            }
        })
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kib {
            Some(kib) => write!(f, "{} KiB {kib:+}", self.warm),
            None => f.write_str("not measured"),
        }
    }
}

/// What Linux tells of a process, in KiB.
fn resident(process: &str) -> Option<i64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
