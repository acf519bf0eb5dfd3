//! Sending a question for many.

use super::Query;
use crate::error::Result;
use crate::query::page::Page;
use crate::query::rows::{Pages, Paging, Rows, WholePage, page_request};
use crate::read::outgoing;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request};
use crate::sight::Curl;

impl<E, T> Query<E, T> {
    /// The request for the first page as a command line of curl, without what proves who is asking.
    ///
    /// # Errors
    /// As [`url`](Self::url).
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// eprintln!("{}", defender.library_files().top(5).as_curl()?);
    /// // curl 'https://api.security.microsoft.com/api/libraryfiles?$top=5' \
    /// //   -H 'accept: application/json;odata.metadata=minimal' \
    /// //   -H 'odata-maxversion: 4.0' \
    /// //   -H "Authorization: Bearer $TOKEN"
    /// # Ok(())
    /// # }
    /// ```
    pub fn as_curl(&self) -> Result<Curl> {
        Curl::of(&self.client, outgoing(self.url()?, self.wishes))
    }

    /// One page, the first: the service decides how many rows it has. [`all`](Self::all) and [`stream`](Self::stream) give everything.
    ///
    /// # Errors
    /// When the service answers with an error, cannot be reached, or answers something that does not fit the schema.
    pub fn send(&self) -> impl Future<Output = Result<Page<T>>> + use<E, T> {
        let (client, shape, url) = (self.client.clone(), self.shape.clone(), self.url());
        WholePage::new(client, shape, url, self.wishes)
    }

    /// Everything: the rows of all pages together, in memory at once. A [`top`](Self::top) holds for all pages together;
    /// [`stream`](Self::stream) gives one row after the other, and needs memory for one.
    ///
    /// # Errors
    /// As [`send`](Self::send), of any page; the rows in front of it are lost then.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let scripts: Vec<LibraryFile> =
    ///     defender.library_files().filter(LibraryFile::FILE_NAME.ends_with(".ps1")).all().await?;
    /// let names: Vec<String> = defender.library_files().select(LibraryFile::FILE_NAME).top(5_000).all().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "collect")]
    #[doc(alias = "to_vec")]
    #[doc(alias = "fetch_all")]
    pub fn all(&self) -> impl Future<Output = Result<Vec<T>>> + use<E, T>
    where
        T: odata_core::transport::MaybeSend + 'static,
    {
        self.clone().stream().all()
    }

    /// Every row, page after page: next links are followed until there is none, or until a [`top`](Self::top) is reached, which holds for all pages
    /// together, also where the service takes it for the length of a page, as Microsoft Graph does.
    pub fn stream(self) -> Rows<T>
    where
        T: odata_core::transport::MaybeSend + 'static,
    {
        let url = self.url();
        let paging = Paging::links_behind(&url);
        let pages = Pages::new(self.client, url, self.wishes, paging);
        Rows::of(pages, self.shape)
    }
}

impl<E, T> Sealed for Query<E, T> {}

/// The first page.
impl<E, T: 'static> Request for Query<E, T> {
    type Output = Page<T>;

    fn prepare(&self) -> Result<Prepared<Page<T>>> {
        let (url, shape) = (self.url()?, self.shape.clone());
        Ok(page_request(&self.client, shape, url, self.wishes))
    }
}
