//! Rows over all pages (Protocol 11.2.6.7).

mod ahead;
mod course;
mod current;
mod followed;
mod pages;
mod paging;
mod position;
mod recovery;
mod waking;
mod whole;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use odata_core::transport::MaybeSend;
use url::Url;

pub(crate) use pages::Pages;
pub(crate) use paging::Paging;
pub use position::Position;
pub(crate) use whole::WholePage;

use super::page::Page;
use super::shape::Shape;
use super::wishes::Wishes;
use crate::client::{Answer, Client};
use crate::decode::Envelope;
use crate::error::Result;
use crate::read::{outgoing, whole_page};
use crate::request::Prepared;

/// The rows of every page, one after the other: a [`Stream`], or [`next`](Self::next) in a loop.
///
/// A row is given as soon as it has arrived: what is in memory of a page is one row, and what the network is ahead of it. The next page
/// is asked for as soon as its link has arrived, so that the service works on it while the rows of this page are taken. Nothing
/// goes on when no row is asked for, and nothing at all once the rows are dropped.
///
/// A next link is followed wherever the service put it, relative or absolute, on a host of the service. One that
/// leads to another host, and one that was followed before, ends the rows with an error. After an error nothing more
/// comes; [`position`](Self::position) is then where to go on.
///
/// # Example: every file
/// ```
/// # use odata::doc_example::Defender;
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// let mut files = defender.library_files().stream();
/// while let Some(file) = files.next().await {
///     println!("{}", file?.file_name);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is asked before the first row is"]
pub struct Rows<T> {
    pages: Box<Pages>,
    shape: Shape<T>,
}

impl<T: MaybeSend + 'static> Rows<T> {
    /// Those of a question at that URL.
    pub(in crate::query) fn new(client: Client, first: Result<Url>, shape: Shape<T>) -> Self {
        let paging = Paging::links_behind(&first);
        Rows::of(Pages::new(client, first, Wishes::default(), paging), shape)
    }

    pub(in crate::query) fn of(pages: Pages, shape: Shape<T>) -> Self {
        Rows {
            pages: Box::new(pages),
            shape,
        }
    }

    /// The next row; nothing after the last one.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|cx| self.poll_row(cx)).await
    }

    /// The rows that are left, of all pages together: they are in memory at once then. When one cannot be had there are none;
    /// [`next`](Self::next) gives those in front of it, and [`position`](Self::position) where to go on.
    ///
    /// # Errors
    /// As [`Query::send`](crate::Query::send), of any page.
    ///
    /// # Example: by `$skip`, where there are no next links
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let files: Vec<LibraryFile> = defender.library_files().query().stream_by_skip(10_000).all().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "collect")]
    #[doc(alias = "try_collect")]
    pub async fn all(mut self) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        while let Some(row) = self.next().await {
            rows.push(row?);
        }
        Ok(rows)
    }

    /// How many rows there are on all pages, once the service has said it and if the query asked for it.
    pub fn total(&self) -> Option<u64> {
        self.pages.count()
    }

    /// The context URL of the page that the last row came from, as the service wrote it (OData JSON 10); nothing before the first row and
    /// after the last one.
    pub fn context(&self) -> Option<&str> {
        self.pages.context()
    }

    /// Whether the next page is asked for while the rows of this one are taken. It is, unless it is said otherwise: who means to take only
    /// some rows spares the service a page.
    ///
    /// # Example: the first file that will do
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let mut files = defender.library_files().stream().look_ahead(false);
    /// while let Some(file) = files.next().await.transpose()? {
    ///     if file.has_parameters == Some(true) {
    ///         break;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn look_ahead(mut self, look_ahead: bool) -> Self {
        self.pages.look_ahead = look_ahead;
        self
    }

    /// How many bytes of an answer may wait to be read, beside those of the row that is being read. It is 4 MiB unless it is set.
    ///
    /// The link to the next page stands at the end of most pages. It is known early where the page fits in here, and the time that the
    /// service takes for the next page is then the time in which this one is read.
    pub fn read_ahead(mut self, bytes: usize) -> Self {
        self.pages.read_ahead = bytes;
        self
    }

    /// Where reading stands, so that it can go on there later: behind the row that was given last. Nothing when all is read.
    ///
    /// # Example: go on after an error
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let query = defender.library_files().query();
    /// let mut files = query.clone().stream();
    /// while let Some(file) = files.next().await {
    ///     match file {
    ///         Ok(file) => println!("{}", file.file_name),
    ///         Err(error) if error.is_timeout() => {
    ///             let Some(position) = files.position() else { break };
    ///             files = query.clone().resume(&position);
    ///         }
    ///         Err(error) => return Err(error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn position(&self) -> Option<Position> {
        self.pages.position()
    }

    fn poll_row(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let (mut row, shape) = (None, &self.shape);
        let read = self
            .pages
            .poll_item(cx, &mut |reader| shape.decode_in_place(&mut row, reader));
        match ready!(read) {
            Some(Ok(())) => {}
            Some(Err(error)) => row = Some(Err(error)),
            None => row = None,
        }
        Poll::Ready(row)
    }
}

/// The request for one page, apart from how it is sent.
pub(super) fn page_request<T: 'static>(
    client: &Client,
    shape: Shape<T>,
    url: Url,
    wishes: Wishes,
) -> Prepared<Page<T>> {
    let read = move |client: &Client, answer: &Answer| {
        let mut items = Vec::new();
        let envelope = whole_page(client, wishes.manner(), answer, &mut |reader| {
            shape.decode_behind(&mut items, reader)
        })?;
        Ok(page_of(items, envelope))
    };
    Prepared::new(client, outgoing(url, wishes), read)
}

pub(super) fn page_of<T>(items: Vec<T>, mut envelope: Envelope) -> Page<T> {
    Page {
        items,
        annotations: envelope.take_annotations(),
        count: envelope.count,
        next_link: envelope.next_link,
        context: envelope.context,
    }
}

impl<T: MaybeSend + 'static> Unpin for Rows<T> {}

impl<T: MaybeSend + 'static> Stream for Rows<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_row(cx)
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("count", &self.pages.count())
            .finish_non_exhaustive()
    }
}
