fn main() -> odata_codegen::Result<()> {
    odata_codegen::Builder::new("service/service.toml").build()
}
