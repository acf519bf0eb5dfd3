//! What generated code tells the runtime about a service: constant tables, no behaviour.

mod batch;
mod scope;

use std::fmt;

use crate::edm::PrimitiveType;
pub use batch::BatchInfo;
pub use scope::TypeScope;

/// Names the member with that index of an enumeration.
pub type MemberName = fn(usize) -> Option<&'static str>;

/// The type of a property, its collection apart.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// An `Edm.` primitive type.
    Primitive(PrimitiveType),
    /// An enumeration: its qualified name, and the name of the member with that index.
    Enum(&'static str, MemberName),
    /// A complex type, or the entity type that a navigation property leads to.
    Structured(fn() -> &'static TypeInfo),
    /// `Edm.Untyped`, or a type that this client does not know.
    Untyped,
}

impl ValueType {
    /// `Edm.Binary`.
    pub const BINARY: Self = ValueType::Primitive(PrimitiveType::Binary);
    /// `Edm.Boolean`.
    pub const BOOLEAN: Self = ValueType::Primitive(PrimitiveType::Boolean);
    /// `Edm.Byte`.
    pub const BYTE: Self = ValueType::Primitive(PrimitiveType::Byte);
    /// `Edm.Date`.
    pub const DATE: Self = ValueType::Primitive(PrimitiveType::Date);
    /// `Edm.DateTimeOffset`.
    pub const DATE_TIME_OFFSET: Self = ValueType::Primitive(PrimitiveType::DateTimeOffset);
    /// `Edm.Decimal`.
    pub const DECIMAL: Self = ValueType::Primitive(PrimitiveType::Decimal);
    /// `Edm.Double`.
    pub const DOUBLE: Self = ValueType::Primitive(PrimitiveType::Double);
    /// `Edm.Duration`.
    pub const DURATION: Self = ValueType::Primitive(PrimitiveType::Duration);
    /// `Edm.Guid`.
    pub const GUID: Self = ValueType::Primitive(PrimitiveType::Guid);
    /// `Edm.Int16`.
    pub const INT16: Self = ValueType::Primitive(PrimitiveType::Int16);
    /// `Edm.Int32`.
    pub const INT32: Self = ValueType::Primitive(PrimitiveType::Int32);
    /// `Edm.Int64`.
    pub const INT64: Self = ValueType::Primitive(PrimitiveType::Int64);
    /// `Edm.SByte`.
    pub const SBYTE: Self = ValueType::Primitive(PrimitiveType::SByte);
    /// `Edm.Single`.
    pub const SINGLE: Self = ValueType::Primitive(PrimitiveType::Single);
    /// `Edm.String`.
    pub const STRING: Self = ValueType::Primitive(PrimitiveType::String);
    /// `Edm.TimeOfDay`.
    pub const TIME_OF_DAY: Self = ValueType::Primitive(PrimitiveType::TimeOfDay);
}

/// The type of a property.
#[derive(Clone, Copy, Debug)]
pub struct PropertyType {
    /// Its type, or that of its items.
    pub value: ValueType,
    /// Whether it is a collection of that type.
    pub collection: bool,
    /// Whether it may be null, and so absent from an entity; for a collection, whether it may be absent.
    pub nullable: bool,
}

impl PropertyType {
    /// A property that is never null.
    pub const fn required(value: ValueType) -> Self {
        PropertyType {
            value,
            collection: false,
            nullable: false,
        }
    }

    /// The same, and it may be null.
    #[must_use]
    pub const fn nullable(self) -> Self {
        PropertyType {
            nullable: true,
            ..self
        }
    }

    /// A collection of these, empty where it is absent.
    #[must_use]
    pub const fn collection(self) -> Self {
        PropertyType {
            collection: true,
            nullable: true,
            ..self
        }
    }
}

/// An entity or complex type.
#[derive(Debug)]
pub struct TypeInfo {
    /// Its qualified name.
    pub name: &'static str,
    /// The names of its properties on the wire, those of its base types first; navigation properties after the structural ones.
    pub properties: &'static [&'static str],
    /// The names of its key properties.
    pub key: &'static [&'static str],
    /// Whether it may have properties that are not declared.
    pub open: bool,
    /// The type of the property with that index.
    pub describe: fn(usize) -> PropertyType,
}

impl TypeInfo {
    /// The type of the property with that name.
    pub fn property(&self, name: &str) -> Option<PropertyType> {
        let index = self.properties.iter().position(|known| *known == name)?;
        Some((self.describe)(index))
    }

