//! What is sent besides the properties that the schema declares: dynamic ones of open types (CSDL 4.01, 6.3), which say which type they are of,
//! and annotations.

use odata_core::descriptor::{PropertyType, ValueType};
use odata_core::edm::PrimitiveType;

use super::Changes;
use super::body::{Body, Member};
use super::dynamic::Dynamic;
use super::json::write_string;
use crate::decode::Structured;

/// Sets one that is of the type of a field. Without its type a service takes what it finds: texts for dates and GUIDs, and collections not at all
/// (OData JSON 4.0, 4.5.3).
#[cold]
#[inline(never)]
pub(super) fn put(body: &mut Body, name: &str, mut value: Member, of: PropertyType) {
    if let (ValueType::Structured(info), Member::Object(own)) = (of.value, &mut value) {
        own.type_name.get_or_insert(info().name);
    }
    let ty = type_name(of, &value);
    body.put_undeclared(name, value, ty, of.collection);
}

/// Nothing where a reader finds the type by itself, or the value says it within.
fn type_name(of: PropertyType, value: &Member) -> Option<&'static str> {
    use PrimitiveType::{Boolean, Double, String};
    if value.begins("null") {
        return None;
    }
    match of.value {
        // Numbers by themselves are doubles, but for those that JSON has no number for.
        ValueType::Primitive(Double) if !of.collection && !value.begins("\"") => None,
        ValueType::Primitive(Boolean | String) if !of.collection => None,
        ValueType::Primitive(primitive) => Some(primitive.name()),
        ValueType::Enum(name, _) => Some(name),
        ValueType::Structured(info) if of.collection => Some(info().name),
        ValueType::Structured(_) | ValueType::Untyped => None,
    }
}

impl Member {
    fn begins(&self, with: &str) -> bool {
        matches!(self, Member::Json(json) if json.starts_with(with))
    }
}

impl Body {
    /// The type stands before the value, also where that is set anew. Enumerations of texts have no type of their own.
    fn put_undeclared(
        &mut self,
        name: &str,
        value: Member,
        ty: Option<&'static str>,
        is_collection: bool,
    ) {
        let control = format!("{name}@odata.type");
        self.members
            .retain(|(known, _)| **known != *name && **known != *control);
        if let Some(ty) = ty.filter(|ty| ty.contains('.')) {
            // Types of EDM have no namespace there.
            let ty = ty.strip_prefix("Edm.").unwrap_or(ty);
            let text = match is_collection {
                true => format!("#Collection({ty})"),
                false => format!("#{ty}"),
            };
            let mut json = String::new();
            write_string(&text, &mut json);
            self.put(&control, Member::Json(json));
        }
        self.put(name, value);
    }

    fn put_annotation<V: Dynamic>(&mut self, of: &str, term: &str, value: V) {
        let term = term.trim_start_matches('@');
        let is_control = !term.contains('.') || term.starts_with("odata.");
        if is_control || term.contains('@') {
            self.is_wrong(format!(
                "`{term}` is no name of a term, such as `Redfish.SettingsApplyTime`, and so cannot annotate what is sent; control information the client writes itself"
            ));
        }
        self.put(&format!("{of}@{term}"), value.member());
    }
}

impl<E: Structured> Changes<E> {
    /// Sets a property that the schema does not declare: a dynamic one of an open type (CSDL 4.01, 6.3), or one that the service knows and its
    /// documents do not. What JSON alone does not tell, such as that a text is a date, is said beside it (`Due@odata.type`; OData JSON 4.0, 4.5.3).
    ///
    /// One that is also filtered by or selected is a [`Field`](crate::Field) of your own, which [`set`](Self::set) takes. A property that is declared
    /// is set by that, too: given here, it is an error when the changes are sent.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::LibraryFile;
    /// use odata::{Changes, Date};
    /// let changes = Changes::<LibraryFile>::new()
    ///     .set_undeclared("signer", "Contoso")
    ///     .set_undeclared("signedOn", "2024-05-01".parse::<Date>()?);
    /// assert_eq!(
    ///     changes.to_string(),
    ///     r##"{"signer":"Contoso","signedOn@odata.type":"#Date","signedOn":"2024-05-01"}"##,
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_undeclared<V: Dynamic>(mut self, name: &str, value: V) -> Self {
        if E::INFO.properties.contains(&name) {
            self.body.is_wrong(format!(
                "`{name}` is a property that `{}` declares: `set` sets it",
                E::INFO.name
            ));
        } else if name.is_empty() || name.contains(['@', '.', '/']) {
            self.body
                .is_wrong(format!("`{name}` is no name of a property"));
        }
        let value = value.member();
        // JSON has no number for infinite ones.
        let is_told = V::TOLD && (V::TYPE != Some("Edm.Double") || !value.begins("\""));
        let ty = V::TYPE.filter(|_| !is_told);
        self.body.put_undeclared(name, value, ty, V::MANY);
        self
    }

    /// Annotates what is sent (`@Namespace.Term`; OData JSON 4.0, 4.6), for services that heed it.
    ///
    /// # Example: when a service of Redfish is to take over what is set (DSP0266)
    /// ```
    /// # use odata::doc_example::LibraryFile;
    /// use odata::Changes;
    /// use odata::edm::Json;
    /// let when = Json::from_text(r#"{"ApplyTime":"OnReset"}"#);
    /// let changes = Changes::new()
    ///     .set(LibraryFile::DESCRIPTION, "logs")
    ///     .annotate("Redfish.SettingsApplyTime", when);
    /// assert_eq!(
    ///     changes.to_string(),
    ///     r#"{"description":"logs","@Redfish.SettingsApplyTime":{"ApplyTime":"OnReset"}}"#,
    /// );
    /// ```
    pub fn annotate(mut self, term: &str, value: impl Dynamic) -> Self {
        self.body.put_annotation("", term, value);
        self
    }

    /// Annotates a property of what is sent (`name@Namespace.Term`).
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::LibraryFile;
    /// use odata::Changes;
    /// let changes = Changes::<LibraryFile>::new().annotate_property("sha256", "contoso.Source", "scan");
    /// assert_eq!(changes.to_string(), r#"{"sha256@contoso.Source":"scan"}"#);
    /// ```
    pub fn annotate_property(mut self, property: &str, term: &str, value: impl Dynamic) -> Self {
        self.body.put_annotation(property, term, value);
        self
    }
}
