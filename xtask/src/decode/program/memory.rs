//! How much memory a page takes that is streamed, in a process that does nothing else.

use std::process::Command;

use crate::machines::Defender;
use crate::server::Served;

/// What the streamed form must stay below, in MiB, whatever the page's length.
pub const LIMIT: f64 = 8.0;

/// Streams pages of several lengths, each in a process of its own; gives the most that one of them took.
pub fn measure() -> Option<f64> {
    let server = Served::start();
    let mut most: Option<f64> = None;
    println!(
        "memory that streaming a page over HTTP adds to a process (peak resident, after a page of one row)"
    );
    for coding in ["plain", "gzip"] {
        for rows in [1_000, 10_000, 100_000] {
            let own = std::env::current_exe().expect("this program");
            let output = Command::new(own)
                .args(["stream", &server.address, coding, &rows.to_string()])
                .output()
                .expect("a process");
            let said = String::from_utf8_lossy(&output.stdout);
            let mib: Option<f64> = said.trim().parse().ok().filter(|_| output.status.success());
            match mib {
                Some(mib) => println!("  {rows:7} rows, {coding:5}  {mib:5.2} MiB"),
                None => println!(
                    "  {rows:7} rows, {coding:5}  not measured: {}",
                    String::from_utf8_lossy(&output.stderr)
                ),
            }
            most = match (most, mib) {
                (Some(most), Some(mib)) => Some(most.max(mib)),
                (most, mib) => most.or(mib),
            };
        }
    }
    println!();
    most
}

/// Streams one page and prints what it took.
pub fn stream(address: &str, coding: &str, rows: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        read(address, coding, "1").await;
        let before = status("VmRSS:");
        let read = read(address, coding, rows).await;
        assert_eq!(read.to_string(), rows);
        let after = status("VmHWM:");
        println!("{:.2}", (after - before) / 1024.0);
    });
}

async fn read(address: &str, coding: &str, rows: &str) -> usize {
    let defender = Defender::builder()
        .base_url(format!("http://{address}/made/{rows}/{coding}/"))
        .documented_limits(false)
        .build()
        .expect("a client");
    let mut machines = defender.machines().stream();
    let mut count = 0;
    while let Some(machine) = machines.next().await {
        std::hint::black_box(machine.expect("a machine"));
        count += 1;
    }
    count
}

/// A number of KiB that Linux tells of this process.
fn status(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .expect("a line");
    line.trim()
        .trim_end_matches(" kB")
        .parse()
        .expect("a number")
}
