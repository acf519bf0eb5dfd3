//! One page, whole.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use odata_core::transport::BoxFuture;
use url::Url;

use super::page_of;
use crate::client::{Client, Limit, Tries};
use crate::decode::Envelope;
use crate::error::{Error, Result};
use crate::json::{Fault, Reader};
use crate::query::page::Page;
use crate::query::shape::Shape;
use crate::query::wishes::Wishes;
use crate::read::Arriving;

/// A page that is asked for, and read when it comes.
///
/// By hand, since the body of an `async fn` is compiled for each type of rows: all but the rows is in [`Asking`].
#[must_use = "nothing is asked before it is awaited"]
pub(crate) struct WholePage<T> {
    asking: Asking,
    shape: Shape<T>,
    items: Vec<T>,
}

impl<T> WholePage<T> {
    pub(in crate::query) fn new(
        client: Client,
        shape: Shape<T>,
        url: Result<Url>,
        wishes: Wishes,
    ) -> Self {
        WholePage {
            asking: Asking {
                client,
                wishes,
                stage: Stage::Begun(url),
            },
            shape,
            items: Vec::new(),
        }
    }
}

impl<T> Unpin for WholePage<T> {}

impl<T> Future for WholePage<T> {
    type Output = Result<Page<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let WholePage {
            asking,
            shape,
            items,
        } = &mut *self;
        let read = asking.poll(cx, &mut |next| match next {
            Some(reader) => shape.decode_behind(items, reader),
            None => {
                // `clear` would be compiled here.
                *items = Vec::new();
                Ok(())
            }
        });
        let envelope = ready!(read)?;
        Poll::Ready(Ok(page_of(std::mem::take(items), envelope)))
    }
}

/// What is done with a row that comes; with none, those that came are forgotten, since the page is asked for once more.
type Rows<'r> = dyn FnMut(Option<&mut Reader<'_>>) -> Result<(), Fault> + 'r;

/// All of it but the rows.
struct Asking {
    client: Client,
    wishes: Wishes,
    stage: Stage,
}

enum Stage {
    Begun(Result<Url>),
    Asked(BoxFuture<'static, Result<(Box<Way>, Box<Arriving>)>>),
    Arriving(Box<Way>, Box<Arriving>, Limit),
    Over,
}

/// What is needed to ask once more.
struct Way {
    url: Url,
    tries: Tries,
}

impl Asking {
    fn poll(&mut self, cx: &mut Context<'_>, rows: &mut Rows<'_>) -> Poll<Result<Envelope>> {
        loop {
            let next = match &mut self.stage {
                Stage::Begun(_) => {
                    let Stage::Begun(url) = self.take() else {
                        return Poll::Pending;
                    };
                    let (url, tries) = (url?, Tries::of_reading(self.client.clone()));
                    self.ask(Box::new(Way { url, tries }), None)
                }
                Stage::Asked(asked) => {
                    let (way, page) = ready!(asked.as_mut().poll(cx))?;
                    rows(None)?;
                    let limit = way.tries.limit();
                    Stage::Arriving(way, page, limit)
                }
                Stage::Arriving(_, page, limit) => {
                    let read = match page.poll_all(cx, &mut |reader| rows(Some(reader))) {
                        Poll::Pending => limit.passed(cx).map(|error| Err(page.named(error))),
                        ready => ready,
                    };
                    let read = ready!(read);
                    let Stage::Arriving(way, page, _) = self.take() else {
                        return Poll::Pending;
                    };
                    match read {
                        Ok(()) => return Poll::Ready(Ok(page.into_envelope(&self.client))),
                        Err(error) => self.ask(way, Some((page, error))),
                    }
                }
                Stage::Over => return Poll::Pending,
            };
            self.stage = next;
        }
    }

    fn take(&mut self) -> Stage {
        std::mem::replace(&mut self.stage, Stage::Over)
    }

    /// Asks for the page; after a failure once it is time for another try.
    fn ask(&self, mut way: Box<Way>, failed: Option<(Box<Arriving>, Error)>) -> Stage {
        let (client, wishes) = (self.client.clone(), self.wishes);
        Stage::Asked(Box::pin(async move {
            if let Some((mut page, error)) = failed {
                let error = page.verdict(error, &client).await;
                drop(page);
                way.tries.again(error).await?;
            }
            let url = way.url.clone();
            let page = Arriving::ask_within(&mut way.tries, client, url, wishes).await?;
            Ok((way, page))
        }))
    }
}
