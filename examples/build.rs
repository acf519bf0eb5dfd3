//! A build script that generates a client: `OUT_DIR/defender.rs`.

fn main() -> odata_codegen::Result<()> {
    odata_codegen::Builder::new("../specs/defender/service.toml").build()
}
