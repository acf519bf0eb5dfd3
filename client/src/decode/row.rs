//! Rows of what was selected.

use std::borrow::Cow;

use crate::json::{Fault, Reader};

/// What was selected, in the order of the row.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct Columns(pub(crate) Vec<Column>);

impl Columns {
    /// Whether the member of the row with that name was selected, or something within it.
    pub(crate) fn has(&self, name: &str) -> bool {
        let mut all = self.0.iter();
        all.any(|column| column.stands_at(0, name).is_some())
    }
}

/// One value of a row.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The path to it: names on the wire with slashes between.
    pub(crate) path: Cow<'static, str>,
    /// How many there are is what is read, not the items.
    pub(crate) is_count: bool,
    /// What was selected of the entities that it leads to.
    pub(crate) within: Columns,
}

impl Column {
    /// The members of JSON that lead to it: casts are none.
    fn members(&self) -> impl Iterator<Item = &str> {
        self.path
            .split('/')
            .filter(|segment| !segment.contains('.'))
    }

    fn stands_at(&self, depth: usize, name: &str) -> Option<Place> {
        let mut rest = self.members().skip(depth);
        if rest.next() != Some(name) {
            return None;
        }
        match rest.next() {
            None => Some(Place::Here),
            Some(_) => Some(Place::Within),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Here,
    Within,
}

/// What is done with one value of a row.
#[doc(hidden)]
#[derive(Debug)]
pub enum Step<'a, 'j> {
    /// It is read.
    Read(&'a Columns, &'a mut Reader<'j>),
    /// It was not read, for that reason; whether it may be so is asked.
    Absent(Absence),
}

/// Why a value of a row was not read.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It was left out, as what is null may be.
    LeftOut,
    /// What it would stand in is null.
    InNull,
    /// It was left out where no more than what changed may have come.
    Unchanged,
}

/// The values of a row by their index, in the order in which they were selected.
pub(crate) type Cells<'c> = dyn FnMut(usize, Step<'_, '_>) -> Result<bool, Fault> + 'c;

/// Reads an object into the values of a row.
///
/// A value that is absent counts as null, since a service may leave nulls out (4.01 `omit-values`); one that admits
/// no null is then missing, and named. Where no more than what changed may have come it is no null either, and only
/// [`IfPresent`](crate::field::IfPresent) has room for it.
pub(crate) fn row(
    columns: &Columns,
    cells: &mut Cells<'_>,
    reader: &mut Reader<'_>,
) -> Result<(), Fault> {
    let columns = &columns.0;
    let mut row = Row {
        seen: vec![Seen::Not; columns.len()],
        columns,
        cells,
    };
    let all: Vec<usize> = (0..columns.len()).collect();
    row.object(&all, 0, reader)?;
    for ((index, column), seen) in columns.iter().enumerate().zip(&row.seen) {
        let absence = match *seen {
            Seen::Read => continue,
            Seen::InNull => Absence::InNull,
            // What only a derived type has is absent in others.
            Seen::Not if reader.manner.partial && !column.path.contains('.') => Absence::Unchanged,
            Seen::Not => Absence::LeftOut,
        };
        if !(row.cells)(index, Step::Absent(absence))? {
            let why = match absence {
                Absence::Unchanged => {
                    "it did not change, which the row has no room to say: select it with `.if_present()`, or nothing, \
                     and the entity comes, whose `extras().present()` tells what changed (the link holds what was selected)"
                }
                _ => "it was selected, is never null by the schema, and is absent",
            };
            return Err(reader.fault(why).within(&column.path));
        }
    }
    Ok(())
}

struct Row<'r, 'c> {
    columns: &'r [Column],
    cells: &'r mut Cells<'c>,
    seen: Vec<Seen>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Not,
    /// What it would stand in is null.
    InNull,
    Read,
}

impl Row<'_, '_> {
    /// Reads an object that the paths of these columns lead through, so many members deep.
    fn object(
        &mut self,
        columns: &[usize],
        depth: usize,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        reader.object(&mut |name, reader| {
            let member = match name.split_once('@') {
                Some((of, said)) if !of.is_empty() => {
                    self.said_of(columns, depth, of, said, reader)
                }
                _ => self.member(columns, depth, name, reader),
            };
            member.map_err(|fault| fault.within(name))
        })
    }

    fn at(&self, columns: &[usize], depth: usize, name: &str, place: Place) -> Vec<usize> {
        let is_it = |index: &&usize| {
            let column = self.columns.get(**index);
            column.and_then(|column| column.stands_at(depth, name)) == Some(place)
        };
        columns.iter().filter(is_it).copied().collect()
    }

    /// A property may have been selected twice, and with a property of its value.
    fn member(
        &mut self,
        columns: &[usize],
        depth: usize,
        name: &str,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        let start = reader.clone();
        let mut found = false;
        for index in self.at(columns, depth, name, Place::Here) {
            if self
                .columns
                .get(index)
                .is_some_and(|column| column.is_count)
            {
                continue;
            }
            *reader = start.clone();
            self.read(index, reader)?;
            found = true;
        }
        let within = self.at(columns, depth, name, Place::Within);
        if !within.is_empty() {
            *reader = start;
            match reader.null() {
                true => self.are_in_null(&within),
                false => self.object(&within, depth + 1, reader)?,
            }
            found = true;
        }
        match found {
            true => Ok(()),
            false => reader.skip(),
        }
    }

    fn are_in_null(&mut self, columns: &[usize]) {
        for index in columns {
            if let Some(seen) = self.seen.get_mut(*index) {
                *seen = Seen::InNull;
            }
        }
    }

    fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let seen = self.seen.get_mut(index);
        if seen.is_some_and(|seen| std::mem::replace(seen, Seen::Read) == Seen::Read) {
            return Err(reader.fault("the property appears twice"));
        }
        match self.columns.get(index) {
            Some(column) => (self.cells)(index, Step::Read(&column.within, reader)).map(|_| ()),
            None => reader.skip(),
        }
    }

    /// What is said of a collection: how many there are, and where the rest is, for which a row has no room.
    fn said_of(
        &mut self,
        columns: &[usize],
        depth: usize,
        of: &str,
        said: &str,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        let columns = self.at(columns, depth, of, Place::Here);
        let is_count = |index: &usize| {
            self.columns
                .get(*index)
                .is_some_and(|column| column.is_count)
        };
        match said {
            "odata.count" | "count" => {
                if let Some(index) = columns.iter().copied().find(is_count) {
                    return self.read(index, reader);
                }
            }
            "odata.nextLink" | "nextLink"
                if !columns.iter().all(is_count) && reader.peek() == Some(b'"') =>
            {
                return Err(reader.fault("the service cut this collection short: read the whole entity, whose collection has the link to the rest"));
            }
            _ => {}
        }
        reader.skip()
    }
}
