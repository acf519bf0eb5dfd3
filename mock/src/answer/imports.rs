//! Functions and actions of the service that are called by a path of several segments, as pages document them.

use odata_csdl::model::Model;

/// What the generator says of how a page writes a call.
const CALL: &str = "Rust.OData.Docs.V1.Call";

/// The path with the name of the import in place of the segments that stand for it, such as `advancedqueries/run`; nothing where
/// the path begins with none.
pub(super) fn by_name(model: &Model, path: &str) -> Option<String> {
    if !path.contains('/') {
        return None;
    }
    let containers = model.containers().iter();
    let mut imports = containers.flat_map(|container| &container.operation_imports);
    imports.find_map(|import| {
        let operation = model.operation(*import.operations.first()?);
        let call = operation.annotations.value(CALL)?;
        let segment = call.property("Segment")?.as_str()?;
        let rest = path.strip_prefix(segment)?;
        let is_whole = rest.is_empty() || rest.starts_with(['/', '(']);
        let is_path = segment.contains('/') && is_whole;
        is_path.then(|| format!("{}{rest}", import.name))
    })
}
