//! Names within one scope: the variants of an enum, the methods of a client, the parameters of a function.

use foldhash::{HashMap, HashSet};
use odata_core::names::{pascal, snake};

use super::{RustName, unused};

/// What generated code itself has among the fields of a struct.
pub(super) const FIELDS: &[&str] = &["odata"];
pub(super) const VARIANTS: &[&str] = &["Other"];
/// What stands beside the markers of restricted properties: parameters of their traits, and what comes of itself.
const MARKERS: &[&str] = &["Other", "E", "P", "Option", "Some"];
pub(super) const METHODS: &[&str] = &["builder", "client", "from_client", "clone"];
/// What the traits of a type have.
pub(super) const FUNCTIONS: &[&str] = &[
    "default", "clone", "eq", "ne", "fmt", "key", "etag", "property", "new",
];

/// What the runtime's calls of actions have, and what their traits have.
const CALLS: &[&str] = &[
    "as_curl",
    "clone",
    "deref",
    "fmt",
    "if_match",
    "on",
    "open",
    "option",
    "prepare",
    "send",
    "held_by",
    "send_optional",
    "set",
    "stream",
    "url",
];

/// Gives names out.
pub(crate) struct Scope {
    /// By the name on the wire.
    given: HashMap<String, RustName>,
    reserved: &'static [&'static str],
    used: HashSet<String>,
    make: fn(&str) -> String,
}

impl Scope {
    fn new(reserved: &'static [&'static str], make: fn(&str) -> String) -> Self {
        Scope {
            given: HashMap::default(),
            reserved,
            used: HashSet::default(),
            make,
        }
    }

    /// Parameters of functions, called as fields are.
    pub(crate) fn fields() -> Self {
        Scope::new(FIELDS, snake)
    }

    pub(crate) fn variants() -> Self {
        Scope::new(VARIANTS, pascal)
    }

    /// The markers of restricted properties, and their traits.
    pub(crate) fn markers() -> Self {
        Scope::new(MARKERS, pascal)
    }

    pub(crate) fn methods() -> Self {
        Scope::new(METHODS, snake)
    }

    /// Functions of a type; what its traits have is taken.
    pub(super) fn functions() -> Self {
        Scope::new(FUNCTIONS, snake)
    }

    /// What the call of an action has of its own, and what can be done with it when it is sent.
    pub(crate) fn call() -> Self {
        Scope::new(CALLS, snake)
    }

    /// The methods of a form.
    pub(crate) fn form() -> Self {
        Scope::new(&["send", "header"], snake)
    }

    /// Gives nobody these names.
    pub(super) fn without(mut self, names: impl Iterator<Item = String>) -> Self {
        self.used.extend(names);
        self
    }

    /// Gives names away before anybody asks: pairs of a name on the wire, and of the words of its name in Rust.
    pub(super) fn with<'a>(mut self, stems: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        for (wire, stem) in stems {
            let name = self.unused(stem);
            self.given.insert(wire.to_owned(), name);
        }
        self
    }

    /// The name of what is called so on the wire. The second of that name gets an underscore.
    pub(crate) fn name(&mut self, wire: &str) -> RustName {
        match self.given.remove(wire) {
            Some(name) => name,
            None => self.unused(wire),
        }
    }

    fn unused(&mut self, stem: &str) -> RustName {
        let mut name = (self.make)(stem);
        if self.reserved.contains(&name.as_str()) {
            name.push('_');
        }
        RustName(unused(name, &mut self.used))
    }
}
