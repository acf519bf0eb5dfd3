//! How long the generator takes, against the least that one could do. This file is also the program that is built with
//! `--release` for it, since build scripts' generators are compiled by whoever runs them and xtask itself is not optimised.

use std::path::Path;
use std::time::Instant;

#[path = "baseline.rs"]
mod baseline;

/// Both so many times, in turn: the seconds and the bytes of ours, of the baseline.
pub(crate) fn run(service: &Path, document: &Path, times: usize) -> Result<String, String> {
    let document = std::fs::read_to_string(document)
        .map_err(|error| format!("{}: {error}", document.display()))?;
    let (mut ours, mut baselines, mut bytes) = (Vec::new(), Vec::new(), (0, 0));
    // The first run is no measurement: it finds memory and caches cold.
    for time in 0..=times {
        let started = Instant::now();
        let generated = odata_codegen::Builder::new(service)
            .generate()
            .map_err(|error| error.to_string())?;
        let own = started.elapsed().as_secs_f64();
        bytes.0 = generated.text.len();
        drop(generated);
        let started = Instant::now();
        let text = baseline::generate(&document, bytes.0)?;
        let baseline = started.elapsed().as_secs_f64();
        bytes.1 = text.len();
        if time > 0 {
            ours.push(own);
            baselines.push(baseline);
        }
    }
    Ok(format!(
        "{:.6} {} {:.6} {}",
        median(&mut ours),
        bytes.0,
        median(&mut baselines),
        bytes.1
    ))
}

fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or_default()
}
