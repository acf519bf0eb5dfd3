//! Types and their parts (CSDL XML 4.01, 6 to 11), terms (14.1).

use crate::source::{Span, Spanned};
use crate::syntax::Annotation;

/// Entity type or complex type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StructuredKind {
    /// `EntityType`: it has an identity.
    #[default]
    Entity,
    /// `ComplexType`: it has none.
    Complex,
}

/// An entity type or a complex type (CSDL XML 4.01, 6 and 9).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StructuredType {
    /// Which of the two.
    pub kind: StructuredKind,
    /// Its simple name.
    pub name: Spanned<String>,
    /// The qualified name of the type it extends.
    pub base_type: Option<Spanned<String>>,
    /// It has no instances of its own.
    pub is_abstract: bool,
    /// Instances may have properties that are not declared.
    pub is_open: bool,
    /// Instances are media entities.
    pub has_stream: bool,
    /// Its key; inherited when absent.
    pub key: Option<Key>,
    /// Structural properties.
    pub properties: Vec<Property>,
    /// Navigation properties.
    pub navigation_properties: Vec<NavigationProperty>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// The key of an entity type (CSDL XML 4.01, 6.5).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Key {
    /// The properties that make it up.
    pub properties: Vec<PropertyRef>,
    /// The element.
    pub span: Span,
}

/// One property of a key, `PropertyRef` (CSDL XML 4.01, 6.6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PropertyRef {
    /// The property, or a path to one.
    pub name: Spanned<String>,
    /// Its name in key predicates, when it is a path.
    pub alias: Option<Spanned<String>>,
    /// The element.
    pub span: Span,
}

/// A reference to a type by name, `Collection(…)` taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeRef {
    /// Whether it was `Collection(…)`.
    pub collection: bool,
    /// The qualified name, without `Collection()`.
    pub name: Spanned<String>,
}

impl TypeRef {
    /// A single value of that type.
    pub fn single(name: impl Into<Spanned<String>>) -> Self {
        TypeRef {
            collection: false,
            name: name.into(),
        }
    }

    /// A collection of that type.
    pub fn collection(name: impl Into<Spanned<String>>) -> Self {
        TypeRef {
            collection: true,
            name: name.into(),
        }
    }
}

/// `MaxLength` (CSDL XML 4.01, 7.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxLength {
    /// `max`: as much as the service allows.
    Max,
    /// That many characters or bytes.
    Limit(u64),
}

/// `Scale` (CSDL XML 4.01, 7.2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// `variable`: from zero up to the precision.
    Variable,
    /// `floating`: a decimal floating-point number.
    Floating,
    /// At most that many digits to the right of the point.
    Digits(u32),
}

/// `SRID` (CSDL XML 4.01, 7.2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Srid {
    /// `variable`: each value tells.
    Variable,
    /// That reference system.
    Code(u32),
}

/// What narrows a type (CSDL XML 4.01, 7.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Whether null is a value; what its absence means depends on the place.
    pub nullable: Option<bool>,
    /// The longest string, binary or stream.
    pub max_length: Option<MaxLength>,
    /// Digits of a decimal, or of the seconds of a time.
    pub precision: Option<u32>,
    /// Digits to the right of the point.
    pub scale: Option<Scale>,
    /// The spatial reference system.
    pub srid: Option<Srid>,
    /// Whether a string may hold more than ASCII.
    pub unicode: Option<bool>,
}

/// A structural property (CSDL XML 4.01, 7).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Property {
    /// Its name.
    pub name: Spanned<String>,
    /// Its type.
    pub ty: TypeRef,
    /// What narrows the type.
    pub facets: Facets,
    /// Its value where none is given, in the notation of the type.
    pub default_value: Option<Spanned<String>>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// A navigation property (CSDL XML 4.01, 8).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NavigationProperty {
    /// Its name.
    pub name: Spanned<String>,
    /// The entity type it leads to, or a collection of it.
    pub ty: TypeRef,
    /// Whether it may lead nowhere; absent means yes for a single one.
    pub nullable: Option<bool>,
    /// The path from the other end back to this one.
    pub partner: Option<Spanned<String>>,
    /// The other end lives and dies inside this one.
    pub contains_target: bool,
    /// Properties that are equal at both ends.
    pub referential_constraints: Vec<ReferentialConstraint>,
    /// What becomes of the other end when this one is deleted.
    pub on_delete: Option<OnDelete>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// A property that equals one of the other end (CSDL XML 4.01, 8.5).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReferentialConstraint {
    /// The property here.
    pub property: Spanned<String>,
    /// The property there.
    pub referenced_property: Spanned<String>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// What happens to related entities on deletion (CSDL XML 4.01, 8.6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnDelete {
    /// What happens.
    pub action: OnDeleteAction,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// The actions of [`OnDelete`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDeleteAction {
    /// They are deleted too.
    Cascade,
    /// The deletion fails while there are any.
    #[default]
    None,
    /// Their referring properties become null.
    SetNull,
    /// Their referring properties get their default values.
    SetDefault,
}

/// An enumeration type (CSDL XML 4.01, 10).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumType {
    /// Its simple name.
    pub name: Spanned<String>,
    /// The integer type beneath; `Edm.Int32` when absent.
    pub underlying_type: Option<Spanned<String>>,
    /// Members may be combined.
    pub is_flags: bool,
    /// Its members.
    pub members: Vec<EnumMember>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// A member of an enumeration type (CSDL XML 4.01, 10.3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumMember {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value, where one is written.
    pub value: Option<i64>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// A primitive type under another name (CSDL XML 4.01, 11).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypeDefinition {
    /// Its simple name.
    pub name: Spanned<String>,
    /// The primitive type.
    pub underlying_type: Spanned<String>,
    /// What narrows it.
    pub facets: Facets,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// A term of a vocabulary (CSDL XML 4.01, 14.1).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Term {
    /// Its simple name.
    pub name: Spanned<String>,
    /// The type of its values.
    pub ty: TypeRef,
    /// A term that this one specialises.
    pub base_term: Option<Spanned<String>>,
    /// Its value where an annotation gives none.
    pub default_value: Option<Spanned<String>>,
    /// The kinds of model elements it is meant for; empty means all.
    pub applies_to: Vec<Spanned<String>>,
    /// What narrows the type.
    pub facets: Facets,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}
