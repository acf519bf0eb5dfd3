//! Which rows came: each carries its number.

/// One bit for each row.
pub struct Tally {
    seen: Vec<u64>,
    rows: usize,
    came: usize,
    twice: usize,
}

/// How many digits of an id are the number of the row.
pub const DIGITS: usize = 7;

impl Tally {
    pub fn of(rows: usize) -> Self {
        Tally {
            seen: vec![0; rows.div_ceil(64)],
            rows,
            came: 0,
            twice: 0,
        }
    }

    pub fn add(&mut self, id: &str) {
        let number: usize = id
            .get(..DIGITS)
            .and_then(|digits| digits.parse().ok())
            .filter(|number| *number < self.rows)
            .expect("an id that begins with the number of its row");
        let (word, bit) = (&mut self.seen[number / 64], 1 << (number % 64));
        if *word & bit == 0 {
            self.came += 1;
        } else {
            self.twice += 1;
        }
        *word |= bit;
    }

    /// How many were lost or came twice.
    pub fn wrong(&self) -> usize {
        self.rows - self.came + self.twice
    }
}
