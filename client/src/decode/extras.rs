//! What a payload held besides the declared properties.

mod kept;
mod links;
mod operations;
pub(super) mod references;
mod whole;

use std::fmt;
use std::sync::Arc;

use odata_core::descriptor::{PropertyType, TypeInfo, ValueType};
use odata_core::edm::Json;

use super::Value;
use super::derived::{Whole, type_named};
use super::slot::{View, ViewMut};
use super::structured::{Record, Structured};
use super::value::Form;
use crate::change::write_string;
use crate::json::{Fault, Reader};
use kept::{Asked, Held, Kept};
pub use links::MediaInfo;
use links::is_kept;
pub use operations::OperationInfo;

/// What stood in a payload besides the declared properties: control information (OData JSON 4.6) and properties that
/// the schema does not declare. Nothing is allocated when there is none.
///
/// # Example: an undeclared property survives
/// ```
/// # use odata::{json::Reader, decode::Value, doc_example::LibraryFile};
/// let mut file = LibraryFile::default();
/// let text = r#"{"@odata.etag":"W/\"7\"","fileName":"a.ps1","signer":"Contoso"}"#;
/// file.read(&mut Reader::new(text))?;
/// assert_eq!(file.odata.etag(), Some("W/\"7\""));
/// assert_eq!(file.odata.undeclared("signer").map(|json| json.text()), Some("\"Contoso\""));
/// # Ok::<(), odata::json::Fault>(())
/// ```
#[derive(Default)]
pub struct Extras(Option<Box<dyn Held>>);

/// Those of what has none.
pub(super) fn none() -> &'static Extras {
    static NONE: Extras = Extras::NONE;
    &NONE
}

/// What is there; most of it never is.
impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Extras");
        let Some(kept) = self.kept() else {
            return shown.finish();
        };
        for (name, value) in [
            ("type_name", &kept.type_name),
            ("etag", &kept.etag),
            ("id", &kept.id),
        ] {
            if let Some(value) = value {
                shown.field(name, value);
            }
        }
        if !kept.undeclared.is_empty() {
            shown.field("undeclared", &kept.undeclared);
        }
        if !kept.cut_short.is_empty() {
            shown.field("cut_short", &kept.cut_short);
        }
        if !kept.counts.is_empty() {
            shown.field("counts", &kept.counts);
        }
        if !kept.references.is_empty() {
            shown.field("references", &kept.references);
        }
        if !kept.links.is_empty() {
            shown.field("links", &kept.links);
        }
        if let Some(whole) = &kept.whole {
            shown.field("whole", whole);
        }
        if let Some(asked) = &kept.asked {
            if !asked.annotations.is_empty() {
                shown.field("annotations", &asked.annotations);
            }
            if let Some(present) = &asked.present {
                shown.field("present", present);
            }
        }
        shown.finish()
    }
}

impl Extras {
    /// Nothing.
    pub const NONE: Self = Extras(None);

    fn kept(&self) -> Option<&Kept> {
        self.0.as_ref().map(|held| held.kept())
    }

    fn kept_mut(&mut self) -> &mut Kept {
        let held = self.0.get_or_insert_with(|| Box::new(Kept::default()));
        held.kept_mut()
    }

    /// The ETag of the entity (`@odata.etag`).
    pub fn etag(&self) -> Option<&str> {
        self.kept()?.etag.as_deref()
    }

    /// The qualified name of the value's type, where the payload says it (`@odata.type`, without the `#` and what stands before it).
    pub fn type_name(&self) -> Option<&str> {
        self.kept()?.type_name.as_deref()
    }

    /// The entity-id (`@odata.id`).
    pub fn id(&self) -> Option<&str> {
        self.kept()?.id.as_deref()
    }

    /// The whole value as that derived type, when it is of it (`@odata.type`) or of one that extends it: what is declared
    /// as the base type may be of any type that extends it.
    ///
    /// # Example
    /// ```
    /// # use odata::{Structured, doc_example::LibraryFile};
    /// # let file = LibraryFile::default();
    /// // A library file is of its own type, which nothing extends.
    /// assert!(file.odata.as_type::<LibraryFile>().is_none());
    /// ```
    pub fn as_type<T: Structured>(&self) -> Option<&T> {
        self.kept()?.whole.as_ref()?.as_type()
    }

    /// The same value as the most derived type that is generated.
    pub(super) fn whole(&self) -> Option<&Whole> {
        self.kept()?.whole.as_deref()
    }

    pub(super) fn keep_whole(&mut self, whole: Box<dyn Record>, base: &'static TypeInfo) {
        let whole = Arc::new(Whole::new(whole, base));
        self.kept_mut().whole = Some(whole);
    }

