//! Generated code fits the runtime, or does not compile.

/// The shape of the code that this runtime is made for. It changes when generated code has to be generated anew.
const SHAPE: u32 = 8;

/// Checks at compile time that code was generated for this version of the runtime.
///
/// # Panics
/// In a constant, which stops the compilation: run the generator of the version that the program depends on.
pub const fn generated_for(shape: u32) {
    assert!(
        shape == SHAPE,
        "this code was generated for another version of `odata`: the `odata-codegen` of the same version writes it anew \
         (`odata-codegen service.toml -o FILE.rs`)"
    );
}
