//! What the values of OASIS' terms are, of those that are no plain text.

use crate::json::enums::EnumOf;
use crate::json::expected::{Is, Kind};

/// Terms of OASIS whose value is no record and no plain text.
pub(super) fn of_oasis(full: String) -> Kind {
    let name = full.strip_prefix("Org.OData.").unwrap_or_default();
    match name {
        "Core.V1.OptimisticConcurrency"
        | "Aggregation.V1.ContextDefiningProperties"
        | "Aggregation.V1.LeveledHierarchy" => Kind::Is(Is::PropertyPath),
        "JSON.V1.Schema" => Kind::Stream,
        "Core.V1.Permissions" => Kind::Enum(EnumOf::of_oasis("Core.V1.Permission")),
        "Capabilities.V1.ConformanceLevel" => {
            Kind::Enum(EnumOf::of_oasis("Capabilities.V1.ConformanceLevelType"))
        }
        "Capabilities.V1.IsolationSupported" => {
            Kind::Enum(EnumOf::of_oasis("Capabilities.V1.IsolationLevel"))
        }
        _ => Kind::Oasis(full),
    }
}

/// Properties of OASIS' records: their names tell, but for `Name`, which is a path in keys only.
pub(super) fn property_of_oasis(within: &str, property: &str) -> Kind {
    let of_enum = |name: &str| Kind::Enum(EnumOf::of_oasis(name));
    match property {
        "Name" if within.starts_with("Org.OData.Core.V1.AlternateKey") => {
            Kind::Is(Is::PropertyPath)
        }
        "Name" if within == "Org.OData.Core.V1.PropertyRef" => Kind::Is(Is::PropertyPath),
        "Property"
        | "CollectionProperty"
        | "RequiredProperties"
        | "FilterableProperties"
        | "NonFilterableProperties"
        | "AscendingOnlyProperties"
        | "DescendingOnlyProperties"
        | "NonSortableProperties"
        | "NonCountableProperties"
        | "NonInsertableProperties"
        | "NonUpdatableProperties"
        | "NonExpandableStreamProperties"
        | "NodeProperty"
        | "ObjectKey"
        | "PeriodStart"
        | "PeriodEnd" => Kind::Is(Is::PropertyPath),
        "NavigationProperty"
        | "ExpandableProperties"
        | "NonExpandableProperties"
        | "NonCountableNavigationProperties"
        | "NonDeletableNavigationProperties"
        | "NonInsertableNavigationProperties"
        | "NonUpdatableNavigationProperties"
        | "ParentNavigationProperty" => Kind::Is(Is::NavigationPropertyPath),
        "path" | "target" if within.starts_with("Org.OData.Validation.V1.ItemsOf") => {
            Kind::Is(Is::NavigationPropertyPath)
        }
        "GroupableProperties" => Kind::Is(Is::AnyPropertyPath),
        "Navigability" => of_enum("Capabilities.V1.NavigationType"),
        "UnsupportedExpressions" => of_enum("Capabilities.V1.SearchExpressions"),
        "UpdateMethod" => of_enum("Capabilities.V1.HttpMethod"),
        "Rollup" => of_enum("Aggregation.V1.RollupType"),
        "Kind" if within.starts_with("Org.OData.Core.V1.Revision") => {
            of_enum("Core.V1.RevisionKind")
        }
        "Location" if within.starts_with("Org.OData.Authorization.V1.") => {
            of_enum("Authorization.V1.KeyLocation")
        }
        "failedOperation" => of_enum("Core.V1.DataModificationOperationKind"),
        _ => Kind::Oasis(within.to_owned()),
    }
}
