//! Why a service could not be made.

use std::fmt;

/// A model or a fixture is not what it should be.
///
/// ```
/// # const CSDL: &str = include_str!("../tests/files.xml");
/// use odata_mock::MockService;
/// let error = MockService::from_csdl(CSDL)?
///     .entity_set("fils", serde_json::json!([]))
///     .unwrap_err();
/// assert_eq!(error.to_string(), "the model has no entity set `fils`: did you mean `files`?");
/// # Ok::<(), odata_mock::MockError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MockError {
    /// The model has errors.
    Model {
        /// All that was said about it, rendered with its lines.
        diagnostics: String,
    },
    /// The model has no entity set of that name.
    UnknownEntitySet {
        /// The name.
        name: String,
        /// What there is instead: the near name, or all of them.
        help: String,
    },
    /// The model has no singleton of that name.
    UnknownSingleton {
        /// The name.
        name: String,
        /// What there is instead: the near name, or all of them.
        help: String,
    },
    /// The model has no function and no action of that name.
    UnknownOperation {
        /// The name.
        name: String,
        /// What there is instead: the near name, or all of them.
        help: String,
    },
    /// The rows of an entity set are not an array of objects.
    NotRows {
        /// The entity set.
        set: String,
        /// What they are.
        reason: String,
    },
    /// A row does not fit the model.
    Row {
        /// The entity set.
        set: String,
        /// Which row, from zero.
        row: usize,
        /// The property, or the path to it.
        property: String,
        /// What does not fit: a phrase that follows the property's name.
        reason: String,
    },
    /// There is no entity, and no property of one, at that path.
    UnknownEntity {
        /// The path.
        path: String,
    },
    /// The pattern fits no collection of which the model leaves open whether its items may be null.
    NoSuchItems {
        /// The pattern.
        pattern: String,
    },
    /// The service cannot make keys of that type.
    NoKeyToMake {
        /// The entity set.
        set: String,
        /// Why not.
        reason: String,
    },
}

/// The same as its `Display`, for tests that give it back, and for `unwrap`.
impl fmt::Debug for MockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for MockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MockError::Model { diagnostics } => f.write_str(diagnostics),
            MockError::UnknownEntitySet { name, help } => {
                write!(f, "the model has no entity set `{name}`: {help}")
            }
            MockError::UnknownSingleton { name, help } => {
                write!(f, "the model has no singleton `{name}`: {help}")
            }
            MockError::UnknownOperation { name, help } => {
                write!(
                    f,
                    "the model has no function and no action `{name}`: {help}"
                )
            }
            MockError::NotRows { set, reason } => {
                write!(
                    f,
                    "the rows of `{set}` should be an array of objects: {reason}"
                )
            }
            MockError::Row {
                set,
                row,
                property,
                reason,
            } => {
                write!(f, "row {row} of `{set}`: `{property}` {reason}")
            }
            MockError::UnknownEntity { path } => {
                write!(f, "there is no entity at `{path}`")
            }
            MockError::NoSuchItems { pattern } => {
                write!(
                    f,
                    "`{pattern}` fits no collection of which the model leaves open whether its items may be null: `Type/property`, \
                     `Type/*` or `*` is expected"
                )
            }
            MockError::NoKeyToMake { set, reason } => {
                write!(f, "keys of `{set}` cannot be made: {reason}")
            }
        }
    }
}

impl std::error::Error for MockError {}
