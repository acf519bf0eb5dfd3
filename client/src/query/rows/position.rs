//! Where rows are read up to.

use std::fmt;
use std::str::FromStr;

use super::paging::Paging;
use crate::error::{Error, shown_text};

/// Where reading stands: a page, and how many of its rows were taken. [`Rows::position`](crate::Rows::position) gives it, and
/// [`Query::resume`](crate::Query::resume) goes on from there, in this process or in another one: it is kept as text.
///
/// The text holds the URL of the page, with all that was asked; keep it where the question may be kept. A service may forget
/// its pages after a while, and what it inserts or deletes meanwhile moves rows, unless its next links say what was read.
///
/// # Example: through a text
/// ```
/// let text = "17@https://api.security.microsoft.com/api/machines?$skiptoken=8";
/// let position: odata::Position = text.parse()?;
/// assert_eq!(position.taken(), 17);
/// assert_eq!(position.to_string(), text);
/// # Ok::<(), odata::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub(crate) url: String,
    pub(crate) taken: u64,
    pub(crate) paging: Paging,
    /// Whether the page is asked for by `POST`.
    pub(crate) by_post: bool,
}

impl Position {
    /// The URL of the page.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many rows of the page were taken.
    pub fn taken(&self) -> u64 {
        self.taken
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = if self.by_post { POST } else { "" };
        write!(f, "{asked}{}", self.taken)?;
        match self.paging {
            Paging::Links { left: None } => {}
            Paging::Links { .. } => f.write_str(",")?,
            Paging::BySkip { size, .. } => write!(f, ",{size}")?,
        }
        if let Some(left) = self.paging.left() {
            write!(f, ",{left}")?;
        }
        write!(f, "@{}", self.url)
    }
}

impl FromStr for Position {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text)
            .ok_or_else(|| Error::setup(format!("`{}` is no position of rows", shown_text(text))))
    }
}

/// What a position begins with whose page is asked for by `POST`.
const POST: &str = "POST,";

fn parse(text: &str) -> Option<Position> {
    let (numbers, url) = text.split_once('@')?;
    let (by_post, numbers) = match numbers.strip_prefix(POST) {
        Some(numbers) => (true, numbers),
        None => (false, numbers),
    };
    let mut numbers = numbers.split(',');
    let taken = numbers.next()?.parse().ok()?;
    let (size, left) = (numbers.next(), numbers.next());
    let left: Option<u64> = left.map(str::parse).transpose().ok()?;
    let paging = match size {
        None => Paging::LINKS,
        Some("") if left.is_some() => Paging::Links { left },
        Some(size) => Paging::BySkip {
            size: size.parse().ok()?,
            left,
        },
    };
    let is_whole = numbers.next().is_none() && !url.is_empty();
    is_whole.then(|| Position {
        url: url.to_owned(),
        taken,
        paging,
        by_post,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_and_nothing_else_does() {
        for text in [
            "0@https://x/a@b",
            "3,100@https://x/",
            "3,100,7@https://x/",
            "3,,7@https://x/",
            "POST,0@https://x/",
            "POST,3,100,7@https://x/",
        ] {
            assert_eq!(text.parse::<Position>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "3",
            "@https://x/",
            "-1@x",
            "3,@x",
            "3,1,@x",
            "3,1,2,3@x",
            "3@",
            "POST3@https://x/",
            "POST,@https://x/",
        ] {
            let error = text.parse::<Position>().unwrap_err().to_string();
            assert!(error.contains("is no position of rows"), "{text}: {error}");
        }
    }
}
