//! A fault, what is asked when it happens, and what must come of it.

use odata::ClientBuilder;
use odata_mock::MockService;
use odata_tests::library::Library;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// All rows, page after page.
    Rows,
    /// One page.
    Page,
    /// One entity.
    Entity,
    /// A new entity, by `POST`.
    Insert,
    /// One entity less, by `DELETE`.
    Delete,
}

impl Ask {
    pub(super) fn shown(self) -> &'static str {
        match self {
            Ask::Rows => "all rows",
            Ask::Page => "a page",
            Ask::Entity => "an entity",
            Ask::Insert => "an insert",
            Ask::Delete => "a deletion",
        }
    }
}

/// A service that fails, given the origin of another one.
pub(super) type Spoil = fn(MockService, &str) -> MockService;
/// A client that is set up in its own way.
pub(super) type SetUp = fn(ClientBuilder<Library>) -> ClientBuilder<Library>;

pub(super) struct Case {
    pub(super) fault: &'static str,
    pub(super) ask: Ask,
    pub(super) spoil: Spoil,
    pub(super) set_up: SetUp,
    pub(super) expected: Expected,
}

/// What must come of it.
pub(super) struct Expected {
    /// How many rows the caller gets.
    pub(super) rows: usize,
    /// What the error says that it gets then, if it gets one.
    pub(super) error: Option<&'static str>,
    /// How many requests the service gets, and the other one.
    pub(super) requests: usize,
    pub(super) elsewhere: usize,
    /// How many rows the service has afterwards.
    pub(super) left: usize,
}

/// How many rows the service has, and how many are on a page.
pub(super) const ROWS: usize = 7;
pub(super) const PAGE: usize = 3;
const PAGES: usize = ROWS.div_ceil(PAGE);

impl Case {
    /// One of which the caller sees nothing, though `more` requests than usual are sent.
    pub(super) fn mended(fault: &'static str, ask: Ask, more: usize, spoil: Spoil) -> Self {
        let (rows, requests, left) = match ask {
            Ask::Rows => (ROWS, PAGES, ROWS),
            Ask::Page => (PAGE, 1, ROWS),
            Ask::Entity => (1, 1, ROWS),
            Ask::Insert => (1, 1, ROWS + 1),
            Ask::Delete => (0, 1, ROWS - 1),
        };
        Case {
            fault,
            ask,
            spoil,
            set_up: |client| client,
            expected: Expected {
                rows,
                error: None,
                requests: requests + more,
                elsewhere: 0,
                left,
            },
        }
    }

    /// One that ends with an error that says this, after so many requests.
    pub(super) fn told(
        fault: &'static str,
        ask: Ask,
        (requests, error): (usize, &'static str),
        spoil: Spoil,
    ) -> Self {
        let mut case = Case::mended(fault, ask, 0, spoil);
        case.expected.error = Some(error);
        case.expected.requests = requests;
        case.expected.rows = 0;
        case.expected.left = ROWS;
        case
    }

    /// The rows that come before the error.
    pub(super) fn behind(mut self, rows: usize) -> Self {
        self.expected.rows = rows;
        self
    }

    /// What the service has done of a change, though the caller gets an error.
    pub(super) fn done(mut self) -> Self {
        match self.ask {
            Ask::Insert => self.expected.left = ROWS + 1,
            Ask::Delete => self.expected.left = ROWS - 1,
            _ => {}
        }
        self
    }

    pub(super) fn elsewhere(mut self, requests: usize) -> Self {
        self.expected.elsewhere = requests;
        self
    }

    pub(super) fn set_up(mut self, set_up: SetUp) -> Self {
        self.set_up = set_up;
        self
    }
}
