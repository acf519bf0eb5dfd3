//! Asking for a value that is no entity: a property, or what a function gives.

mod complex;

use std::fmt;
use std::marker::PhantomData;

use odata_core::descriptor::{PropertyType, ValueType};
use odata_core::transport::MaybeSend;
use odata_core::url::{QueryOptions, encode_segment};
use url::Url;

use super::instead::{begins_otherwise, instead, is_not_instead};
use super::raw::{RawQuery, Written};
use super::resource::Resource;
use super::rows::Rows;
use super::shape::Shape;
use super::total::TotalQuery;
use super::wishes::Wishes;
use crate::client::{Answer, Client};
use crate::decode::{Slot, Value};
use crate::error::{Error, Result};
use crate::json::{Fault, Reader};
use crate::read::outgoing;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, Sending, takes_terms};
use crate::sight::Curl;

/// A question for a value that is no entity (Protocol 11.2.4): a property, or what a function gives.
///
/// # Example: a property, and the same as plain text
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// let file = defender.library_files().by_key("script1.ps1");
/// let hash: Option<String> = file.property(LibraryFile::SHA256).send().await?;
/// let plain: Option<String> = file.property(LibraryFile::SHA256).raw().text().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct ValueQuery<T> {
    resource: Resource,
    /// The arguments of a function that led here.
    arguments: Vec<(String, String)>,
    value: PhantomData<fn() -> T>,
}

impl<T> ValueQuery<T> {
    pub(super) fn below(client: &Client, path: &str, arguments: Vec<(String, String)>) -> Self {
        let options = QueryOptions {
            custom: arguments.clone(),
            ..QueryOptions::default()
        };
        ValueQuery {
            resource: Resource::new(client, path, options.to_query()),
            arguments,
            value: PhantomData,
        }
    }

    /// The same, not sent if there is a reason.
    pub(super) fn refused_if(mut self, why: Option<String>) -> Self {
        self.resource.refused = self.resource.refused.or(why);
        self
    }

    /// The URL that is asked.
    ///
    /// # Errors
    /// When it is too long.
    pub fn url(&self) -> Result<Url> {
        self.resource.url()
    }

    takes_terms!(resource.client);

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl> {
        Curl::of(
            &self.resource.client,
            outgoing(self.url()?, Wishes::default()),
        )
    }

    /// The value by itself: `.../$value` (Protocol 11.2.4.1), text of a primitive type and bytes of Edm.Binary.
    pub fn raw(&self) -> RawQuery {
        let resource = self.resource.below("$value");
        RawQuery::new(resource.clone()).written(Written::at(resource))
    }
}

impl<T: Value> ValueQuery<T> {
    /// The value. A service says that it is null by answering nothing (204), and that is `None`.
    ///
    /// # Errors
    /// When it is null and by the schema never is, when it is a collection that the service cut into pages, which
    /// [`all`](Self::all) and [`stream`](Self::stream) read, and as [`Query::send`](crate::Query::send).
    pub fn send(&self) -> impl Future<Output = Result<T>> + use<T> {
        Sending::from(self.prepare())
    }
}

impl<T> Sealed for ValueQuery<T> {}

impl<T: Value> Request for ValueQuery<T> {
    type Output = T;

    fn prepare(&self) -> Result<Prepared<T>> {
        let read = |_: &Client, answer: &Answer| {
            let mut value = T::default();
            read_value(&mut value, T::describe(), answer)?;
            Ok(value)
        };
        let outgoing = outgoing(self.url()?, Wishes::default());
        Ok(Prepared::new(&self.resource.client, outgoing, read))
    }
}

impl<T: Value + MaybeSend> ValueQuery<Vec<T>> {
    /// Every item, of all pages together.
    ///
    /// # Errors
    /// As [`Query::all`](crate::Query::all).
    ///
    /// # Example
    /// ```
    /// # use odata::ValueQuery;
    /// # async fn example(tags: ValueQuery<Vec<String>>) -> odata::Result<()> {
    /// let tags: Vec<String> = tags.all().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "collect")]
    pub fn all(&self) -> impl Future<Output = Result<Vec<T>>> + use<T> {
        let url = self.url();
        Rows::new(self.resource.client.clone(), url, Shape::item()).all()
    }

