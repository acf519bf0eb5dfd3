//! Columns of text, each as wide as its widest cell.

/// Rows of cells below their heads.
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(heads: &[&str]) -> Self {
        let heads = heads.iter().map(|head| (*head).to_owned());
        Table {
            rows: vec![heads.collect()],
        }
    }

    pub(super) fn row(&mut self, cells: impl Into<Vec<String>>) {
        self.rows.push(cells.into());
    }

    /// Writes it below an empty line; nothing where it has no rows. A column in which nothing stands is left out.
    pub(super) fn write(self, out: &mut String) {
        if self.rows.len() < 2 {
            return;
        }
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(|at| self.width(at)).collect();
        out.push('\n');
        for row in &self.rows {
            let mut line = String::new();
            for (cell, &width) in row.iter().zip(&widths).filter(|(_, width)| **width > 0) {
                line.push_str(&format!("{cell:width$}  "));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }

    /// The width of a column; 0 where nothing stands below its head.
    fn width(&self, at: usize) -> usize {
        let cells = self.rows.iter().map(|row| row.get(at));
        let widths = cells.map(|cell| cell.map_or(0, |cell| cell.chars().count()));
        match widths.clone().skip(1).max() {
            None | Some(0) => 0,
            Some(_) => widths.max().unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_without_text_is_left_out() {
        let mut table = Table::new(&["sets", "of", "key"]);
        table.row(["Books".to_owned(), String::new(), "ID".to_owned()]);
        let mut out = String::new();
        table.write(&mut out);
        assert_eq!(out, "\nsets   key\nBooks  ID\n");
    }

    #[test]
    fn a_table_without_rows_is_nothing() {
        let mut out = String::new();
        Table::new(&["sets"]).write(&mut out);
        assert_eq!(out, "");
    }
}
