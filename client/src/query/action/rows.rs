//! All rows that an action gives.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::Method;
use odata_core::transport::{BoxFuture, MaybeSend};

use super::answer::page;
use crate::client::{Client, Outgoing};
use crate::error::Result;
use crate::query::Wishes;
use crate::query::rows::{Pages, Paging, Rows};
use crate::query::shape::Shape;

/// The rows that an action gives, those behind its next links too: a [`Stream`], or [`next`](Self::next) in a loop.
///
/// The action is called when the first row is asked for, and once. Next links are asked as those of any query are
/// ([`Rows`]). After an error nothing more comes.
#[must_use = "nothing is called before the first row is asked for"]
pub struct ActionRows<T> {
    first: Option<BoxFuture<'static, Result<First<T>>>>,
    items: std::vec::IntoIter<T>,
    rest: Option<Rows<T>>,
}

/// The first page, and the pages behind it.
type First<T> = (Vec<T>, Option<Rows<T>>);

impl<T: MaybeSend + 'static> ActionRows<T> {
    pub(super) fn new(client: &Client, outgoing: Result<Outgoing>, shape: Shape<T>) -> Self {
        let asked = first(client.clone(), outgoing, shape);
        ActionRows {
            first: Some(Box::pin(asked)),
            items: Vec::new().into_iter(),
            rest: None,
        }
    }

    /// The next row; nothing after the last one.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|cx| self.poll_row(cx)).await
    }

    /// The rows that are left, of all pages together: they are in memory at once then.
    ///
    /// # Errors
    /// As [`Action::send`](crate::Action::send), and as [`Query::send`](crate::Query::send) of any page behind the first.
    ///
    /// # Example
    /// ```
    /// # use odata::{Action, Many, Structured};
    /// # async fn example<Machine: Structured>(action: Action<Many<Machine>>) -> odata::Result<()> {
    /// let machines: Vec<Machine> = action.stream().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "collect")]
    pub async fn all(mut self) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        while let Some(row) = self.next().await {
            rows.push(row?);
        }
        Ok(rows)
    }

    fn poll_row(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        if let Some(first) = &mut self.first {
            let answered = ready!(first.as_mut().poll(cx));
            self.first = None;
            match answered {
                Ok((items, rest)) => (self.items, self.rest) = (items.into_iter(), rest),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        match (self.items.next(), &mut self.rest) {
            (Some(item), _) => Poll::Ready(Some(Ok(item))),
            (None, Some(rest)) => Pin::new(rest).poll_next(cx),
            (None, None) => Poll::Ready(None),
        }
    }
}

async fn first<T: MaybeSend + 'static>(
    client: Client,
    outgoing: Result<Outgoing>,
    shape: Shape<T>,
) -> Result<First<T>> {
    let answer = client.send(Box::new(outgoing?)).await?;
    let told = |error: crate::Error| error.of_answer(&Method::POST, &answer.head);
    let page = page(&client, &shape, &answer).map_err(told)?;
    let Some(link) = page.next_link else {
        return Ok((page.items, None));
    };
    // Relative to the context URL, where it is the service's (OData JSON 4.0, 4.3).
    let context = page.context.as_deref();
    let base = context.and_then(|context| client.next_url(&answer.head.url, context).ok());
    let next = client.next_url(base.as_ref().unwrap_or(&answer.head.url), &link);
    let pages = Pages::new(client, next, Wishes::default(), Paging::LINKS);
    Ok((page.items, Some(Rows::of(pages, shape))))
}

impl<T> Unpin for ActionRows<T> {}

impl<T: MaybeSend + 'static> Stream for ActionRows<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_row(cx)
    }
}

impl<T> fmt::Debug for ActionRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActionRows").finish_non_exhaustive()
    }
}
