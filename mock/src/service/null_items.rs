//! Collections whose items may be null though the model does not say so.

use std::sync::Arc;

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{self, Model};
use odata_csdl::source::Sources;
use odata_csdl::syntax::{Document, Property};

use super::MockService;
use crate::MockError;

impl MockService {
    /// Lets items be null in collections of which the model leaves it open (CSDL XML 4.01, 7.2.1), as `nullable-items` of `service.toml` has it for
    /// the client: `Type/property`, with `*` for any letters, or `*` for all of them. It is asked for before rows are, which are held against it.
    ///
    /// # Example: a service that has nulls among its tags
    /// ```
    /// use odata_mock::MockService;
    /// const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
    ///   <Schema Namespace="Shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    ///     <EntityType Name="Book">
    ///       <Key><PropertyRef Name="id"/></Key>
    ///       <Property Name="id" Type="Edm.Int32" Nullable="false"/>
    ///       <Property Name="tags" Type="Collection(Edm.String)"/>
    ///     </EntityType>
    ///     <EntityContainer Name="Container"><EntitySet Name="books" EntityType="Shop.Book"/></EntityContainer>
    ///   </Schema></edmx:DataServices></edmx:Edmx>"#;
    /// let rows = serde_json::json!([{"id": 1, "tags": ["new", null]}]);
    /// assert!(MockService::from_csdl(CSDL)?.entity_set("books", rows.clone()).is_err());
    /// let service = MockService::from_csdl(CSDL)?.nullable_items(&["Book/tags"])?.entity_set("books", rows)?;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    ///
    /// # Errors
    /// When a pattern fits no such collection, or the model was not read from documents.
    pub fn nullable_items(mut self, patterns: &[&str]) -> Result<Self, MockError> {
        let mut sources = Sources::new();
        let mut diagnostics = Diagnostics::new();
        let mut read: Vec<Document> = Vec::new();
        for (name, text) in self.documents.iter() {
            let source = sources.add(name.as_str(), text);
            read.extend(odata_csdl::read(source, &sources, &mut diagnostics));
        }
        for pattern in patterns {
            let mut is_met = false;
            each_open(&mut read, &mut |namespace, ty, property| {
                if fits_member(pattern, namespace, ty, &property.name.value) {
                    is_met = true;
                    property.facets.nullable = Some(true);
                }
            });
            if !is_met {
                return Err(MockError::NoSuchItems {
                    pattern: (*pattern).to_owned(),
                });
            }
        }
        let model: Model = model::resolve(&read, &sources, &mut diagnostics);
        self.model = Arc::new(model);
        Ok(self)
    }
}

/// Each collection of values of which nothing is said, or of which a pattern before said that items may be null.
fn each_open(documents: &mut [Document], each: &mut dyn FnMut(&str, &str, &mut Property)) {
    let schemas = documents.iter_mut().flat_map(|one| &mut one.schemas);
    for schema in schemas {
        for ty in &mut schema.structured_types {
            for property in &mut ty.properties {
                let is_collection = property.ty.collection;
                if is_collection && property.facets.nullable != Some(false) {
                    each(&schema.namespace.value, &ty.name.value, property);
                }
            }
        }
    }
}

fn fits_member(pattern: &str, namespace: &str, ty: &str, property: &str) -> bool {
    match pattern.split_once('/') {
        Some((of, name)) => {
            fits(name, property) && (fits(of, ty) || fits(of, &format!("{namespace}.{ty}")))
        }
        None => pattern == "*",
    }
}

/// Whether a name fits a pattern, in which `*` stands for any letters, also for none.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|open| {
            let mut ends = open.char_indices().map(|(at, _)| at).chain([open.len()]);
            ends.any(|at| open.get(at..).is_some_and(|open| fits(rest, open)))
        }),
    }
}
