//! The rest of a collection that a service cut short within an entity (OData JSON 4.0, 4.5.5 and 8.3).

use url::Url;

use super::rows::{Pages, Paging, Rows};
use super::shape::Shape;
use super::wishes::Wishes;
use crate::client::Client;
use crate::decode::{Expanded, Structured};

impl Client {
    /// What is missing of an expansion: nothing when it came whole. It is read as any rows are, page after page.
    ///
    /// # Example: all files, in whatever pieces
    /// ```
    /// # use odata::{Expanded, doc_example::{Defender, LibraryFile}};
    /// # async fn example(defender: &Defender, expanded: Expanded<LibraryFile>) -> odata::Result<()> {
    /// use odata::Service;
    /// let mut rest = defender.client().rest_of(&expanded);
    /// let mut files = expanded.into_vec();
    /// while let Some(file) = rest.next().await {
    ///     files.push(file?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A relative link is meant from the context URL of the collection, of the entity or of the answer, whichever is the nearest that was said in full,
    /// and from the root of the service where none was (OData JSON 4.01, 4.3). One at a host that is not the service's, as behind a
    /// proxy, does not count.
    pub fn rest_of<T: Structured>(&self, expanded: &Expanded<T>) -> Rows<T> {
        let base = expanded.base();
        let base = base.and_then(|base| self.next_url(self.root(), base).ok());
        self.rest_from(base.as_ref().unwrap_or(self.root()), expanded.next_link())
    }

    /// What stands behind a next link, such as [`Extras::next_link`](crate::Extras::next_link) of a collection of complex values; nothing
    /// where there is none. A relative link is meant from the root of the service, as the context URL is.
    ///
    /// A link to a host that is not the service's ends the rows with an error.
    pub fn rest<T: Structured>(&self, next_link: Option<&str>) -> Rows<T> {
        self.rest_from(self.root(), next_link)
    }

    fn rest_from<T: Structured>(&self, base: &Url, next_link: Option<&str>) -> Rows<T> {
        let pages = match next_link {
            Some(link) => {
                let first = self.next_url(base, link);
                Pages::new(self.clone(), first, Wishes::default(), Paging::LINKS)
            }
            None => Pages::none(self.clone()),
        };
        Rows::of(pages, Shape::whole())
    }
}
