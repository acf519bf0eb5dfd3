//! Names on the wire become names in Rust. The two are different types, so that neither is taken for the other.

use std::collections::{BTreeMap, BTreeSet};

use odata_core::names::{pascal, screaming, snake, words};
use odata_csdl::model::{EntitySet, EnumTypeId, Model, StructuredTypeId};

use crate::plan::Plan;

/// An identifier of generated code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RustName(String);

impl std::fmt::Display for RustName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names that generated code itself uses at its top; a type of the service that is called so gets an underscore.
const TAKEN: &[&str] = &[
    "String", "Option", "Vec", "Box", "Some", "None", "Default", "Self", "Ok", "Err", "Result",
];

/// The names of everything that is generated.
pub(crate) struct Names {
    pub(crate) service: RustName,
    types: BTreeMap<StructuredTypeId, RustName>,
    enums: BTreeMap<EnumTypeId, RustName>,
}

impl Names {
    /// Gives each type its name. A type whose short name another one has gets its namespace in front.
    pub(crate) fn assign(service: &str, plan: &Plan<'_>) -> Names {
        let service = match pascal(service) {
            taken if TAKEN.contains(&taken.as_str()) => format!("{taken}_"),
            free => free,
        };
        let model = plan.model;
        let all = plan.types.iter().map(|&id| &model.structured_type(id).name);
        let all: Vec<_> = all
            .chain(plan.enums.iter().map(|&id| &model.enum_type(id).name))
            .collect();
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for name in &all {
            *count.entry(pascal(&name.name)).or_default() += 1;
        }
        let mut used = BTreeSet::from([service.clone()]);
        used.extend(TAKEN.iter().map(|&taken| taken.to_owned()));
        let mut given: BTreeMap<String, RustName> = BTreeMap::new();
        for name in all {
            let short = pascal(&name.name);
            let clashes = count.get(&short).is_some_and(|&count| count > 1);
            let wanted = if clashes {
                pascal(&format!("{}.{}", name.namespace, name.name))
            } else {
                short
            };
            given.insert(name.to_string(), RustName(unused(wanted, &mut used)));
        }
        let of = |name: String| {
            given
                .get(&name)
                .cloned()
                .unwrap_or_else(|| RustName(pascal(&name)))
        };
        Names {
            service: RustName(service),
            types: plan
                .types
                .iter()
                .map(|&id| (id, of(model.structured_type(id).name.to_string())))
                .collect(),
            enums: plan
                .enums
                .iter()
                .map(|&id| (id, of(model.enum_type(id).name.to_string())))
                .collect(),
        }
    }

    /// Whether a type of the service is called so.
    pub(crate) fn is_taken(&self, name: &str) -> bool {
        let types = self.types.values().chain(self.enums.values());
        self.service.0 == name || types.into_iter().any(|known| known.0 == name)
    }

    /// The name of a type that is generated.
    pub(crate) fn structured(&self, id: StructuredTypeId) -> Option<&RustName> {
        self.types.get(&id)
    }

    /// The name of an enumeration that is generated.
    pub(crate) fn enumeration(&self, id: EnumTypeId) -> Option<&RustName> {
        self.enums.get(&id)
    }
}

fn unused(wanted: String, used: &mut BTreeSet<String>) -> String {
    let mut name = wanted;
    while !used.insert(name.clone()) {
        name.push('_');
    }
    name
}

/// Names within one scope: the fields of a struct, its constants, the variants of an enum, the methods of a client.
pub(crate) struct Scope {
    used: BTreeSet<String>,
    make: fn(&str) -> String,
}

impl Scope {
    /// Fields; `odata` holds the extras.
    pub(crate) fn fields() -> Self {
        Scope {
            used: BTreeSet::from(["odata".to_owned()]),
            make: snake,
        }
    }

    /// Constants of properties. They may be called like those of the traits that a type implements: generated code
    /// never names these through the type.
    pub(crate) fn constants() -> Self {
        Scope {
            used: BTreeSet::new(),
            make: screaming,
        }
    }

    pub(crate) fn variants() -> Self {
        Scope {
            used: BTreeSet::from(["Other".to_owned()]),
            make: pascal,
        }
    }

    pub(crate) fn methods() -> Self {
        let reserved = ["builder", "client", "from_client"];
        Scope {
            used: reserved.map(str::to_owned).into(),
            make: snake,
        }
    }

    /// Functions of a type; what its traits have is taken.
    pub(crate) fn functions() -> Self {
        let reserved = [
            "default", "clone", "eq", "ne", "fmt", "key", "etag", "property", "new",
        ];
        Scope {
            used: reserved.map(str::to_owned).into(),
            make: snake,
        }
    }

    /// The methods of a form.
    pub(crate) fn form() -> Self {
        Scope {
            used: BTreeSet::from(["send".to_owned()]),
            make: snake,
        }
    }

    pub(crate) fn name(&mut self, wire: &str) -> RustName {
        RustName(unused((self.make)(wire), &mut self.used))
    }
}

/// The words of an entity set's name. A name that runs its words together, such as `libraryfiles`, borrows them from the
/// name of its entity type, when that is the same letters: `library_files`.
pub(crate) fn set_words(set: &EntitySet, model: &Model) -> String {
    let entity = words(&model.structured_type(set.entity_type).name.name);
    let joined = entity.concat().to_lowercase();
    let name = set.name.to_lowercase();
    let one_word = words(&set.name).len() == 1;
    let Some(ending) = name
        .strip_prefix(&joined)
        .filter(|ending| one_word && ending.len() <= 2)
    else {
        return set.name.clone();
    };
    format!("{}{ending}", entity.join("_"))
}
