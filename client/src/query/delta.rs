//! What changed (Protocol 4.0, 11.3; OData JSON 4.0, 14 and 15; OData JSON 4.01, 15).

mod change;
mod item;
mod link;
mod place;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use odata_core::transport::MaybeSend;

pub use change::{ChangedLink, Delta, RelatedEntity, Removed};
pub use link::DeltaLink;

use super::rows::{Pages, Position};
use super::shape::Shape;
use crate::error::Result;
use item::Item;

/// What changed, over all pages, and in the end the link to ask with next time: a [`Stream`], or [`next`](Self::next) in a loop.
///
/// [`Query::track_changes`](crate::Query::track_changes) begins, with all that is there;
/// [`Query::delta_from`](crate::Query::delta_from) goes on from a link.
#[must_use = "nothing is asked before the first change is"]
pub struct DeltaRows<T> {
    pages: Box<Pages>,
    shape: Shape<T>,
}

impl<T: MaybeSend + 'static> DeltaRows<T> {
    pub(super) fn new(pages: Pages, shape: Shape<T>) -> Self {
        DeltaRows {
            pages: Box::new(pages),
            shape,
        }
    }

    /// The next change; nothing after the last one.
    pub async fn next(&mut self) -> Option<Result<Delta<T>>> {
        poll_fn(|cx| self.poll_change(cx)).await
    }

    /// The changes that are left, of all pages together, and where to ask for what changes from now on, if the service tracks changes: they are in
    /// memory at once then. When one cannot be had there are none, and the link that was asked with is still where to go on;
    /// [`next`](Self::next) gives those in front of it.
    ///
    /// # Errors
    /// As [`Query::send`](crate::Query::send), of any page.
    ///
    /// # Example: what changed since the last time
    /// ```
    /// # use odata::{DeltaLink, doc_example::Defender};
    /// # async fn example(defender: &Defender, kept: &DeltaLink) -> odata::Result<()> {
    /// let (changes, link) = defender.library_files().query().delta_from(kept).all().await?;
    /// for change in changes {
    ///     println!("{change:?}");
    /// }
    /// println!("keep {link:?} for the next time");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "collect")]
    #[doc(alias = "try_collect")]
    pub async fn all(mut self) -> Result<(Vec<Delta<T>>, Option<DeltaLink>)> {
        let mut changes = Vec::new();
        while let Some(change) = self.next().await {
            changes.push(change?);
        }
        Ok((changes, self.delta_link()))
    }

    /// Where to ask for what changes from now on. It is there when the last change was taken, if the service tracks changes.
    pub fn delta_link(&self) -> Option<DeltaLink> {
        self.pages
            .delta_link()
            .map(|url| DeltaLink::new(url.as_str()))
    }

    /// Where reading stands, so that it can go on there after an error
    /// ([`Query::resume_changes`](crate::Query::resume_changes)). Nothing when all is read.
    pub fn position(&self) -> Option<Position> {
        self.pages.position()
    }

    fn poll_change(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Delta<T>>>> {
        let (mut row, mut other) = (None, None);
        let shape = &self.shape;
        let read = self.pages.poll_item(cx, &mut |reader| {
            other = match item::read(reader)? {
                Item::Entity => {
                    shape.decode_in_place(&mut row, reader)?;
                    None
                }
                other => Some(other),
            };
            Ok(())
        });
        match ready!(read) {
            Some(Ok(())) => {}
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        }
        Poll::Ready(match other {
            Some(Item::Related(entity)) => Some(Ok(Delta::ChangedRelated(entity))),
            Some(Item::Removed(removed)) => Some(Ok(Delta::Removed(removed))),
            Some(Item::Link(link)) => Some(Ok(Delta::LinkAdded(link))),
            Some(Item::LinkRemoved(link)) => Some(Ok(Delta::LinkRemoved(link))),
            Some(Item::Entity) | None => row.map(|row| row.map(Delta::Changed)),
        })
    }
}

impl<T: MaybeSend + 'static> Unpin for DeltaRows<T> {}

impl<T: MaybeSend + 'static> Stream for DeltaRows<T> {
    type Item = Result<Delta<T>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_change(cx)
    }
}

impl<T> fmt::Debug for DeltaRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DeltaRows").field(&self.pages).finish()
    }
}
