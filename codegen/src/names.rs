//! Names on the wire become names in Rust. The two are different types, so that neither is taken for the other.

mod clash;
mod meant;
mod members;
mod operations;
mod rename;
mod scope;
mod types;
mod values;

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};
use odata_core::names::{pascal, screaming};
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{EnumTypeId, StructuredTypeId};

use crate::by_id::ById;
use crate::plan::{Function, ListOwner, Plan};
use crate::service::Service;
pub(crate) use members::MemberNames;
use members::{Members, OfMembers, Owners, Stems, Variants, pairs};
use operations::{Called, called};
use rename::Renames;
pub(crate) use scope::Scope;
use types::Named;
use values::OfList;

/// An identifier of generated code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RustName(String);

impl RustName {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// What another name begins with: `Copy_` is called so to be told from Rust's own `Copy`, and `CopyStatus` need not be.
    pub(crate) fn stem(&self) -> &str {
        self.0.trim_end_matches('_')
    }
}

impl std::fmt::Display for RustName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names that a type of the service gets an underscore for: Rust's prelude, which generated code and the code around it
/// use.
const TAKEN: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// The names of everything that is generated.
pub(crate) struct Names<'m> {
    pub(crate) service: RustName,
    types: ById<StructuredTypeId, RustName>,
    enums: ById<EnumTypeId, RustName>,
    members: Members,
    variants: Variants,
    lists: BTreeMap<ListOwner, OfList>,
    children: Stems,
    operations: HashMap<Called<'m>, RustName>,
    calls: HashMap<Called<'m>, CallNames>,
}

/// The types that the calls of an action have of their own, those that are needed.
#[derive(Default)]
pub(crate) struct CallNames {
    /// That of the call, which has the optional parameters.
    pub(crate) call: Option<RustName>,
    /// That of the required parameters, where there are many.
    pub(crate) parameters: Option<RustName>,
}

/// Of an action that has none.
static NO_CALL: CallNames = CallNames {
    call: None,
    parameters: None,
};

