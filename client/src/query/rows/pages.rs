//! Page after page, whatever is on them.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use odata_core::transport::BoxFuture;
use url::Url;

use super::ahead::{Ahead, Turned};
use super::course::Course;
use super::current::Current;
use super::paging::{Paging, base};
use super::position::Position;
use super::recovery::Again;
use super::waking::Waking;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::query::Wishes;
use crate::read::{AT_ONCE, Arriving, DecodeItem, Step};

/// How many bytes may wait to be read, unless it is said otherwise: most pages whole, so that the next link is known before their rows
/// are read, and little beside what a program takes anyway.
const READ_AHEAD: usize = 4 * 1024 * 1024;

/// The pages of a collection.
pub(crate) struct Pages {
    client: Client,
    state: State,
    current: Current,
    /// The page behind the current one.
    ahead: Option<Ahead>,
    course: Course,
    waking: Arc<Waking>,
    pub(crate) look_ahead: bool,
    pub(crate) read_ahead: usize,
    count: Option<u64>,
    delta_link: Option<Url>,
}

/// How it stands with the current page.
enum State {
    /// It is the first one and to be asked for, or cannot be.
    Begun(Result<Url>),
    /// It was asked for, and its head has not arrived.
    Asked(BoxFuture<'static, Result<Box<Arriving>>>),
    /// Its rows are read, as they arrive.
    Reading(Box<Arriving>),
    /// A row could not be read. Whether the page is wrong or broke off is known at its end.
    Doubted(BoxFuture<'static, (Box<Arriving>, Error)>),
    /// It broke off, and was asked for again.
    AskedAgain(Again),
    /// There is none: all are read, or there was an error.
    Over,
}

impl Pages {
    pub(crate) fn new(client: Client, first: Result<Url>, wishes: Wishes, paging: Paging) -> Self {
        Pages {
            client,
            current: Current::first(first.as_ref().ok().cloned(), wishes),
            state: State::Begun(first),
            ahead: None,
            course: Course::new(paging),
            waking: Arc::default(),
            look_ahead: true,
            read_ahead: READ_AHEAD,
            count: None,
            delta_link: None,
        }
    }

    /// None at all.
    pub(crate) fn none(client: Client) -> Self {
        let (first, wishes) = (Ok(client.root().clone()), Wishes::default());
        Pages {
            state: State::Over,
            current: Current::first(None, wishes),
            ..Pages::new(client, first, wishes, Paging::LINKS)
        }
    }

    /// Those from a position on.
    pub(crate) fn from(client: Client, position: &Position, wishes: Wishes) -> Self {
        let first = client.next_url(client.root(), &position.url);
        let wishes = Wishes {
            by_post: position.by_post,
            ..wishes
        };
        let pages = Pages::new(client, first, wishes, position.paging);
        Pages {
            current: pages.current.behind_rows(position.taken),
            ..pages
        }
    }

    /// How many rows there are on all pages, where the service says it.
    pub(crate) fn count(&self) -> Option<u64> {
        let current = match &self.state {
            State::Reading(page) => page.envelope().count,
            _ => None,
        };
        self.count.or(current)
    }

    /// The context URL of the page that is read.
    pub(crate) fn context(&self) -> Option<&str> {
        match &self.state {
            State::Reading(page) => page.envelope().context.as_deref(),
            _ => None,
        }
    }

    /// Where to ask for what changes from now on, once all is read.
    pub(crate) fn delta_link(&self) -> Option<&Url> {
        self.delta_link.as_ref()
    }

    /// Where reading stands; nothing when all is read.
    pub(crate) fn position(&self) -> Option<Position> {
        self.current.position(self.course.paging())
    }

    /// Reads the next item; nothing comes after the last one, and after an error.
    pub(crate) fn poll_item(
        &mut self,
        cx: &mut Context<'_>,
        decode: &mut DecodeItem<'_>,
    ) -> Poll<Option<Result<()>>> {
        let read = self.poll_states(cx, decode);
        if let Poll::Ready(Some(Err(_))) = &read {
            self.state = State::Over;
            self.ahead = None;
        }
        read
    }

    /// Goes from state to state until an item was read.
    fn poll_states(
        &mut self,
        cx: &mut Context<'_>,
        decode: &mut DecodeItem<'_>,
    ) -> Poll<Option<Result<()>>> {
        let mut has_called = self.waking.was_called();
        loop {
            match &mut self.state {
                State::Begun(_) => self.ask_first()?,
                State::Asked(asked) => {
                    let page = ready!(self.waking.poll(cx, asked));
                    self.state = State::Reading(page?);
                }
                State::Reading(page) if has_called || page.wants(self.read_ahead) => {
                    has_called = false;
                    self.take_arrived(cx);
                }
                State::Reading(page) if self.current.is_repeating() => {
                    match page.step(&mut |reader| reader.skip()) {
                        Ok(Step::Item) => {
                            self.current.pass_over(page)?;
                            self.look_behind_first(cx);
                        }
                        Ok(Step::More) => ready!(self.poll_more(cx)),
                        Ok(Step::End) => self.turn()?,
                        Err(error) => self.doubt(error),
                    }
                }
                State::Reading(page) if self.course.are_enough(self.current.given()) => {
                    // The end of the page is read where no row stands before it, so that the connection serves again.
                    match page.step(&mut |reader| reader.skip()) {
                        Ok(Step::More) => ready!(self.poll_more(cx)),
                        Ok(Step::End) => self.turn()?,
                        Ok(Step::Item) | Err(_) => self.stop(),
                    }
                }
                State::Reading(page) => match page.step(decode) {
                    Ok(Step::Item) => {
                        self.current.give();
                        self.look_behind_first(cx);
                        return Poll::Ready(Some(Ok(())));
                    }
                    Ok(Step::More) => ready!(self.poll_more(cx)),
                    Ok(Step::End) => self.turn()?,
                    Err(error) => self.doubt(error),
                },
                State::Doubted(_) | State::AskedAgain(_) if has_called => {
                    has_called = false;
                    self.go_on_ahead(cx);
                }
                State::Doubted(verdict) => {
                    let (page, error) = ready!(self.waking.poll(cx, verdict));
                    let again = self.current.ask_again(&self.client, &page, error);
                    self.state = State::AskedAgain(again?);
                }
                State::AskedAgain(asked) => {
                    let (tries, page) = ready!(self.waking.poll(cx, asked));
                    self.current.comes_again(tries);
                    self.state = State::Reading(page?);
                }
                State::Over => return Poll::Ready(None),
            }
        }
    }

    /// From [`State::Begun`] to [`State::Asked`].
    fn ask_first(&mut self) -> Result<()> {
        if let State::Begun(first) = std::mem::replace(&mut self.state, State::Over) {
            let first = first?;
            self.course.begin(&first)?;
            self.state = State::Asked(self.current.ask(&self.client, first));
        }
        Ok(())
    }

    /// Behind the first row the next link may be known, if all has arrived.
    fn look_behind_first(&mut self, cx: &mut Context<'_>) {
        if let State::Reading(page) = &self.state
            && page.items() == 1
        {
            self.take_arrived(cx);
        }
    }

    /// Waits until there is more to read.
    fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.take_arrived(cx);
        match &self.state {
            State::Reading(page) if page.is_waited_for() => Poll::Pending,
            _ => Poll::Ready(()),
        }
    }

    /// Takes what has arrived of the current page and of the one behind it, which is asked for as soon as its link is known.
    fn take_arrived(&mut self, cx: &mut Context<'_>) {
        let State::Reading(page) = &mut self.state else {
            return;
        };
        let waker = self.waking.waker(cx.waker());
        let cx = &mut Context::from_waker(&waker);
        let room = self.read_ahead.max(AT_ONCE);
        page.body().poll_fill(cx, room);
        if self.look_ahead
            && self.ahead.is_none()
            && let Some(url) = self.course.guess(&self.client, page)
        {
            let (client, paging) = (&self.client, self.course.paging());
            let asked = self.current.ask_behind(client, url.clone(), paging);
            self.ahead = Some(Ahead::new(url, asked));
        }
        if let Some(ahead) = &mut self.ahead {
            ahead.poll(cx, room.saturating_sub(page.body().waiting()));
        }
    }

    /// Goes on with the page behind while the current one does not come: under a limit on calls it may have the place that is waited for.
    fn go_on_ahead(&mut self, cx: &mut Context<'_>) {
        if let Some(ahead) = &mut self.ahead {
            let waker = self.waking.waker(cx.waker());
            let room = self.read_ahead.max(AT_ONCE);
            ahead.poll(&mut Context::from_waker(&waker), room);
        }
    }

    /// From [`State::Reading`] to [`State::Doubted`].
    fn doubt(&mut self, error: Error) {
        if let State::Reading(mut page) = std::mem::replace(&mut self.state, State::Over) {
            let client = self.client.clone();
            self.state = State::Doubted(Box::pin(async move {
                let error = page.verdict(error, &client).await;
                (page, error)
            }));
        }
    }

    /// From [`State::Reading`], where enough rows were given, to [`State::Over`].
    fn stop(&mut self) {
        self.count = self.count();
        self.current.was_last();
        self.state = State::Over;
        self.ahead = None;
    }

    /// From [`State::Reading`], at the end of the page, to however it stands with the page behind it.
    fn turn(&mut self) -> Result<()> {
        self.current.check_end()?;
        if let State::Reading(mut page) = std::mem::replace(&mut self.state, State::Over) {
            match self.leave(&mut page)? {
                Some(next) => self.state = self.turn_to(next)?,
                None => self.current.was_last(),
            }
        }
        Ok(())
    }

    /// Keeps what stands around the rows of a page that is read to its end, and says where the next one is.
    fn leave(&mut self, page: &mut Arriving) -> Result<Option<Url>> {
        let Some(asked) = self.current.url() else {
            return Ok(None);
        };
        self.count = self.count.or(page.envelope().count);
        if let Some(link) = &page.envelope().delta_link {
            let link = self.client.next_url(&base(&self.client, page), link);
            self.delta_link = Some(link.map_err(|error| page.of_link(error, asked))?);
        }
        let next = self.course.next(&self.client, asked, page);
        next.map_err(|error| page.of_link(error, asked))
    }

    /// Goes on to that page, which may have been asked for ahead.
    fn turn_to(&mut self, next: Url) -> Result<State> {
        let ahead = self.ahead.take().map(|ahead| ahead.turn(&next));
        self.current.turn(next.clone(), self.course.paging());
        Ok(match ahead {
            Some(Turned::Asked(asked)) => State::Asked(asked),
            Some(Turned::Arriving(page)) => State::Reading(page),
            Some(Turned::Failed(error)) => return Err(error),
            Some(Turned::Other) | None => State::Asked(self.current.ask(&self.client, next)),
        })
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("count", &self.count())
            .field("taken", &self.current.given())
            .finish_non_exhaustive()
    }
}
