//! The operations, a file for each area of the API.

mod alerts;
mod authenticated_scans;
mod baselines;
mod browser_extensions;
mod device_health;
mod domains;
mod exports;
mod files;
mod hunting;
mod indicators;
mod investigations;
mod ips;
mod library_files;
mod live_response;
mod machine_actions;
mod machines;
mod recommendations;
mod remediation;
mod scores;
mod software;
mod users;
mod vulnerabilities;

use crate::row::Row;

/// The rows of each file, and its text.
pub(crate) const ALL: &[(&[Row], &str)] = &[
    (alerts::ROWS, include_str!("alerts.rs")),
    (
        authenticated_scans::ROWS,
        include_str!("authenticated_scans.rs"),
    ),
    (baselines::ROWS, include_str!("baselines.rs")),
    (
        browser_extensions::ROWS,
        include_str!("browser_extensions.rs"),
    ),
    (device_health::ROWS, include_str!("device_health.rs")),
    (domains::ROWS, include_str!("domains.rs")),
    (exports::ROWS, include_str!("exports.rs")),
    (files::ROWS, include_str!("files.rs")),
    (hunting::ROWS, include_str!("hunting.rs")),
    (indicators::ROWS, include_str!("indicators.rs")),
    (investigations::ROWS, include_str!("investigations.rs")),
    (ips::ROWS, include_str!("ips.rs")),
    (library_files::ROWS, include_str!("library_files.rs")),
    (live_response::ROWS, include_str!("live_response.rs")),
    (machine_actions::ROWS, include_str!("machine_actions.rs")),
    (machines::ROWS, include_str!("machines.rs")),
    (recommendations::ROWS, include_str!("recommendations.rs")),
    (remediation::ROWS, include_str!("remediation.rs")),
    (scores::ROWS, include_str!("scores.rs")),
    (software::ROWS, include_str!("software.rs")),
    (users::ROWS, include_str!("users.rs")),
    (vulnerabilities::ROWS, include_str!("vulnerabilities.rs")),
];
