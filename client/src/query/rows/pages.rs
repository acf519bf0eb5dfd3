//! Page after page, whatever is on them.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use odata_core::transport::BoxFuture;
use url::Url;

use super::ahead::{Ahead, Turned};
use super::followed::Followed;
use super::paging::{Paging, base};
use super::position::Position;
use super::recovery::{Again, Recovery};
use super::waking::Waking;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::query::Wishes;
use crate::read::{AT_ONCE, Arriving, ReadItem, Step};

/// How many bytes may wait to be read, unless it is said otherwise: most pages whole, so that the next link is known before their rows
/// are read, and little beside what a program takes anyway.
const READ_AHEAD: usize = 4 * 1024 * 1024;

/// The pages of a collection.
pub(crate) struct Pages {
    client: Client,
    /// How the page is asked for that is read.
    wishes: Wishes,
    state: State,
    /// The page behind the one that is read.
    ahead: Option<Ahead>,
    paging: Paging,
    followed: Followed,
    waking: Arc<Waking>,
    pub(crate) look_ahead: bool,
    pub(crate) read_ahead: usize,
    /// The page that is read or asked for; none when all are read.
    page: Option<Url>,
    /// Which one it is, from 1 on.
    number: u64,
    /// How many of its rows were given, and how many are passed over since they were given before.
    taken: u64,
    passed: u64,
    recovery: Recovery,
    /// What tells the first row of the page before this one from others.
    first: Option<u64>,
    count: Option<u64>,
    delta_link: Option<Url>,
}

enum State {
    /// The first page is to be asked for, or cannot be.
    Next(Result<Url>),
    Asking(BoxFuture<'static, Result<Box<Arriving>>>),
    /// One that something is wrong with.
    Failing(BoxFuture<'static, (Box<Arriving>, Error)>),
    /// One that broke off.
    Again(Again),
    Reading(Box<Arriving>),
    Done,
}

impl Pages {
    pub(crate) fn new(client: Client, first: Result<Url>, wishes: Wishes, paging: Paging) -> Self {
        Pages {
            client,
            wishes,
            page: first.as_ref().ok().cloned(),
            state: State::Next(first),
            ahead: None,
            paging,
            followed: Followed::default(),
            waking: Arc::default(),
            look_ahead: true,
            read_ahead: READ_AHEAD,
            number: 1,
            taken: 0,
            passed: 0,
            recovery: Recovery::default(),
            first: None,
            count: None,
            delta_link: None,
        }
    }

    /// None at all.
    pub(crate) fn none(client: Client) -> Self {
        let first = Ok(client.root().clone());
        Pages {
            page: None,
            state: State::Done,
            ..Pages::new(client, first, Wishes::default(), Paging::Links)
        }
    }

    /// Those from a position on.
    pub(crate) fn from(client: Client, position: &Position, wishes: Wishes) -> Self {
        let first = client.next_url(client.root(), &position.url);
        let wishes = Wishes {
            by_post: position.by_post,
            ..wishes
        };
        Pages {
            passed: position.taken,
            taken: position.taken,
            ..Pages::new(client, first, wishes, position.paging)
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
        self.page.as_ref().map(|page| Position {
            url: page.as_str().to_owned(),
            taken: self.taken,
            paging: self.paging,
            by_post: self.wishes.by_post,
        })
    }

    /// Reads the next item; nothing comes after the last one, and after an error.
    pub(crate) fn poll_item(
        &mut self,
        cx: &mut Context<'_>,
        item: &mut ReadItem<'_>,
    ) -> Poll<Option<Result<()>>> {
        let read = self.poll_step(cx, item);
        if let Poll::Ready(Some(Err(_))) = &read {
            self.state = State::Done;
            self.ahead = None;
        }
        read
    }

    fn poll_step(
        &mut self,
        cx: &mut Context<'_>,
        item: &mut ReadItem<'_>,
    ) -> Poll<Option<Result<()>>> {
        let mut due = self.waking.was_called();
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Next(_) => self.begin()?,
                State::Asking(asking) => {
                    let waker = self.waking.waker(cx.waker());
                    match asking.as_mut().poll(&mut Context::from_waker(&waker)) {
                        Poll::Pending => return Poll::Pending,
                        Poll::Ready(page) => self.state = State::Reading(page?),
                    }
                }
                State::Failing(failing) => {
                    let waker = self.waking.waker(cx.waker());
                    match failing.as_mut().poll(&mut Context::from_waker(&waker)) {
                        Poll::Pending => return Poll::Pending,
                        Poll::Ready((page, error)) => self.go_back(&page, error)?,
                    }
                }
                State::Again(again) => {
                    let waker = self.waking.waker(cx.waker());
                    match again.as_mut().poll(&mut Context::from_waker(&waker)) {
                        Poll::Pending => return Poll::Pending,
                        Poll::Ready((tries, page)) => {
                            self.recovery.asked(tries);
                            self.passed = self.taken;
                            self.state = State::Reading(page?);
                        }
                    }
                }
                State::Reading(page) => {
                    if due || page.body().wants(self.read_ahead) {
                        due = false;
                        self.go_on(cx);
                        continue;
                    }
                    let step = match self.passed {
                        0 => page.step(item),
                        _ => page.step(&mut |reader| reader.skip()),
                    };
                    let step = match step {
                        Ok(step) => step,
                        Err(error) => {
                            self.fail(error);
                            continue;
                        }
                    };
                    match step {
                        Step::Item if self.passed > 0 => {
                            self.passed -= 1;
                            if self.passed == 0 {
                                self.recovery.check(page)?;
                            }
                        }
                        Step::Item => {
                            self.taken += 1;
                            if page.items() == 1 {
                                self.go_on(cx);
                            }
                            return Poll::Ready(Some(Ok(())));
                        }
                        Step::End => {
                            self.recovery.check_end(self.passed)?;
                            self.turn()?;
                        }
                        Step::More => {
                            if self.go_on(cx) {
                                return Poll::Pending;
                            }
                        }
                    }
                }
            }
        }
    }

    fn begin(&mut self) -> Result<()> {
        if let State::Next(first) = std::mem::replace(&mut self.state, State::Done) {
            let first = first?;
            self.followed.follow(&first)?;
            self.state = State::Asking(self.ask(first));
        }
        Ok(())
    }

    fn ask(&self, url: Url) -> BoxFuture<'static, Result<Box<Arriving>>> {
        Arriving::ask(self.client.of_page(self.number), url, self.wishes)
    }

