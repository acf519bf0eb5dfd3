//! What the client is asked to do, over and over, and whether it came out right.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::machines::Defender;
use crate::server::{PAGE, ROWS, id};

/// How many machines are read by their key in each pass.
pub const KEYS: usize = 10;

/// How many requests a pass takes when nothing fails.
const REQUESTS: usize = ROWS.div_ceil(PAGE) + KEYS;

/// Passes over the set, and what came of them.
pub struct Work {
    pub passes: usize,
    begun: AtomicUsize,
    /// Machines that came, each once for each time that it was asked for.
    pub delivered: AtomicUsize,
    /// Machines that came more often.
    pub twice: AtomicUsize,
    failures: Mutex<Vec<String>>,
}

impl Work {
    pub fn of(requests: usize) -> Self {
        Work {
            passes: requests.div_ceil(REQUESTS),
            begun: AtomicUsize::new(0),
            delivered: AtomicUsize::new(0),
            twice: AtomicUsize::new(0),
            failures: Mutex::default(),
        }
    }

    /// How many machines are to come.
    pub fn expected(&self) -> usize {
        self.passes * (ROWS + KEYS)
    }

    /// How much of all that is done.
    pub fn done(&self) -> f64 {
        self.delivered.load(Ordering::Relaxed) as f64 / self.expected() as f64
    }

    /// What failed though it was tried again and again.
    pub fn failures(&self) -> Vec<String> {
        self.failures.lock().expect("a lock").clone()
    }

    fn failed(&self, error: &odata::Error) {
        self.failures
            .lock()
            .expect("a lock")
            .push(error.to_string());
    }
}

/// Does passes until there are no more to do.
pub async fn worker(client: Defender, work: Arc<Work>) {
    loop {
        let pass = work.begun.fetch_add(1, Ordering::Relaxed);
        if pass >= work.passes {
            return;
        }
        all(&client, &work).await;
        for at in 0..KEYS {
            one(&client, &work, (pass * KEYS + at) % ROWS).await;
        }
    }
}

/// Reads the whole set in pages.
async fn all(client: &Defender, work: &Work) {
    let mut seen = [false; ROWS];
    let mut machines = client.machines().stream();
    while let Some(machine) = machines.next().await {
        match machine {
            Ok(machine) => {
                let number = machine
                    .id
                    .split('-')
                    .next()
                    .and_then(|digits| digits.parse().ok());
                let number: usize = number.expect("an id that begins with the number of its row");
                let counter = if seen[number] {
                    &work.twice
                } else {
                    &work.delivered
                };
                counter.fetch_add(1, Ordering::Relaxed);
                seen[number] = true;
            }
            Err(error) => return work.failed(&error),
        }
    }
}

/// Reads a machine.
async fn one(client: &Defender, work: &Work, number: usize) {
    match client.machines().by_key(id(number)).send().await {
        Ok(machine) => {
            assert_eq!(
                machine.id,
                id(number),
                "another machine than that which was asked for"
            );
            work.delivered.fetch_add(1, Ordering::Relaxed);
        }
        Err(error) => work.failed(&error),
    }
}
