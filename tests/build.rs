//! Generates the clients that the tests use.

fn main() -> odata_codegen::Result<()> {
    for service in [
        "../specs/defender/service.toml",
        "specs/zoo/service.toml",
        "specs/cap/service.toml",
        "specs/odatapy/service.toml",
    ] {
        odata_codegen::Builder::new(service).build()?;
    }
    Ok(())
}
