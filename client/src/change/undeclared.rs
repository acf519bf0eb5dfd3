//! What is sent besides the properties that the schema declares: dynamic ones of open types, and annotations.

use odata_core::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, Literal, TimeOfDay,
};

use super::body::{Body, Member};
use super::complete::Demands;
use super::json::{write_literal, write_string};
use super::{Assign, Changes};
use crate::decode::Structured;
use crate::field::{Enumeration, Null, Primitive};

/// What an undeclared property or an annotation can be set to: a text, a number, a date and the like, a member of an enumeration, [`Changes`] of
/// a complex type, [`Json`], a [`Vec`] of any of these, or [`Null`].
#[diagnostic::on_unimplemented(
    message = "an undeclared property cannot be set to `{Self}`",
    label = "expected a value of EDM, a member, `Changes` of a complex type, or `Json`"
)]
pub trait Dynamic {
    /// The type of one value, where it is known.
    #[doc(hidden)]
    const TYPE: Option<&'static str>;

    /// Whether the JSON of one value tells its type (OData JSON 4.0, 4.5.3).
    #[doc(hidden)]
    const TOLD: bool = false;

    #[doc(hidden)]
    const MANY: bool = false;

    #[doc(hidden)]
    fn member(self) -> Member;
}

fn literal(value: &Literal) -> Member {
    let mut json = String::new();
    write_literal(value, &mut json);
    Member::Json(json)
}

macro_rules! primitive {
    ($($type:ty $(, $told:literal)?;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Dynamic for $type {
            const TYPE: Option<&'static str> = Some(<$type as Primitive>::TYPE.name());
            $(const TOLD: bool = $told;)?

            fn member(self) -> Member {
                literal(&Literal::from(self))
            }
        }
    )*};
}

primitive! {
    String, true; bool, true; f64, true;
    u8; i8; i16; i32; i64; Decimal; Guid; Date; TimeOfDay; DateTimeOffset; Duration; Binary;
}

impl Dynamic for &str {
    const TYPE: Option<&'static str> = <String as Dynamic>::TYPE;
    const TOLD: bool = true;

    fn member(self) -> Member {
        Dynamic::member(String::from(self))
    }
}

impl Dynamic for f32 {
    const TYPE: Option<&'static str> = Some(<f32 as Primitive>::TYPE.name());

    fn member(self) -> Member {
        <f32 as Assign<f32>>::member(self)
    }
}

/// JSON as it stands; of what type it is, it says itself.
impl Dynamic for Json {
    const TYPE: Option<&'static str> = None;

    fn member(self) -> Member {
        Member::Json(self.text().to_owned())
    }
}

impl Dynamic for Null {
    const TYPE: Option<&'static str> = None;

    fn member(self) -> Member {
        Member::Json("null".to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Enumeration> Dynamic for M {
    const TYPE: Option<&'static str> = Some(M::INFO.name);

    fn member(self) -> Member {
        <M as Assign<M>>::member(self)
    }
}

/// A complex value says within itself of which type it is.
#[diagnostic::do_not_recommend]
impl<C: Structured> Dynamic for Changes<C> {
    const TYPE: Option<&'static str> = Some(C::INFO.name);
    const TOLD: bool = true;

    fn member(self) -> Member {
        let mut body = self.into_body().demanding(Demands::of::<C>());
        body.type_name.get_or_insert(C::INFO.name);
        Member::Object(body)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Dynamic> Dynamic for Vec<V> {
    const TYPE: Option<&'static str> = V::TYPE;
    const MANY: bool = true;

    fn member(self) -> Member {
        Member::list(self.into_iter().map(V::member).collect())
    }
}

impl Body {
    fn put_undeclared<V: Dynamic>(&mut self, name: &str, value: V) {
        let control = format!("{name}@odata.type");
        self.members
            .retain(|(known, _)| **known != *name && **known != *control);
        if let Some(ty) = V::TYPE
            && !V::TOLD
        {
            // Types of EDM have no namespace there.
            let ty = ty.strip_prefix("Edm.").unwrap_or(ty);
            let text = match V::MANY {
                true => format!("#Collection({ty})"),
                false => format!("#{ty}"),
            };
            let mut json = String::new();
            write_string(&text, &mut json);
            self.put(&control, Member::Json(json));
        }
        self.put(name, value.member());
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
    /// A property that is declared is set by [`set`](Self::set): given here, it is an error when the changes are sent.
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
    pub fn set_undeclared(mut self, name: &str, value: impl Dynamic) -> Self {
        if E::INFO.properties.contains(&name) {
            self.body.is_wrong(format!(
                "`{name}` is a property that `{}` declares: `set` sets it",
                E::INFO.name
            ));
        } else if name.is_empty() || name.contains(['@', '.', '/']) {
            self.body
                .is_wrong(format!("`{name}` is no name of a property"));
        }
        self.body.put_undeclared(name, value);
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
