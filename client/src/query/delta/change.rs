//! One change.

/// What happened to one entity, or to one link between two.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Delta<T> {
    /// It was added or changed; the service does not say which. [`Extras::present`](crate::Extras::present) tells which properties
    /// came, where what changed was asked for.
    Changed(T),
    /// An entity of another entity set was added or changed, to which one of those that were asked for leads: what was expanded, in OData 4.0.
    /// What it is, its context URL says.
    ChangedRelated(RelatedEntity),
    /// It is not among what was asked for any more.
    Removed(Removed),
    /// A navigation property leads to one more entity.
    LinkAdded(ChangedLink),
    /// A navigation property leads to one entity less.
    LinkRemoved(ChangedLink),
}

/// An entity of another entity set than the one that was asked (OData JSON 4.0, 14.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelatedEntity {
    /// The context URL, which names the entity set: `$metadata#Orders/$entity`.
    pub context: String,
    /// Its entity-id, where the service gives it.
    pub id: Option<String>,
    /// The entity as it came, in JSON. [`from_json`](crate::from_json) reads it as the type that it is of.
    pub json: String,
}

/// An entity that is gone (OData JSON 4.0, 14.2; OData JSON 4.01, 15.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removed {
    /// Its entity-id: a URL, or what the service has in its place, such as a key.
    pub id: Option<String>,
    /// Why: `deleted`, or `changed` so that it does not fit the question any more.
    pub reason: Option<String>,
    /// The object as it came, in JSON: services that give no entity-id have its key here.
    pub json: String,
}

/// A link that was added or deleted (OData JSON 4.0, 14.3 and 14.4; OData JSON 4.01, 15.4 and 15.5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangedLink {
    /// The entity-id of the entity that has the navigation property.
    pub source: String,
    /// The name of the navigation property.
    pub relationship: String,
    /// The entity-id of the entity that it leads to; nothing where a deleted link led to one at most.
    pub target: Option<String>,
}
