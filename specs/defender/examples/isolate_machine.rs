//! Isolates a machine and waits until it is: `cargo run -p odata-defender --example isolate_machine -- --dry-run desk-1.contoso.com`.
//! With `--dry-run` the request is shown as a command of curl, and nothing is sent.

mod common;

use std::error::Error;
use std::time::Duration;

use common::Connection;
use odata_defender::Machine;

const HELP: &str = "isolate_machine [--dry-run] [--comment TEXT] MACHINE-ID";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = common::Arguments::read();
    let dry_run = arguments.switch("--dry-run");
    let comment = arguments.option("--comment");
    let comment = comment.as_deref().unwrap_or("isolated by an example");
    let rest = arguments.rest(1, HELP)?;
    let connection = Connection::open().await?;
    let id = match rest.first() {
        Some(id) => id.as_str(),
        None => connection.sample("1e5bc9d7e413ddd7902c2932e418702b84d0cc07", HELP)?,
    };
    let defender = &connection.defender;
    let isolate = Machine::isolate(comment).isolation_type("Full");
    let isolate = defender.machines().by_key(id).call(isolate);
    if dry_run {
        println!("{}", isolate.as_curl()?);
        println!("nothing was sent");
        return Ok(());
    }
    let begun = isolate.send().await?;
    println!("machine action {}: {:?}", begun.id, begun.status);
    let bar = common::progress("waiting for the machine");
    bar.enable_steady_tick(Duration::from_millis(200));
    let done = defender.wait_for(begun, Duration::from_secs(3600)).await?;
    bar.finish_and_clear();
    println!("{} is isolated", done.computer_dns_name.unwrap_or_default());
    Ok(())
}
