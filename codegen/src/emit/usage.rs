//! The ways to use a property that a service may restrict.

use super::elsewhere::Asked;

/// One way to use a property, and how an entity set says that it is not supported.
pub(super) struct Usage {
    pub(super) option: &'static str,
    pub(super) term: &'static str,
    /// The property of the annotation that is false where nothing is supported.
    pub(super) supported: &'static str,
    /// The property of the annotation that lists what is not supported.
    pub(super) listed: &'static str,
    /// The qualifier of the sentence that a page has on it; the trait of generated code is called so too.
    pub(super) qualifier: &'static str,
    /// The trait of the runtime.
    pub(super) right: &'static str,
    /// Whether it is about navigation properties, and not about structural ones.
    pub(super) of_navigation: bool,
    /// Whether it is about singletons too.
    pub(super) of_singletons: bool,
}

impl Usage {
    /// What is looked for in other places.
    pub(super) fn asked(&self) -> Asked {
        Asked {
            term: self.term,
            supported: self.supported,
            listed: self.listed,
            of_one: self.of_singletons,
        }
    }
}

pub(super) const USAGES: [Usage; 4] = [
    Usage {
        option: "$filter",
        term: "FilterRestrictions",
        supported: "Filterable",
        listed: "NonFilterableProperties",
        qualifier: "Filter",
        right: "Filterable",
        of_navigation: false,
        of_singletons: false,
    },
    Usage {
        option: "$orderby",
        term: "SortRestrictions",
        supported: "Sortable",
        listed: "NonSortableProperties",
        qualifier: "Sort",
        right: "Sortable",
        of_navigation: false,
        of_singletons: false,
    },
    Usage {
        option: "$select",
        term: "SelectSupport",
        supported: "Supported",
        listed: "",
        qualifier: "Select",
        right: "Selectable",
        of_navigation: false,
        of_singletons: true,
    },
    Usage {
        option: "$expand",
        term: "ExpandRestrictions",
        supported: "Expandable",
        listed: "NonExpandableProperties",
        qualifier: "Expand",
        right: "Expandable",
        of_navigation: true,
        of_singletons: true,
    },
];