    /// The name without its namespace.
    pub fn short_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }
}

/// Whom a permission is granted to, and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// The scheme, such as `Application` or `Delegated`.
    pub scheme: &'static str,
    /// The permission, such as `Library.Manage`.
    pub scope: &'static str,
}

impl Permission {
    /// From its parts.
    pub const fn new(scheme: &'static str, scope: &'static str) -> Self {
        Permission { scheme, scope }
    }
}

/// A limit on calls: so many within any time of that length.
///
/// # Example
/// ```
/// use odata_core::descriptor::RateLimit;
/// assert_eq!(RateLimit::per_hour(1_500).to_string(), "1,500 calls per hour");
/// assert_eq!(RateLimit { calls: 5, seconds: 90 }.to_string(), "5 calls per 90 seconds");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many calls.
    pub calls: u32,
    /// Within how many seconds.
    pub seconds: u32,
}

impl RateLimit {
    /// So many calls within a second.
    pub const fn per_second(calls: u32) -> Self {
        RateLimit { calls, seconds: 1 }
    }

    /// So many calls within a minute.
    pub const fn per_minute(calls: u32) -> Self {
        RateLimit { calls, seconds: 60 }
    }

    /// So many calls within an hour.
    pub const fn per_hour(calls: u32) -> Self {
        RateLimit {
            calls,
            seconds: 3_600,
        }
    }

    /// So many calls within a day.
    pub const fn per_day(calls: u32) -> Self {
        RateLimit {
            calls,
            seconds: 86_400,
        }
    }
}

impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.calls.to_string();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        f.write_str(match self.calls {
            1 => " call per ",
            _ => " calls per ",
        })?;
        match self.seconds {
            1 => f.write_str("second"),
            60 => f.write_str("minute"),
            3_600 => f.write_str("hour"),
            86_400 => f.write_str("day"),
            seconds => write!(f, "{seconds} seconds"),
        }
    }
}

/// An entity set or a singleton (CSDL 13.2, 13.3), and what is known of reading it.
#[derive(Debug)]
pub struct EntitySetInfo {
    /// Its name, which is also its path below the service root.
    pub name: &'static str,
    /// The type of its entities.
    pub entity: fn() -> &'static TypeInfo,
    /// Whether it is a singleton.
    pub is_singleton: bool,
    /// One of these is needed to read it.
    pub permissions: &'static [Permission],
    /// How often it may be read.
    pub rate_limits: &'static [RateLimit],
    /// How often it may be used in other ways: [`ReadByKey`](Usage::ReadByKey), `Insert`, `Update`, `Delete`.
    pub rate_limits_of: &'static [(Usage, RateLimit)],
    /// The largest `$top` that the service documents.
    pub max_top: Option<u64>,
    /// Whether keys are segments of the path, `files/x`, and not predicates, `files('x')`
    /// (Capabilities.KeyAsSegmentSupported).
    pub key_as_segment: bool,
    /// Properties that `$filter` does not take here, each with what the service says and where.
    pub not_filterable: &'static [(&'static str, &'static str)],
    /// Properties that `$orderby` does not take here, each with what the service says and where.
    pub not_sortable: &'static [(&'static str, &'static str)],
    /// Properties that `$orderby` takes ascending only, each with what the service says and where (Capabilities.SortRestrictions).
    pub ascending_only: &'static [(&'static str, &'static str)],
    /// Properties that `$orderby` takes descending only, each with what the service says and where (Capabilities.SortRestrictions).
    pub descending_only: &'static [(&'static str, &'static str)],
    /// Properties that each `$filter` has to have, each with what the service says and where (Capabilities.FilterRestrictions,
    /// `RequiredProperties`).
    pub required_in_filter: &'static [(&'static str, &'static str)],
    /// Why `$select` cannot be used here, if so: what the service says and where.
    pub not_selectable: Option<&'static str>,
    /// Navigation properties that `$expand` does not take here, each with what the service says and where.
    pub not_expandable: &'static [(&'static str, &'static str)],
    /// How many levels `$expand` may have (Capabilities.ExpandRestrictions).
    pub max_expand_levels: Option<u32>,
    /// The functions and operators that a `$filter` may have; none where nothing is said (Capabilities.FilterFunctions).
    pub filter_functions: &'static [&'static str],
    /// Properties that have to be set when an entity is inserted, each with what the service says and where.
    pub required_on_insert: &'static [(&'static str, &'static str)],
    /// Navigation properties that cannot be set when an entity is inserted, each with what the service says and where
    /// (Capabilities.InsertRestrictions, `NonInsertableNavigationProperties`).
    pub not_insertable: &'static [(&'static str, &'static str)],
    /// The same of updates (Capabilities.UpdateRestrictions, `NonUpdatableNavigationProperties`).
    pub not_updatable: &'static [(&'static str, &'static str)],
    /// Whether an update inserts what it does not find (Capabilities.UpdateRestrictions, `Upsertable`).
    pub upserts: bool,
    /// Whether a request that is sent again with the same id is done once (Repeatability.Supported; Repeatable Requests 1.0).
    pub repeatable: bool,
    /// Requests that it does not take at all, each with what the service says and where.
    pub not_supported: &'static [(Usage, &'static str)],
}

