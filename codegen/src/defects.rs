//! The known ways in which `$metadata` is wrong: their codes, how each is taken, and what comes of it when the generator
//! goes on. docs/defects.md is made from this table; a test holds the two together.

/// How a defect is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Nothing is generated.
    Error,
    /// It is said, and the generator goes on.
    Warn,
    /// The generator goes on and says nothing.
    Ignore,
}

impl Policy {
    /// As `[defects]` in service.toml has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Policy::Error => "error",
            Policy::Warn => "warn",
            Policy::Ignore => "ignore",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Policy> {
        let mut all = [Policy::Error, Policy::Warn, Policy::Ignore].into_iter();
        all.find(|one| one.as_str() == name)
    }
}

/// One known way in which a document is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Defect {
    /// Its stable name, which diagnostics show and `[defects]` uses.
    pub code: &'static str,
    /// How it is taken unless service.toml says otherwise.
    pub default: Policy,
    /// What is wrong with the document.
    pub about: &'static str,
    /// What comes of it when the generator goes on; nothing when it cannot.
    pub meanwhile: Option<&'static str>,
}

const NO_TYPE: &str = "a property of the type reads as any JSON value; a set, a navigation property or a function \
                       that needs it is left out";

/// Every known defect, those that cannot be gone past at the end.
pub const DEFECTS: &[Defect] = &[
    may(
        "unresolved-binding",
        Policy::Warn,
        "a `NavigationPropertyBinding` whose path or target leads nowhere",
        "the binding is left out",
    ),
    may(
        "duplicate-name",
        Policy::Error,
        "a type, container, property, member, set, parameter or term is declared twice",
        "the first one counts, the others are left out",
    ),
    may(
        "second-key",
        Policy::Error,
        "an entity type has more than one `Key`",
        "the first key counts",
    ),
    may(
        "redeclared-property",
        Policy::Warn,
        "a type declares a property that it inherits",
        "the inherited property counts",
    ),
    may(
        "duplicate-annotation",
        Policy::Warn,
        "a term is said twice of one element, with the same qualifier",
        "the first annotation counts",
    ),
    may(
        "unknown-type",
        Policy::Error,
        "a type that no document declares",
        NO_TYPE,
    ),
    may(
        "missing-document",
        Policy::Error,
        "a name of a document that is referred to and not given",
        NO_TYPE,
    ),
    may(
        "missing-further-document",
        Policy::Warn,
        "the same, where a document that was referred to needs the name",
        NO_TYPE,
    ),
    may(
        "unqualified-type",
        Policy::Warn,
        "a primitive type without its namespace, such as `Int32`",
        "it is read as the type of `Edm`",
    ),
    may(
        "unknown-base-type",
        Policy::Error,
        "a `BaseType` that no document declares",
        "the type has what it declares itself, and no more",
    ),
    may(
        "unknown-name",
        Policy::Error,
        "an import of an operation, or `Extends` of a container, that no document declares",
        "the import is left out; the container has what it holds itself",
    ),
    may(
        "earlier-container",
        Policy::Warn,
        "`Extends` of a container that a version of a namespace does not declare and an earlier one does, as services of Redfish have it",
        "the container of the earlier version is extended",
    ),
    may(
        "wrong-kind",
        Policy::Error,
        "a name of the wrong kind of thing, such as an entity set of a complex type",
        "what names it is left out; an enumeration of another type is one of Edm.Int64",
    ),
    may(
        "inheritance-cycle",
        Policy::Error,
        "a type or a container that extends itself",
        "the circle is cut at one of them",
    ),
    may(
        "unknown-key-property",
        Policy::Error,
        "a key that names a property that is not there",
        "the type has no key",
    ),
    may(
        "empty-key",
        Policy::Error,
        "a `Key` without a `PropertyRef`",
        "the type has no key",
    ),
    may(
        "no-key",
        Policy::Warn,
        "an entity set of a type without a key",
        "its entities cannot be asked for one by one",
    ),
    may(
        "empty-enum",
        Policy::Warn,
        "an enumeration type without members",
        "every value is read as `Other`, with its text",
    ),
    may(
        "no-binding-parameter",
        Policy::Error,
        "a bound operation without a parameter",
        "the operation is left out",
    ),
    may(
        "no-return-type",
        Policy::Warn,
        "a function that returns nothing",
        "the function is left out",
    ),
    may(
        "missing-attribute",
        Policy::Error,
        "an element without an attribute that it must have, such as `Name`",
        "the element is left out",
    ),
    may(
        "missing-element",
        Policy::Error,
        "`edmx:Edmx` without `edmx:DataServices`",
        "the document declares nothing",
    ),
    may(
        "bad-value",
        Policy::Error,
        "an attribute whose value is none that it can have, such as `Nullable=\"maybe\"`",
        "the attribute is left out; so is an element that cannot be without it",
    ),
    may(
        "wrong-case",
        Policy::Warn,
        "a word or a name in the wrong case: `edm.string`, `Nullable=\"True\"`, `MaxLength=\"Max\"`",
        "it is read as what is meant, where that is just one thing",
    ),
    may(
        "loose-boolean",
        Policy::Warn,
        "`1` or `0` where CSDL has `true` and `false`",
        "it is read as that",
    ),
    may(
        "unknown-version",
        Policy::Warn,
        "`Version` of `edmx:Edmx` is not 4.0 or 4.01",
        "the document is read as 4.01",
    ),
    may(
        "bare-schema",
        Policy::Warn,
        "the root is a `Schema`, not in an `edmx:Edmx`",
        "it is read as it is",
    ),
    may(
        "unknown-element",
        Policy::Warn,
        "an element that CSDL does not have there",
        "the element is left out",
    ),
    may(
        "unknown-attribute",
        Policy::Warn,
        "an attribute that CSDL does not have there",
        "the attribute is left out",
    ),
    may(
        "unknown-target",
        Policy::Warn,
        "annotations about something that is not there",
        "the annotations are left out",
    ),
    may(
        "unknown-term",
        Policy::Ignore,
        "an annotation with a term that its vocabulary, which was given, does not have",
        "the annotation is kept",
    ),
    may(
        "implied-vocabulary",
        Policy::Warn,
        "the usual alias of a vocabulary that is not included, such as `Core`",
        "it stands for that vocabulary",
    ),
    may(
        "unknown-include",
        Policy::Warn,
        "an `Include` of a namespace that the file of the reference does not declare: it may be another file",
        "nothing is included",
    ),
    may(
        "unused-reference",
        Policy::Warn,
        "an entry of `[references]` that no document refers to",
        "the entry is left out",
    ),
    may(
        "unmet-correction",
        Policy::Warn,
        "a correction of an overlay that fits nothing: `[[ignore]]` of a row that no page has, `[[answer]]` of a path or `[[key]]` of a property that is not there",
        "it has no effect",
    ),
    may(
        "no-entity-set",
        Policy::Error,
        "no document has an entity set, a singleton or an import",
        "the types alone are generated",
    ),
    may(
        "whole-service",
        Policy::Warn,
        "more than 1,500 structured types, where service.toml does not say which of them are needed",
        "all of them are generated",
    ),
    never("malformed-xml", "the XML is not well-formed"),
    never("malformed-json", "the JSON is not well-formed"),
    never("truncated", "the document ends too early"),
    never("too-large", "JSON with more values than any model has"),
    never(
        "dtd",
        "a document type declaration, which can make a document grow without end",
    ),
    never("too-deep", "elements or base types nested without end"),
    never(
        "not-csdl",
        "something else than CSDL, such as HTML or an answer of the service",
    ),
    never(
        "old-odata",
        "metadata of OData V1 to V3, which is not supported yet",
    ),
    never(
        "unreadable",
        "a file that is not there, empty, too large, or neither UTF-8 nor UTF-16 with a byte order mark",
    ),
];

const fn may(
    code: &'static str,
    default: Policy,
    about: &'static str,
    meanwhile: &'static str,
) -> Defect {
    Defect {
        code,
        default,
        about,
        meanwhile: Some(meanwhile),
    }
}

const fn never(code: &'static str, about: &'static str) -> Defect {
    Defect {
        code,
        default: Policy::Error,
        about,
        meanwhile: None,
    }
}

impl Defect {
    /// The defect of that code.
    pub fn named(code: &str) -> Option<&'static Defect> {
        DEFECTS.iter().find(|one| one.code == code)
    }
}
