//! What a program in WebAssembly asks a service for. Each scene is called by name, and says what came of it in a line.
#![cfg(target_arch = "wasm32")]

mod scenes;
mod service;

use wasm_bindgen::prelude::*;

/// Plays a scene against the service at `root`.
///
/// # Errors
/// The text of the client's error.
#[wasm_bindgen]
pub async fn play(scene: String, root: String) -> Result<String, String> {
    let builder = service::Station::builder().base_url(&root);
    let station = match scene.as_str() {
        "tokens" => builder
            .scope("api")
            .credential(scenes::credential(&root).map_err(text)?),
        "a deadline" => builder.call_timeout(std::time::Duration::from_millis(300)),
        "an insert that is answered late" | "two programs that change something" => {
            builder.repeatable(true)
        }
        _ => builder,
    };
    let station = station.build().map_err(text)?;
    let played = match scene.as_str() {
        "an insert" | "an insert that is answered late" => scenes::inserted(&station).await,
        "two programs that change something" => scenes::changed(&station).await,
        "an upload" => scenes::uploaded(&station).await,
        "a download" => scenes::downloaded(&station).await,
        "a batch" => scenes::batched(&station).await,
        "one row of many" => scenes::first(&station).await,
        "one entity" => scenes::one(&station).await,
        _ => scenes::rows(&station).await,
    };
    played.map_err(text)
}

fn text(error: odata::Error) -> String {
    error.to_string()
}
