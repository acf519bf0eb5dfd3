//! What the service does not have.

use odata_csdl::model::Model;

use crate::answer::Fault;
use crate::service::near_or_all;

/// There is nothing with a name that a path begins with.
pub(super) fn not_there(name: &str, model: &Model, sets: &[&str]) -> Fault {
    let container = model.container();
    let known = container.is_some_and(|container| {
        container.singleton(name).is_some() || container.operation_import(name).is_some()
    });
    if known {
        let message =
            format!("`{name}` is a singleton or an operation, which this service does not answer");
        return Fault::not_implemented(message);
    }
    let help = near_or_all(name, sets);
    Fault::not_found(format!("this service has no entity set `{name}`: {help}"))
}
