//! How long the generator takes, against the least that one could do. A program that is built in
//! release is made of this file too, since xtask itself is not optimised.

use std::path::Path;

use super::{baseline, usage};

/// Both so many times, in turn: the seconds of CPU and the bytes of ours, of the baseline.
pub(crate) fn run(service: &Path, document: &Path, times: usize) -> Result<String, String> {
    let document = std::fs::read_to_string(document)
        .map_err(|error| format!("{}: {error}", document.display()))?;
    let (mut ours, mut baselines, mut bytes) = (Vec::new(), Vec::new(), (0, 0));
    // The first run is no measurement: it finds memory and caches cold.
    for time in 0..=times {
        let started = cpu()?;
        let generated = odata_codegen::Builder::new(service)
            .generate()
            .map_err(|error| error.to_string())?;
        let own = cpu()? - started;
        bytes.0 = generated.text.len();
        drop(generated);
        let started = cpu()?;
        let text = baseline::generate(&document, bytes.0)?;
        let baseline = cpu()? - started;
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

/// Others work on the machine, so that the time that passes says little.
fn cpu() -> Result<f64, String> {
    usage::own_cpu().map_err(|error| error.to_string())
}

fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or_default()
}