    /// Every item, page after page.
    pub fn stream(self) -> Rows<T> {
        let url = self.url();
        Rows::new(self.resource.client, url, Shape::item())
    }

    /// How many items there are: `.../$count` (Protocol 11.2.10).
    pub fn total(&self) -> TotalQuery {
        TotalQuery::new(self.resource.below("$count"))
    }
}

/// The path of a property, whose name may be a path itself.
pub(super) fn below(path: &str, name: &str) -> String {
    let segments = name.split('/').map(encode_segment);
    let mut all = vec![path.to_owned()];
    all.extend(segments);
    all.join("/")
}

/// Reads an answer as one value. Not generic, so that it is compiled once.
pub(crate) fn read_value(
    value: &mut dyn Slot,
    described: PropertyType,
    answer: &Answer,
) -> Result<()> {
    if answer.is_nothing() && answer.is_empty() {
        return null(value).map_err(Error::payload);
    }
    let text = answer.json()?;
    let mut reader = Reader::new(text);
    match stands(described, &reader)? {
        Stands::Alone => {
            let read = value.read(&mut reader).map_err(Error::from);
            read.map_err(|error| instead(error, answer))?;
            if let ValueType::Structured(info) = described.value
                && begins_otherwise(text)
            {
                is_not_instead("value", answer, &|name| info().properties.contains(&name))?;
            }
        }
        Stands::InValue => {
            if !in_value(value, &mut reader)? {
                is_not_instead("value", answer, &|name| name == "value")?;
                null(value)
                    .map_err(|_| reader.fault("a value is expected, and there is no `value`"))?;
            }
        }
        Stands::Nowhere => {
            reader.skip()?;
            null(value).map_err(|why| reader.fault(why))?;
        }
    }
    reader.end()?;
    Ok(())
}

fn null(value: &dyn Slot) -> Result<(), &'static str> {
    match value.may_be_null() {
        true => Ok(()),
        false => Err("the service says that the value is null, which it never is by the schema"),
    }
}

/// Where a value is in an answer.
enum Stands {
    /// It is the whole answer, as complex values are (OData JSON 11).
    Alone,
    InValue,
    /// The answer says that it is null.
    Nowhere,
}

fn stands(described: PropertyType, reader: &Reader<'_>) -> Result<Stands, Fault> {
    let (mut has_value, mut is_null, mut has_more) = (false, false, false);
    let may_be_alone = matches!(
        described.value,
        ValueType::Structured(_) | ValueType::Untyped
    );
    if described.collection {
        return Ok(Stands::InValue);
    }
    reader.clone().object(&mut |name, reader| {
        match name {
            "value" => has_value = true,
            // What services of before 4.0 was finished say of a null.
            "@odata.null" | "@null" => {
                is_null = reader.raw()? == "true";
                return Ok(());
            }
            _ => has_more |= !name.contains('@'),
        }
        reader.skip()
    })?;
    Ok(match described.value {
        _ if is_null && !has_value && !has_more => Stands::Nowhere,
        ValueType::Untyped if has_value && !has_more => Stands::InValue,
        _ if may_be_alone => Stands::Alone,
        _ => Stands::InValue,
    })
}

/// Reads `{"value": ...}` (OData JSON 11 and 12); says whether there is one.
fn in_value(value: &mut dyn Slot, reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let mut found = false;
    reader.object(&mut |name, reader| {
        match name {
            "value" if std::mem::replace(&mut found, true) => {
                Err(reader.fault("the property appears twice"))
            }
            "value" => value.read(reader),
            "@odata.nextLink" | "@nextLink" if reader.peek() == Some(b'"') => Err(reader
                .fault("the service cut this collection into pages: `stream` reads all of them")),
            _ => reader.skip(),
        }
        .map_err(|fault| fault.within(name))
    })?;
    Ok(found)
}

impl<T> Clone for ValueQuery<T> {
    fn clone(&self) -> Self {
        ValueQuery {
            resource: self.resource.clone(),
            arguments: self.arguments.clone(),
            value: PhantomData,
        }
    }
}

impl<T> fmt::Debug for ValueQuery<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ValueQuery({:?})", self.resource)
    }
}