    /// The name of an undeclared property that was there twice.
    pub(super) fn repeated(&self) -> Option<&str> {
        let mut names: Vec<&str> = self.all_undeclared().map(|(name, _)| name).collect();
        names.sort_unstable();
        let mut pairs = names.windows(2);
        pairs.find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
    }

    /// Where the rest of a collection of values is that the service cut short (`tags@odata.nextLink`); none when it is whole. That of what a navigation
    /// property leads to is with it: [`Expanded::next_link`](crate::Expanded::next_link).
    pub fn next_link(&self, property: &str) -> Option<&str> {
        let cut_short = &self.kept()?.cut_short;
        cut_short
            .iter()
            .find(|(of, _)| &**of == property)
            .map(|(_, link)| &**link)
    }

    /// How many items a collection has in all, where the service says so (`tags@odata.count`) and the collection has no room for it: one that is not
    /// declared, or of other values than entities. What was expanded by its declaration says it itself: [`Expanded::count`](crate::Expanded::count).
    pub fn count(&self, property: &str) -> Option<u64> {
        let mut counts = self.kept()?.counts.iter();
        let found = counts.find(|(of, _)| &**of == property);
        found.map(|(_, count)| *count)
    }

    /// A property that the schema does not declare.
    pub fn undeclared(&self, name: &str) -> Option<&Json> {
        self.all_undeclared()
            .find(|(known, _)| *known == name)
            .map(|(_, json)| json)
    }

    /// Every property that the schema does not declare, in the order of the payload; also what changed of a navigation
    /// property, such as `manager@delta`.
    pub fn all_undeclared(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.kept()
            .into_iter()
            .flat_map(|kept| kept.undeclared.iter().map(|(name, json)| (&**name, json)))
    }

    /// The context URL of the value (`@odata.context`), where it has one of its own; kept when control information was asked
    /// for ([`Query::metadata`](crate::Query::metadata), [`Query::keep_annotations`](crate::Query::keep_annotations)).
    pub fn context(&self) -> Option<&str> {
        self.control("context")
    }

    fn control(&self, name: &str) -> Option<&str> {
        text(self.annotation(name)?)
    }

    /// An instance annotation of the value, such as `Org.OData.Core.V1.Description`, or control information by its name without
    /// prefix, such as `editLink` (OData JSON 4.0, 4.5 and 18).
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// for file in defender.library_files().query().keep_annotations().send().await? {
    ///     let comment = file.odata.annotation("Contoso.Comment");
    ///     println!("{:?}", comment.map(|json| json.text()));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn annotation(&self, term: &str) -> Option<&Json> {
        self.annotation_of("", term)
    }

    /// The same of one of its properties (`price@Contoso.Currency`).
    pub fn annotation_of(&self, property: &str, term: &str) -> Option<&Json> {
        self.all_annotations()
            .find(|(of, known, _)| *of == property && *known == term)
            .map(|(_, _, json)| json)
    }

    /// Every annotation that was kept: the property that it is of, or an empty text; its term; its value.
    pub fn all_annotations(&self) -> impl Iterator<Item = (&str, &str, &Json)> {
        let asked = self.kept().into_iter().flat_map(|kept| kept.asked.iter());
        let all = asked.flat_map(|asked| asked.annotations.iter());
        all.map(|(of, term, json)| (&**of, &**term, json))
    }

    /// Which properties came, of an entity of which only what changed may have come
    /// ([`Query::delta_from`](crate::Query::delta_from)); nothing where all of it came.
    pub fn present(&self) -> Option<&[&'static str]> {
        self.kept()?.asked.as_ref()?.present.as_deref()
    }

    pub(super) fn keep_present(&mut self, present: Vec<&'static str>) {
        self.asked().present = Some(present);
    }

    fn asked(&mut self) -> &mut Asked {
        self.kept_mut().asked.get_or_insert_default()
    }

    fn annotate(&mut self, property: &str, term: &str, json: &str) {
        let annotation = (property.into(), term.into(), plain(json));
        self.asked().annotations.push(annotation);
    }

    /// The ETag that stood in the head of an answer; one that came with the entity stays.
    pub(super) fn keep_etag(&mut self, etag: &str) {
        if self.etag().is_some() {
            return;
        }
        let kept = self.kept_mut();
        kept.etag = Some(etag.into());
        // Nothing shares what was just read.
        if let Some(whole) = kept.whole.as_mut().and_then(Arc::get_mut) {
            whole.keep_etag(etag);
        }
    }

    /// Whether there was nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Keeps a member that is no declared property. Annotations that the client does not use are passed over unless all are wanted, and
    /// so are the operations that a service offers for an entity or a complex value (`#Namespace.Action`, OData JSON 4.01, 16 and 17).
    pub(super) fn keep(&mut self, name: &str, json: &str, all: bool) {
        if name.starts_with('#') {
            if all {
                self.annotate("", name, json);
            }
            return;
        }
        // What changed of a navigation property is no annotation: it stands in place of a value (OData JSON 15).
        let annotation = annotation(name).filter(|(property, term)| {
            property.is_empty() || !matches!(*term, "delta" | "odata.delta")
        });
        let Some((property, term)) = annotation else {
            let kept = &mut self.kept_mut().undeclared;
            kept.push((name.into(), Json::from_text(json)));
            return;
        };
        // 4.01 lets the prefix be left out (OData JSON 4.6).
        let plain = term.strip_prefix("odata.").unwrap_or(term);
        if all {
            self.annotate(property, plain, json);
        }
        if is_kept(property, plain) {
            if let Ok(text) = crate::json::Reader::new(json).string() {
                let name = match property {
                    "" => plain.to_owned(),
                    _ => format!("{property}@{plain}"),
                };
                let text = match plain {
                    "type" => type_named(&text),
                    _ => &*text,
                };
                let links = &mut self.kept_mut().links;
                links.push((name.into(), text.into()));
            }
            return;
        }
        if !property.is_empty() {
            if matches!(term, "odata.nextLink" | "nextLink")
                && let Ok(link) = crate::json::Reader::new(json).string()
            {
                let kept = &mut self.kept_mut().cut_short;
                kept.push((property.into(), (&*link).into()));
            }
            // A string where the service was asked for `IEEE754Compatible=true`.
            if plain == "count"
                && let Ok(count) = json.trim_matches('"').parse()
            {
                self.kept_mut().counts.push((property.into(), count));
            }
            return;
        }
        let slot = match plain {
            "etag" => &mut self.kept_mut().etag,
            "type" => &mut self.kept_mut().type_name,
            "id" => &mut self.kept_mut().id,
            _ => return,
        };
        if let Ok(text) = crate::json::Reader::new(json).string() {
            let text = if term.ends_with("type") {
                type_named(&text)
            } else {
                &*text
            };
            *slot = Some(text.into());
        }
    }
}

