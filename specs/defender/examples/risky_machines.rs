//! Lists the machines whose risk is high or medium: `cargo run -p odata-defender --example risky_machines`.

mod common;

use std::error::Error;

use common::Connection;
use odata_defender::odata::Page;
use odata_defender::{Machine, MachineRiskScore};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    common::Arguments::read().rest(0, "risky_machines")?;
    let connection = Connection::open().await?;
    let machines = connection.defender.machines();
    let risky = Machine::RISK_SCORE.is_in([MachineRiskScore::High, MachineRiskScore::Medium]);
    let page: Page<Machine> = machines.filter(risky).top(100).send().await?;
    for machine in page {
        println!(
            "{:8} {:24} {:10} {}",
            machine
                .risk_score
                .map(|risk| risk.to_string())
                .unwrap_or_default(),
            machine.computer_dns_name.unwrap_or_default(),
            machine.os_platform.unwrap_or_default(),
            machine.machine_tags.join(" "),
        );
    }
    Ok(())
}
