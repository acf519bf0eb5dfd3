//! Runs an advanced hunting query and prints its rows as a table:
//! `cargo run -p odata-defender --example hunt -- "DeviceProcessEvents | project Timestamp, DeviceName, FileName | take 20"`.

mod common;

use std::error::Error;

use common::Connection;

const USUAL: &str = "DeviceProcessEvents | project Timestamp, DeviceName, FileName | take 20";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = common::Arguments::read().rest(1, "hunt [QUERY]")?;
    let query = arguments.first().map_or(USUAL, String::as_str);
    let connection = Connection::open().await?;
    let found = connection.defender.hunt(query).await?;
    let names: Vec<&str> = found
        .schema
        .iter()
        .filter_map(|column| column.name.as_deref())
        .collect();
    println!("{}", names.join("\t"));
    for row in found.rows() {
        let row = row?;
        let cells: Vec<String> = row.iter().map(|(_, value)| value.to_string()).collect();
        println!("{}", cells.join("\t"));
    }
    Ok(())
}
