//! Generates the clients that the tests use.

fn main() -> odata_codegen::Result<()> {
    odata_codegen::Builder::new("../specs/defender/service.toml").build()?;
    odata_codegen::Builder::new("specs/zoo/service.toml").build()
}
