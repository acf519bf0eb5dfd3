//! A clock whose hands are moved by what waits for it, and what runs calls by it.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, SystemTime};

use odata::Clock;
use odata::transport::BoxFuture;

/// A clock that stands still until somebody moves its hands.
#[derive(Clone, Default)]
pub(crate) struct Hands(Arc<Mutex<Face>>);

#[derive(Default)]
struct Face {
    now: Duration,
    ids: u64,
    sleepers: BTreeMap<(Duration, u64), Waker>,
}

impl Hands {
    /// When the next sleeper is to be woken.
    fn next(&self) -> Option<Duration> {
        let face = self.0.lock().unwrap();
        face.sleepers.keys().next().map(|(at, _)| *at)
    }

    fn move_to(&self, now: Duration) {
        let mut face = self.0.lock().unwrap();
        assert!(now >= face.now);
        face.now = now;
        let later = face.sleepers.split_off(&(now, u64::MAX));
        let due = std::mem::replace(&mut face.sleepers, later);
        drop(face);
        due.into_values().for_each(Waker::wake);
    }
}

struct Sleep {
    hands: Hands,
    until: Duration,
    id: u64,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut face = self.hands.0.lock().unwrap();
        if face.now >= self.until {
            return Poll::Ready(());
        }
        face.sleepers
            .insert((self.until, self.id), cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let mut face = self.hands.0.lock().unwrap();
        face.sleepers.remove(&(self.until, self.id));
    }
}

impl Clock for Hands {
    fn now(&self) -> Duration {
        self.0.lock().unwrap().now
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let mut face = self.0.lock().unwrap();
        face.ids += 1;
        Box::pin(Sleep {
            hands: self.clone(),
            until: face.now + time,
            id: face.ids,
        })
    }
}

/// Something that begins at a time, and is dropped at another if it is not over by then.
pub(crate) struct Task {
    pub(crate) begins: Duration,
    pub(crate) given_up: Option<Duration>,
    /// It is looked at once, and not again before that.
    pub(crate) left_alone_until: Option<Duration>,
    pub(crate) future: BoxFuture<'static, ()>,
}

impl Task {
    pub(crate) fn at(begins: Duration, future: impl Future<Output = ()> + Send + 'static) -> Self {
        Task {
            begins,
            given_up: None,
            left_alone_until: None,
            future: Box::pin(future),
        }
    }
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Runs all of them until nothing moves any more. What is woken at one moment runs in order or, if `backwards`, against it.
/// Says how often anything was polled, and how many are not over.
pub(crate) fn run(hands: &Hands, mut tasks: Vec<Task>, backwards: bool) -> (usize, usize) {
    tasks.sort_by_key(|task| task.begins);
    let mut coming = tasks.into_iter().peekable();
    let mut running: Vec<(Task, Arc<Flag>)> = Vec::new();
    let mut polls = 0;
    loop {
        let now = hands.now();
        running.retain(|(task, _)| task.given_up.is_none_or(|given_up| given_up > now));
        while let Some(mut task) = coming.next_if(|task| task.begins <= now) {
            let flag = Arc::new(Flag(AtomicBool::new(false)));
            let waker = Waker::from(flag.clone());
            polls += 1;
            let polled = task.future.as_mut().poll(&mut Context::from_waker(&waker));
            if polled.is_pending() && task.given_up.is_none_or(|given_up| given_up > now) {
                running.push((task, flag));
            }
        }
        let alone = |task: &Task| task.left_alone_until.is_some_and(|until| until > now);
        loop {
            let woken =
                |(task, flag): &(Task, Arc<Flag>)| !alone(task) && flag.0.load(Ordering::SeqCst);
            let at = match backwards {
                true => running.iter().rposition(woken),
                false => running.iter().position(woken),
            };
            let Some(at) = at else { break };
            let (task, flag) = &mut running[at];
            flag.0.store(false, Ordering::SeqCst);
            let waker = Waker::from(flag.clone());
            polls += 1;
            if task
                .future
                .as_mut()
                .poll(&mut Context::from_waker(&waker))
                .is_ready()
            {
                drop(running.remove(at));
            }
        }
        let ends = running.iter().filter_map(|(task, _)| task.given_up);
        let again = running.iter().filter_map(|(task, _)| task.left_alone_until);
        let next = ends
            .chain(again.filter(|until| *until > now))
            .chain(hands.next())
            .chain(coming.peek().map(|task| task.begins))
            .min();
        match next {
            Some(next) => {
                assert!(next < seconds(100_000), "somebody waits for ever");
                hands.move_to(next);
            }
            None => return (polls, running.len()),
        }
    }
}

pub(crate) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
