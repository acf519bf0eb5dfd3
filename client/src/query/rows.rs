//! Rows over all pages (Protocol 11.2.6.7).

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use odata_core::transport::BoxFuture;
use url::Url;

use super::collection::read;
use super::page::Page;
use super::shape::Shape;
use crate::client::Client;
use crate::error::{Error, Result};

/// The rows of every page, one after the other: a [`Stream`], or [`next`](Self::next) in a loop.
///
/// A next link is followed wherever the service put it, relative or absolute, on a host of the service. One that
/// leads to another host, and one that was followed before, ends the rows with an error. After an error nothing more
/// comes.
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
    client: Client,
    shape: Shape<T>,
    state: State<T>,
    items: std::vec::IntoIter<T>,
    /// The links that were followed. A service may write pages for ever; only their hashes are kept.
    followed: HashSet<u64>,
    count: Option<u64>,
}

enum State<T> {
    /// The next page is there, or cannot be.
    Next(Result<Url>),
    Asking(BoxFuture<'static, Result<(Page<T>, Url)>>),
    Done,
}

impl<T: odata_core::transport::MaybeSend + 'static> Rows<T> {
    pub(super) fn new(client: Client, first: Result<Url>, shape: Shape<T>) -> Self {
        let followed = first.iter().map(fingerprint).collect();
        Rows {
            client,
            shape,
            state: State::Next(first),
            items: Vec::new().into_iter(),
            followed,
            count: None,
        }
    }

    /// The next row; nothing after the last one.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|cx| self.poll_row(cx)).await
    }

    /// How many rows there are on all pages, once the first page is read and if the query asked for it.
    pub fn total(&self) -> Option<u64> {
        self.count
    }

    fn poll_row(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Next(Err(error)) => return Poll::Ready(Some(Err(error))),
                State::Next(Ok(url)) => {
                    self.state =
                        State::Asking(Box::pin(ask(self.client.clone(), self.shape.clone(), url)));
                }
                State::Asking(mut asking) => {
                    let Poll::Ready(answer) = asking.as_mut().poll(cx) else {
                        self.state = State::Asking(asking);
                        return Poll::Pending;
                    };
                    match answer {
                        Ok((page, url)) => self.take(page, &url),
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    }
                }
            }
        }
    }

    fn take(&mut self, page: Page<T>, url: &Url) {
        self.count = self.count.or(page.count);
        self.items = page.items.into_iter();
        if let Some(link) = &page.next_link {
            self.state = State::Next(
                self.next_page(&self.base(url, page.context.as_deref()), link)
                    .map_err(|error| error.of_request(&http::Method::GET, url)),
            );
        }
    }

    /// What relative links of an answer are relative to: its context URL, where it has one (OData JSON 4.0, 4.3). One
    /// that names a host which is not the service's, as behind a proxy, does not count.
    fn base(&self, answered: &Url, context: Option<&str>) -> Url {
        context
            .and_then(|context| self.client.next_url(answered, context).ok())
            .unwrap_or_else(|| answered.clone())
    }

    fn next_page(&mut self, base: &Url, link: &str) -> Result<Url> {
        let next = self.client.next_url(base, link)?;
        if !self.followed.insert(fingerprint(&next)) {
            return Err(Error::link(format!(
                "the next link leads back to a page that was already read: {next}"
            )));
        }
        Ok(next)
    }
}

pub(super) async fn ask<T>(client: Client, shape: Shape<T>, url: Url) -> Result<(Page<T>, Url)> {
    let answer = client.get(url).await?;
    let page =
        read(&shape, &answer).map_err(|error| error.of_request(&http::Method::GET, &answer.url))?;
    Ok((page, answer.url))
}

fn fingerprint(url: &Url) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    url.hash(&mut hasher);
    hasher.finish()
}

impl<T: odata_core::transport::MaybeSend + 'static> Unpin for Rows<T> {}

impl<T: odata_core::transport::MaybeSend + 'static> Stream for Rows<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.poll_row(cx)))
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