/// One way to use an entity set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Usage {
    /// Reading (Capabilities.ReadRestrictions).
    Read,
    /// Reading one entity by its key (Capabilities.ReadByKeyRestrictions).
    ReadByKey,
    /// `$top` (Capabilities.TopSupported).
    Top,
    /// `$skip` (Capabilities.SkipSupported).
    Skip,
    /// `$count` (Capabilities.CountRestrictions).
    Count,
    /// `$search` (Capabilities.SearchRestrictions).
    Search,
    /// A query without `$filter` (Capabilities.FilterRestrictions).
    WithoutFilter,
    /// A `$filter` with a function or an operator that is not listed (Capabilities.FilterFunctions).
    OtherFilterFunctions,
    /// Expanding more levels than that (Capabilities.ExpandRestrictions).
    MoreExpandLevels,
    /// Inserting (Capabilities.InsertRestrictions).
    Insert,
    /// Updating (Capabilities.UpdateRestrictions).
    Update,
    /// Deleting (Capabilities.DeleteRestrictions).
    Delete,
    /// An update or a deletion without an ETag (Core.OptimisticConcurrency).
    WithoutETag,
    /// An update that inserts what it does not find (Capabilities.UpdateRestrictions, `Upsertable`).
    Upsert,
    /// An update of what is set alone (Capabilities.UpdateRestrictions, `UpdateMethod`).
    Patch,
    /// An update of all of an entity (Capabilities.UpdateRestrictions, `UpdateMethod`).
    Put,
    /// Inserting an entity with related ones (Capabilities.DeepInsertSupport).
    DeepInsert,
    /// Updating an entity with related ones (Capabilities.DeepUpdateSupport).
    DeepUpdate,
}

/// The type of what is not said.
fn nothing() -> &'static TypeInfo {
    static NOTHING: TypeInfo = TypeInfo {
        name: "",
        properties: &[],
        key: &[],
        open: true,
        describe: |_| PropertyType::required(ValueType::Untyped),
    };
    &NOTHING
}

impl EntitySetInfo {
    /// What holds where nothing is said: `..EntitySetInfo::REST`.
    pub const REST: EntitySetInfo = EntitySetInfo::plain(nothing);

    /// Of which no more is known than the type.
    pub const fn plain(entity: fn() -> &'static TypeInfo) -> Self {
        EntitySetInfo {
            name: "",
            entity,
            is_singleton: false,
            permissions: &[],
            rate_limits: &[],
            rate_limits_of: &[],
            max_top: None,
            key_as_segment: false,
            not_filterable: &[],
            not_sortable: &[],
            ascending_only: &[],
            descending_only: &[],
            required_in_filter: &[],
            not_selectable: None,
            not_expandable: &[],
            max_expand_levels: None,
            filter_functions: &[],
            required_on_insert: &[],
            not_insertable: &[],
            not_updatable: &[],
            upserts: false,
            repeatable: false,
            not_supported: &[],
        }
    }
}

/// A service.
#[derive(Debug)]
pub struct ServiceInfo {
    /// What it is called in `service.toml`.
    pub name: &'static str,
    /// The root below which its entity sets are found, with a slash at its end.
    pub base_url: &'static str,
    /// Hosts, beside that of the root, which may see the credential.
    pub hosts: &'static [&'static str],
    /// What a token is asked for.
    pub scope: Option<&'static str>,
    /// The version of the protocol that its metadata says.
    pub version: ProtocolVersion,
}

/// A version of the protocol (CSDL XML 4.01, 3.1.1; Protocol 4.01, 5.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProtocolVersion {
    /// OData 4.0.
    #[default]
    V4_0,
    /// OData 4.01.
    V4_01,
}
