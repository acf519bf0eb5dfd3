//! Whether a service does once what comes twice (OASIS Repeatable Requests 1.0).

use super::capability::Resource;
use super::writer::Writer;

const SUPPORTED: &str = "Org.OData.Repeatability.V1.Supported";

pub(super) fn emit(resource: &Resource<'_>, out: &mut Writer<'_>) {
    if resource.tagged(SUPPORTED) {
        out.line("repeatable: true,");
    }
}
