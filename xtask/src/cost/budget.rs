//! The numbers that must not grow, and the table that shows them.

use std::fmt::Write;

/// A number and its limit.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// As the last line calls it.
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) ours: String,
    pub(crate) against: String,
    pub(crate) value: f64,
    pub(crate) limit: f64,
}

impl Measured {
    /// Whether the number is above its limit.
    pub(crate) fn is_broken(&self) -> bool {
        // A number that is none holds no budget.
        self.value.is_nan() || self.value > self.limit
    }
}

/// The limits, in the order of the last line.
pub(crate) const GENERATE: f64 = 2.0;
pub(crate) const CHECK_CPU: f64 = 1.0 / 12.0;
pub(crate) const CHECK_MEMORY: f64 = 1.0 / 5.0;
pub(crate) const USER: f64 = 1.0 / 50.0;
pub(crate) const PRUNED: f64 = 1.0;

/// A table in Markdown, which reads well on a terminal too.
pub(crate) fn table(rows: &[Measured]) -> String {
    let head = ["what", "ours", "against", "measured", "budget", ""].map(str::to_owned);
    let cells = rows.iter().map(|row| {
        let verdict = if row.is_broken() { "broken" } else { "kept" };
        [
            row.what.to_owned(),
            row.ours.clone(),
            row.against.clone(),
            format!("{:.3}", row.value),
            format!("{:.3}", row.limit),
            verdict.to_owned(),
        ]
    });
    aligned(&std::iter::once(head).chain(cells).collect::<Vec<_>>(), 3)
}

/// Rows under their first one, padded; the columns from a certain one on stand to the right.
pub(crate) fn aligned<const N: usize>(rows: &[[String; N]], right_from: usize) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
            .max(3)
    };
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let width = width(column);
            // Writing into a String does not fail.
            let _ = match column >= right_from {
                true => write!(text, "| {cell:>width$} "),
                false => write!(text, "| {cell:<width$} "),
            };
        }
        text.push_str("|\n");
        if at == 0 {
            for column in 0..N {
                let line = "-".repeat(width(column));
                let end = if column >= right_from { ":" } else { "-" };
                let _ = write!(text, "|-{line}{end}");
            }
            text.push_str("|\n");
        }
    }
    text
}

/// The last line of the report.
pub(crate) fn last_line(rows: &[Measured]) -> String {
    let numbers: Vec<String> = rows
        .iter()
        .map(|row| format!("{}={:.3}", row.name, row.value))
        .collect();
    format!("cost: {}", numbers.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(value: f64) -> Measured {
        Measured {
            name: "generate_ratio",
            what: "generating",
            ours: "1 s".to_owned(),
            against: "2 s".to_owned(),
            value,
            limit: 2.0,
        }
    }

    #[test]
    fn a_budget_holds_up_to_its_limit() {
        assert!(!measured(2.0).is_broken());
        assert!(measured(2.001).is_broken());
        assert!(measured(f64::NAN).is_broken());
    }

    #[test]
    fn the_table_says_which_is_broken_and_the_last_line_has_every_number() {
        let rows = [measured(1.5), measured(2.5)];
        let wanted = "\
| what       | ours | against | measured | budget |        |
|------------|------|---------|---------:|-------:|-------:|
| generating | 1 s  | 2 s     |    1.500 |  2.000 |   kept |
| generating | 1 s  | 2 s     |    2.500 |  2.000 | broken |
";
        assert_eq!(table(&rows), wanted);
        assert_eq!(
            last_line(&rows),
            "cost: generate_ratio=1.500 generate_ratio=2.500"
        );
    }
}