/// The name of an annotation taken apart: the property that it says something of, none where it is the record, and its term.
///
/// It looks at bytes, since `split_once` takes more code than all that is done with most annotations, and each payload has some.
pub(super) fn annotation(name: &str) -> Option<(&str, &str)> {
    let at = name.bytes().position(|byte| byte == b'@')?;
    Some((name.get(..at)?, name.get(at + 1..)?))
}

/// The same value, a string with as few escapes as it needs: some services write `\/`.
fn plain(json: &str) -> Json {
    let escaped = json.starts_with('"') && json.contains('\\');
    match Reader::new(json).string() {
        Ok(string) if escaped => {
            let mut plain = String::new();
            write_string(&string, &mut plain);
            Json::from_text(plain)
        }
        _ => Json::from_text(json),
    }
}

/// What the JSON text of a string says. One that needs escapes, which no link does, is not looked at.
fn text(json: &Json) -> Option<&str> {
    let text = json.text().strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains('\\')).then_some(text)
}

/// Generated code shows the extras beside the properties; they are read and written member by member, not as a value.
impl Value for Extras {
    type Form = AsExtras;
}

#[doc(hidden)]
#[derive(Debug)]
pub enum AsExtras {}

impl Form<Extras> for AsExtras {
    fn read(_: &mut Extras, reader: &mut Reader<'_>) -> Result<(), Fault> {
        Err(reader.fault("extras are no value of their own"))
    }

    fn write(_: &Extras, _: &mut String) {}

    fn describe() -> PropertyType {
        PropertyType::required(ValueType::Untyped).nullable()
    }

    #[inline(never)]
    fn view(value: &Extras) -> View<'_> {
        View::Plain(value)
    }

    #[inline(never)]
    fn view_mut(value: &mut Extras) -> ViewMut<'_> {
        ViewMut::Plain(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Extras;

    #[test]
    fn what_changed_of_a_navigation_property_is_kept() {
        let mut extras = Extras::default();
        let changed = r#"[{"id":"7"}]"#;
        extras.keep("manager@delta", changed, false);
        extras.keep("manager@odata.navigationLink", "\"x\"", false);
        extras.keep("@odata.delta", "1", false);
        let all: Vec<_> = extras
            .all_undeclared()
            .map(|(name, json)| (name, json.text()))
            .collect();
        assert_eq!(all, [("manager@delta", changed)]);
    }

    #[test]
    fn an_operation_that_is_offered_is_no_property() {
        let mut extras = Extras::default();
        let offered = r#"{"title":"Isolate","target":"machines('m1')/Ns.isolate"}"#;
        extras.keep("#Ns.isolate", offered, false);
        extras.keep("#Ns.isolate", "[]", false);
        assert!(extras.is_empty());
        extras.keep("isolate", "1", false);
        assert_eq!(extras.all_undeclared().count(), 1);
    }
}