impl<'m> Names<'m> {
    /// Gives everything its name: what `service.toml` says, else what the rules make of the name on the wire.
    pub(crate) fn assign(
        service: &Service,
        plan: &Plan<'m>,
        diagnostics: &mut Diagnostics,
    ) -> Names<'m> {
        let renames = Renames::of(service, plan, diagnostics);
        let (types, enums) = of_types(plan, &renames, diagnostics);
        let mut used: HashSet<String> = TAKEN.iter().map(|&taken| taken.to_owned()).collect();
        let name = RustName(unused(pascal(&service.name.value), &mut used));
        let mut given = |stem: &str| RustName(unused(pascal(stem), &mut used));
        let types = types.iter().map(|(id, stem)| (*id, given(stem))).collect();
        let enums = enums.iter().map(|(id, stem)| (*id, given(stem))).collect();
        let children = members::children(plan, &renames, diagnostics);
        let operations = operations::of(plan, &renames, &children, diagnostics);
        let owners = Owners {
            types: &types,
            service: &name,
            operations: &operations,
        };
        let lists = values::lists(plan, &renames, &owners, &mut used, diagnostics);
        let calls = members::calls(plan, &owners, &mut used);
        Names {
            calls,
            operations,
            service: name,
            types,
            enums,
            lists,
            members: members::properties(plan, &renames, diagnostics),
            variants: members::variants(plan, &renames, diagnostics),
            children,
        }
    }

    /// Whether a type of the service is called so.
    pub(crate) fn is_taken(&self, name: &str) -> bool {
        let types = self.types.values().chain(self.enums.values());
        let lists = self.lists.values().map(|list| &list.name);
        let calls = self.calls.values();
        let calls = calls.flat_map(|one| one.call.iter().chain(&one.parameters));
        self.service.0 == name || types.chain(lists).chain(calls).any(|known| known.0 == name)
    }

    /// The name of a type that is generated, or a stub.
    pub(crate) fn structured(&self, id: StructuredTypeId) -> Option<&RustName> {
        self.types.get(id)
    }

    /// The name of an enumeration that is generated.
    pub(crate) fn enumeration(&self, id: EnumTypeId) -> Option<&RustName> {
        self.enums.get(id)
    }

    /// The name of the enum of listed values.
    pub(crate) fn list(&self, owner: &ListOwner) -> Option<&RustName> {
        self.lists.get(owner).map(|list| &list.name)
    }

    /// The variants of an enum of listed values, by the values.
    pub(crate) fn values(&self, owner: &ListOwner) -> Scope {
        let list = self.lists.get(owner).into_iter();
        Scope::variants().with(list.flat_map(|list| pairs(&list.values)))
    }

    /// The names of what a type itself declares, structural properties before navigation properties.
    pub(crate) fn members(
        &self,
        declared_by: StructuredTypeId,
    ) -> impl Iterator<Item = MemberNames<'_>> {
        let members = self.members.get(declared_by);
        members.into_iter().flat_map(OfMembers::iter)
    }

    /// Those of one of them.
    pub(crate) fn member(
        &self,
        declared_by: StructuredTypeId,
        at: usize,
    ) -> Option<MemberNames<'_>> {
        self.members.get(declared_by)?.get(at)
    }

    /// The names of the members of an enumeration, in their order.
    pub(crate) fn variants(&self, id: EnumTypeId) -> &[RustName] {
        self.variants.get(id).map_or(&[], Vec::as_slice)
    }

    /// The methods of the client, by the names of entity sets, singletons and imports.
    pub(crate) fn methods(&self) -> Scope {
        Scope::methods().with(pairs(&self.children))
    }

    /// The static that describes an entity set, and the end of that of a singleton. A name without capitals, such as one in Japanese, would
    /// be that of a parameter too, which cannot hide a static; no parameter has two underscores beside each other.
    pub(crate) fn static_of(&self, wire: &str) -> String {
        let name = screaming(self.children.get(wire).map_or(wire, String::as_str));
        match name.contains(char::is_uppercase) {
            true => name,
            false => format!("{name}__SET"),
        }
    }

    /// The name of a function or an action.
    pub(crate) fn operation(&self, one: &Function<'m>) -> Option<&RustName> {
        self.operations.get(&called(one))
    }

    /// The types of the calls of an action.
    pub(crate) fn call(&self, one: &Function<'m>) -> &CallNames {
        self.calls.get(&called(one)).unwrap_or(&NO_CALL)
    }
}

type TypeStems<'m> = (
    Vec<(StructuredTypeId, Cow<'m, str>)>,
    Vec<(EnumTypeId, Cow<'m, str>)>,
);

/// The words of the names of types, stubs and enumerations, in the order of the model.
fn of_types<'m>(
    plan: &Plan<'m>,
    renames: &Renames<'m>,
    diagnostics: &mut Diagnostics,
) -> TypeStems<'m> {
    let model = plan.model;
    let ids: Vec<StructuredTypeId> = plan.types.iter().chain(&plan.stubs).copied().collect();
    let structured = ids.iter().map(|&id| {
        let ty = model.structured_type(id);
        Named {
            name: &ty.name,
            rename: renames.structured(id),
            span: ty.span,
        }
    });
    let enums = plan.enums.iter().map(|&id| {
        let ty = model.enum_type(id);
        Named {
            name: &ty.name,
            rename: renames.enumeration(id),
            span: ty.span,
        }
    });
    let all: Vec<Named<'_>> = structured.chain(enums).collect();
    let mut stems = types::stems(model, &all, diagnostics).into_iter();
    let mut types: Vec<_> = ids.iter().copied().zip(stems.by_ref()).collect();
    // Stubs stand among the types that are generated.
    types.sort_by_key(|(id, _)| *id);
    (types, plan.enums.iter().copied().zip(stems).collect())
}

fn unused(wanted: String, used: &mut HashSet<String>) -> String {
    let mut name = wanted;
    while !used.insert(name.clone()) {
        name.push('_');
    }
    name
}
