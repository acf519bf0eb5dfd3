//! Generates the areas whose features are on, and tells who extends this service where it is described.

use std::path::Path;

fn main() -> odata_codegen::Result<()> {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let service = Path::new(&folder).join("service.toml");
    println!("cargo::metadata=service={}", service.display());
    odata_codegen::Builder::new("areas.toml")
        .areas_by_feature()
        .build()
}
