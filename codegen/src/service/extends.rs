//! `extends`: a service that is another one and more.

use std::path::{Component, Path, PathBuf};

use odata_csdl::source::Spanned;

use super::Service;
use crate::references::is_folder as is_folder_path;

/// A service that another one extends.
pub(crate) struct Base {
    pub(crate) service: Service,
    /// The folder of its `service.toml`, from that of the one that extends it.
    pub(crate) folder: PathBuf,
}

impl Service {
    /// What the base says and this one does not. Documents and hosts of both count, those of the base first; which part is generated
    /// is for this one to say, if it says anything of it.
    pub(super) fn over(mut self, base: Base) -> Service {
        let Base { service, folder } = base;
        let moved = |path: Spanned<PathBuf>| Spanned::new(joined(&folder, &path.value), path.span);
        let all_moved = |paths: Vec<Spanned<PathBuf>>| paths.into_iter().map(moved);
        self.metadata.splice(..0, all_moved(service.metadata));
        self.docs.splice(..0, all_moved(service.docs));
        self.overlays.splice(..0, all_moved(service.overlays));
        let references = service.references.into_iter();
        let references = references.map(|(uri, path)| (uri, moved_reference(&folder, path)));
        let own: Vec<_> = std::mem::take(&mut self.references);
        let is_new = |uri: &Spanned<String>| !own.iter().any(|(known, _)| known.value == uri.value);
        self.references = references.filter(|(uri, _)| is_new(uri)).collect();
        self.references.extend(own);
        self.hosts.splice(..0, service.hosts);
        let own = std::mem::take(&mut self.renames);
        let is_new = |target: &str| !own.iter().any(|known| known.target.value == target);
        let renames = service.renames.into_iter();
        self.renames = renames.filter(|one| is_new(&one.target.value)).collect();
        self.renames.extend(own);
        self.set_type_names.extend(service.set_type_names);
        for (set, ty) in service.set_types {
            self.set_types.entry(set).or_insert(ty);
        }
        self.namespace = self.namespace.or(service.namespace);
        self.scope = self.scope.or(service.scope);
        self.key_as_segment = self.key_as_segment.or(service.key_as_segment);
        self.partial_entities |= service.partial_entities;
        self.nullable_items.splice(..0, service.nullable_items);
        self.serde |= service.serde;
        self.policies = self.policies.over(service.policies);
        if !self.chooses() {
            self.entity_sets = service.entity_sets;
            self.singletons = service.singletons;
            self.functions = service.functions;
            self.actions = service.actions;
            self.navigation_properties = service.navigation_properties;
            self.types = service.types;
        }
        self
    }

    /// Whether it says anything of which part is generated.
    fn chooses(&self) -> bool {
        let lists = [
            &self.singletons,
            &self.functions,
            &self.actions,
            &self.navigation_properties,
            &self.types,
        ];
        !self.entity_sets.is_empty() || lists.iter().any(|list| list.is_some())
    }
}

/// The same, where a folder stays one (`"schemas/"`).
fn moved_reference(folder: &Path, path: Spanned<PathBuf>) -> Spanned<PathBuf> {
    let mut moved = joined(folder, &path.value);
    if is_folder_path(&path.value) {
        if moved.as_os_str().is_empty() {
            moved.push(".");
        }
        moved.push("");
    }
    Spanned::new(moved, path.span)
}

/// A path behind a folder, without the steps that lead nowhere.
fn joined(folder: &Path, path: &Path) -> PathBuf {
    let mut joined = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if is_folder(&joined) => drop(joined.pop()),
            part => joined.push(part),
        }
    }
    joined
}

fn is_folder(path: &Path) -> bool {
    matches!(path.components().next_back(), Some(Component::Normal(_)))
}
