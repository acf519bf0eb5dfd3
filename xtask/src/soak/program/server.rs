//! The mock on the loopback interface, in a process of its own.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use odata_mock::{MockService, Trouble};
use serde_json::Value;

use crate::rows::Maker;
use crate::seconds::Seconds;
use crate::{CALLS_PER_SECOND, FAULTS, METADATA, SAMPLE};

/// How many machines there are, and how many of them a page has.
pub const ROWS: usize = 500;
pub const PAGE: usize = 10;

/// The server as another process; it ends when this is dropped.
pub struct Served {
    child: Child,
    said: BufReader<ChildStdout>,
    told: ChildStdin,
    pub address: String,
}

/// What the server has counted.
pub struct Counts {
    pub requests: u64,
    pub troubled: u64,
    pub over_limit: u64,
    /// How many came in the fullest second.
    pub fullest: u64,
}

impl Served {
    pub fn start(seed: u64) -> Self {
        let own = std::env::current_exe().expect("this program");
        let mut command = Command::new(own);
        command.args(["serve", &seed.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a process");
        let said = child.stdout.take().expect("its output");
        let told = child.stdin.take().expect("its input");
        let mut served = Served {
            child,
            said: BufReader::new(said),
            told,
            address: String::new(),
        };
        served.address = served.line();
        served
    }

    /// The number of the process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    pub fn counts(&mut self) -> Counts {
        self.told
            .write_all(b"counts\n")
            .expect("a process that listens");
        let line = self.line();
        let mut numbers = line
            .split(' ')
            .map(|number| number.parse().expect("a number"));
        let mut number = || numbers.next().expect("four numbers");
        Counts {
            requests: number(),
            troubled: number(),
            over_limit: number(),
            fullest: number(),
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).expect("a line");
        line.trim().to_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The id of a machine.
pub fn id(number: usize) -> String {
    format!(
        "{number:04}-{:032x}",
        0x9e37_79b9_7f4a_7c15_u128 * (number as u128 + 1)
    )
}

/// What is survived by trying again. `Retry-After` is zero, since who keeps to it keeps all others waiting, too.
fn troubles() -> Vec<Trouble> {
    let little = Duration::from_millis(2);
    vec![
        Trouble::too_many_requests(Duration::ZERO),
        Trouble::server_error(),
        Trouble::service_unavailable(Duration::ZERO),
        Trouble::cut_off(),
        Trouble::length_too_great(),
        Trouble::reset(),
        Trouble::reset_in_body(),
        Trouble::corrupt_gzip(),
        Trouble::cut_gzip(),
        Trouble::silence(),
        Trouble::stop_in_body(),
        Trouble::slow(20 * little),
        Trouble::slow_pieces(1_000, little),
        Trouble::redirect_to_itself(),
    ]
}

fn service(seed: u64, seconds: Arc<Seconds>) -> MockService {
    let mut maker = Maker::new(SAMPLE, false);
    let rows = (0..ROWS).map(|number| {
        let mut row = String::new();
        maker.row(&mut row);
        let mut row: Value = serde_json::from_str(&row).expect("JSON");
        row["id"] = id(number).into();
        row
    });
    let count = move |_: &_| {
        seconds.add();
        None
    };
    MockService::from_csdl(METADATA)
        .and_then(|service| service.entity_set("machines", rows.collect()))
        .expect("a model, and rows that fit it")
        .page_size(PAGE)
        .gzip()
        .keep_requests(0)
        .intercept(count)
        .rate_limit(CALLS_PER_SECOND, Duration::from_secs(1))
        .trouble_randomly(seed, FAULTS, troubles())
}

/// Serves until the process is killed; tells its counts for each line that it reads.
pub fn serve(seed: u64) {
    let seconds = Arc::new(Seconds::default());
    let service = service(seed, Arc::clone(&seconds));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let server = runtime.block_on(service.serve()).expect("a port");
    println!("{}", server.address());
    for _ in std::io::stdin().lines().map_while(Result::ok) {
        let counts = service.counts();
        println!(
            "{} {} {} {}",
            counts.requests,
            counts.troubled,
            counts.over_limit,
            seconds.fullest()
        );
    }
}