    /// Looks at what is wrong with the page that is read.
    fn fail(&mut self, error: Error) {
        let state = std::mem::replace(&mut self.state, State::Done);
        if let State::Reading(mut page) = state {
            self.state = State::Failing(Box::pin(async move {
                let error = page.verdict(error).await;
                (page, error)
            }));
        }
    }

    /// Asks for the page again that broke off.
    fn go_back(&mut self, page: &Arriving, error: Error) -> Result<()> {
        let Some(url) = &self.page else {
            return Err(error);
        };
        let client = self.client.of_page(self.number);
        let asked = (&client, url, self.wishes);
        let again = self.recovery.ask((page, self.taken), error, asked)?;
        self.state = State::Again(again);
        Ok(())
    }

    /// Takes what has arrived, and asks for the next page when its link has; says whether there is nothing to do but to wait.
    fn go_on(&mut self, cx: &mut Context<'_>) -> bool {
        let waker = self.waking.waker(cx.waker());
        let cx = &mut Context::from_waker(&waker);
        let State::Reading(page) = &mut self.state else {
            return false;
        };
        let room = self.read_ahead.max(AT_ONCE);
        page.body().poll_fill(cx, room);
        if self.look_ahead && self.ahead.is_none() {
            // What is wrong with the link is said when its turn comes.
            let guess = self.paging.guess(&self.client, page).ok().flatten();
            if let Some(url) = guess.filter(|url| !self.followed.knows(url)) {
                let wishes = self.paging.behind(self.wishes);
                let client = self.client.of_page(self.number + 1);
                let asked = Arriving::ask(client, url.clone(), wishes);
                self.ahead = Some(Ahead::new(url, asked));
            }
        }
        let body = page.body();
        if let Some(ahead) = &mut self.ahead {
            ahead.poll(cx, room.saturating_sub(body.waiting()));
        }
        body.is_waited_for()
    }

    /// Leaves a page that is read to its end.
    fn turn(&mut self) -> Result<()> {
        let (State::Reading(mut page), Some(asked)) = (
            std::mem::replace(&mut self.state, State::Done),
            self.page.as_ref(),
        ) else {
            return Ok(());
        };
        self.count = self.count.or(page.envelope().count);
        let method = page.method().clone();
        let named = |error: Error| error.of_request(&method, asked);
        if let Some(link) = page.envelope().delta_link.clone() {
            let link = self.client.next_url(&base(&self.client, &page), &link);
            self.delta_link = Some(link.map_err(named)?);
        }
        let first = &mut self.first;
        let next = self.paging.next(&self.client, asked, &mut page, first);
        let Some(next) = next.map_err(named)? else {
            self.page = None;
            return Ok(());
        };
        self.followed.follow(&next).map_err(named)?;
        let ahead = self.ahead.take().map(|ahead| ahead.turn(&next));
        self.page = Some(next.clone());
        self.number += 1;
        self.wishes = self.paging.behind(self.wishes);
        (self.taken, self.passed) = (0, 0);
        self.recovery = Recovery::default();
        self.state = match ahead {
            Some(Turned::Asked(asked)) => State::Asking(asked),
            Some(Turned::Arriving(page)) => State::Reading(page),
            Some(Turned::Failed(error)) => return Err(error),
            Some(Turned::Other) | None => State::Asking(self.ask(next)),
        };
        Ok(())
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("count", &self.count())
            .field("taken", &self.taken)
            .finish_non_exhaustive()
    }
}
