//! What comes along, in rows of what was selected.

use odata_core::url::{ExpandItem, Expanded as What};

use super::expand::{Expand, HowMany, References};
use super::navigation::Navigation;
use super::reference::Reference;
use super::shape::read_id;
use super::target::{Many, One};
use crate::decode::{Column, Columns, Structured, read_value};
use crate::field::{Asked, Expandable, Pick, Select, Whole, if_present, read_one};
use crate::json::{Fault, Reader};

impl<E, T, R, S> Expand<E, T, R, S> {
    fn ask(&self, is_count: bool, asked: &mut Asked) {
        let item = ExpandItem {
            options: self.options.clone().into_options(),
            ..self.item.clone()
        };
        asked.columns.0.push(Column {
            path: item.path.clone(),
            is_count,
            within: self.columns.clone(),
        });
        asked.stands(&self.standing);
        if self.options.count && item.as_what == What::Entities {
            asked.is_wrong(|| {
                format!(
                    "the count of `{}` has no place in a row: select `how_many()` for it",
                    item.path
                )
            });
        }
        asked.expand(item);
    }
}

impl<E, T, R: Expandable<E>, S: Select<T>> Pick<E> for Expand<E, Many<T>, R, S> {
    type Output = Vec<S::Output>;

    fn pick(&self, asked: &mut Asked) {
        self.ask(false, asked);
    }

    fn start() -> Self::Output {
        Vec::new()
    }

    fn read(
        value: &mut Self::Output,
        within: &Columns,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        // Some services say null where there is none.
        if reader.null() {
            return Ok(());
        }
        reader.array(&mut |_, reader| {
            value.push(S::read(within, reader)?);
            Ok(())
        })
    }

    fn may_be_absent(_: &Self::Output) -> bool {
        true
    }
}

impl<E, T, R: Expandable<E>, S: Select<T>> Pick<E> for Expand<E, One<T>, R, S> {
    type Output = Option<S::Output>;

    fn pick(&self, asked: &mut Asked) {
        self.ask(false, asked);
    }

    fn start() -> Self::Output {
        None
    }

    fn read(
        value: &mut Self::Output,
        within: &Columns,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        if !reader.null() {
            *value = Some(S::read(within, reader)?);
        }
        Ok(())
    }

    fn may_be_absent(_: &Self::Output) -> bool {
        true
    }
}

impl<E, T, R: Expandable<E>> Pick<E> for HowMany<E, T, R> {
    type Output = i64;

    fn pick(&self, asked: &mut Asked) {
        self.0.ask(true, asked);
    }

    fn start() -> i64 {
        0
    }

    fn read(value: &mut i64, _: &Columns, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read_value(value, reader)
    }

    fn may_be_absent(_: &i64) -> bool {
        false
    }
}

impl<E, T: 'static, R: Expandable<E>> Pick<E> for References<E, Many<T>, R> {
    type Output = Vec<Reference<T>>;

    fn pick(&self, asked: &mut Asked) {
        self.0.ask(false, asked);
    }

    fn start() -> Self::Output {
        Vec::new()
    }

    fn read(value: &mut Self::Output, _: &Columns, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if reader.null() {
            return Ok(());
        }
        reader.array(&mut |_, reader| {
            value.push(Reference::new(read_id(reader)?));
            Ok(())
        })
    }

    fn may_be_absent(_: &Self::Output) -> bool {
        true
    }
}

impl<E, T: 'static, R: Expandable<E>> Pick<E> for References<E, One<T>, R> {
    type Output = Option<Reference<T>>;

    fn pick(&self, asked: &mut Asked) {
        self.0.ask(false, asked);
    }

    fn start() -> Self::Output {
        None
    }

    fn read(value: &mut Self::Output, _: &Columns, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if !reader.null() {
            *value = Some(Reference::new(read_id(reader)?));
        }
        Ok(())
    }

    fn may_be_absent(_: &Self::Output) -> bool {
        true
    }
}

macro_rules! navigation {
    ($($target:ident => $output:ty),*) => {$(
        impl<E, T: Structured, R: Expandable<E>> Pick<E> for Navigation<E, $target<T>, R> {
            type Output = $output;

            fn pick(&self, asked: &mut Asked) {
                Expand::from(*self).pick(asked);
            }

            fn start() -> Self::Output {
                Default::default()
            }

            fn read(value: &mut Self::Output, within: &Columns, reader: &mut Reader<'_>) -> Result<(), Fault> {
                <Expand<E, $target<T>, R, Whole> as Pick<E>>::read(value, within, reader)
            }

            fn may_be_absent(_: &Self::Output) -> bool {
                true
            }
        }
    )*};
}

navigation!(Many => Vec<T>, One => Option<T>);

/// A selection of one thing, whose rows are that.
macro_rules! alone {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<E, $($generics)*> Select<E> for $type
        where
            $type: Pick<E>,
        {
            type Output = <$type as Pick<E>>::Output;

            fn ask(&self, asked: &mut Asked) {
                self.pick(asked);
            }

            fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<Self::Output, Fault> {
                read_one::<E, Self>(columns, reader)
            }
        }
    )*};
}

alone! {
    [T, R, S] Expand<E, T, R, S>;
    [T, R] HowMany<E, T, R>;
    [T, R] References<E, T, R>;
    [T, R] Navigation<E, T, R>;
}

if_present! {
    [E, T, R, S] Expand<E, T, R, S>;
    [E, T, R] HowMany<E, T, R>;
    [E, T, R] References<E, T, R>;
    [E, T, R] Navigation<E, T, R>;
}
