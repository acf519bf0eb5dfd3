//! What a `$select` asks for, and the type that the rows then have (URL conventions 5.1.4).

use std::borrow::Cow;
use std::marker::PhantomData;

use odata_core::expr::{Aggregate, Compute};
use odata_core::url::{ExpandItem, QueryOptions, SelectItem};

use crate::decode::{Absence, Column, Columns, Step, Structured, Value, row};
use crate::field::{Field, Pathed, Selectable, Standing};
use crate::json::{Fault, Reader};

/// What the rows of a query hold: a property of `E`, something named or expanded, or a tuple of such.
#[diagnostic::on_unimplemented(
    message = "this cannot be selected from `{E}`",
    label = "expected a property of `{E}`, or a tuple of properties of it",
    note = "a tuple has at most twelve properties; what is computed from them has a name first: `.named(\"total\")`"
)]
pub trait Select<E> {
    /// The type of a row.
    type Output: Send + 'static;

    /// What is asked for.
    #[doc(hidden)]
    fn ask(&self, asked: &mut Asked);

    /// Reads a row.
    #[doc(hidden)]
    fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<Self::Output, Fault>;
}

/// One value of a row: a property of `E`, something named or expanded.
#[diagnostic::on_unimplemented(
    message = "this cannot be selected from `{E}`",
    label = "expected a property of `{E}`",
    note = "what is computed from properties has a name first: `.named(\"total\")`"
)]
pub trait Pick<E> {
    /// The type of the value.
    type Output: Send + 'static;

    /// What is asked for.
    #[doc(hidden)]
    fn pick(&self, asked: &mut Asked);

    /// Nothing yet.
    #[doc(hidden)]
    fn start() -> Self::Output;

    /// Reads the value.
    #[doc(hidden)]
    fn read(
        value: &mut Self::Output,
        within: &Columns,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault>;

    /// Whether it may be left out.
    #[doc(hidden)]
    fn may_be_absent(value: &Self::Output) -> bool;

    /// Takes that it was not read, for that reason; says whether it may be so.
    #[doc(hidden)]
    fn absent(value: &mut Self::Output, why: Absence) -> bool {
        why != Absence::Unchanged && Self::may_be_absent(value)
    }
}

/// A struct of the user's that rows are read into; `#[derive(odata::Select)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no selection from `{E}`",
    label = "expected a struct with `#[derive(odata::Select)]` and `#[odata({E})]`"
)]
pub trait Selection<E>: Sized + Send + 'static {
    /// What is asked for.
    #[doc(hidden)]
    fn ask(asked: &mut Asked);

    /// Reads a row.
    #[doc(hidden)]
    fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<Self, Fault>;
}

/// Rows as a struct of the user's: see [`Selection`].
pub struct As<T>(PhantomData<fn() -> T>);

impl<T> As<T> {
    pub(crate) const ROWS: As<T> = As(PhantomData);
}

impl<T> std::fmt::Debug for As<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "As({})", std::any::type_name::<T>())
    }
}

impl<E, T: Selection<E>> Select<E> for As<T> {
    type Output = T;

    fn ask(&self, asked: &mut Asked) {
        T::ask(asked);
    }

    fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<T, Fault> {
        T::read(columns, reader)
    }
}

/// Entities, whole.
#[derive(Clone, Copy, Debug)]
pub struct Whole;

impl<E: Structured> Select<E> for Whole {
    type Output = E;

    fn ask(&self, _: &mut Asked) {}

    fn read(_: &Columns, reader: &mut Reader<'_>) -> Result<E, Fault> {
        let mut entity = E::default();
        Value::read(&mut entity, reader)?;
        Ok(entity)
    }
}

/// What is asked for, and how the answer is read.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub(crate) columns: Columns,
    pub(crate) compute: Vec<Compute>,
    pub(crate) expand: Vec<ExpandItem>,
    /// Names for `$select`, each once.
    pub(crate) select: Vec<SelectItem>,
    /// What is aggregated from groups.
    pub(crate) aggregate: Vec<Aggregate>,
    pub(crate) standing: Standing,
}

impl Asked {
    /// A value of the row that stands at that path.
    pub(crate) fn column(&mut self, path: Cow<'static, str>) {
        self.columns.0.push(Column {
            path,
            is_count: false,
            within: Columns::default(),
        });
    }

    /// The first thing that is wrong.
    pub(crate) fn is_wrong(&mut self, why: impl FnOnce() -> String) {
        self.standing.wrong.get_or_insert_with(|| why().into());
    }

    /// An expression in it stands so.
    pub(crate) fn stands(&mut self, standing: &Standing) {
        self.standing = std::mem::take(&mut self.standing).and(standing.clone());
    }

    /// What comes along: once, since the answer has one place for it.
    pub(crate) fn expand(&mut self, item: ExpandItem) {
        let member = |item: &ExpandItem| {
            let names = item.path.split('/').filter(|name| !name.contains('.'));
            names.collect::<Vec<_>>().join("/")
        };
        let place = member(&item);
        match self.expand.iter().find(|known| member(known) == place) {
            Some(known) if *known == item => {}
            Some(_) => self.is_wrong(|| {
                format!("`{place}` is expanded twice in one selection, and the answer has one place for it")
            }),
            None => self.expand.push(item),
        }
    }

    /// What is computed, by its name.
    pub(crate) fn compute(&mut self, computed: &Compute) {
        match self
            .compute
            .iter()
            .find(|known| known.alias == computed.alias)
        {
            Some(known) if known == computed => {}
            Some(_) => {
                self.is_wrong(|| format!("two computed values are called `{}`", computed.alias))
            }
            None => self.compute.push(computed.clone()),
        }
        self.named(&computed.alias);
    }

    /// What is aggregated, by its name.
    pub(crate) fn aggregated(&mut self, aggregate: &Aggregate) {
        let name = aggregate.alias.as_deref().unwrap_or_default();
        let mut known = self.aggregate.iter();
        match known.find(|known| known.alias == aggregate.alias) {
            Some(known) if known == aggregate => {}
            Some(_) => self.is_wrong(|| format!("two aggregated values are called `{name}`")),
            None => self.aggregate.push(aggregate.clone()),
        }
        self.named(name);
    }

    /// A name that is given in a query is a simple identifier (CSDL 17.2).
    fn named(&mut self, name: &str) {
        if !is_name(name) {
            self.is_wrong(|| not_a_name(name));
        }
    }

    /// A property, for `$select`.
    pub(crate) fn property(&mut self, path: Cow<'static, str>) {
        if !self.select.iter().any(|item| item.path == path) {
            self.select.push(SelectItem::new(path));
        }
    }

    /// Puts it into the options of a request, or of an item of `$expand`.
    pub(crate) fn into_options(self, options: &mut QueryOptions) -> Columns {
        options.select = self.select;
        for item in self.expand {
            options.expand.retain(|known| known.path != item.path);
            options.expand.push(item);
        }
        for computed in self.compute {
            options
                .compute
                .retain(|known| known.alias != computed.alias);
            options.compute.push(computed);
        }
        self.columns
    }
}

pub(crate) fn not_a_name(name: &str) -> String {
    format!("`{name}` is no name for a value: letters, digits and underscores")
}

/// Whether it is a simple identifier.
pub(crate) fn is_name(name: &str) -> bool {
    let is_first = |c: char| c == '_' || c.is_alphabetic();
    name.starts_with(is_first)
        && name.chars().all(|c| is_first(c) || c.is_alphanumeric())
        && name.chars().count() <= 128
}

/// How a value is read that stands in a row as it is.
macro_rules! plain {
    ($type:ty) => {
        type Output = $type;

        fn start() -> $type {
            Default::default()
        }

        fn read(value: &mut $type, _: &Columns, reader: &mut Reader<'_>) -> Result<(), Fault> {
            crate::decode::read_value(value, reader)
        }

        fn may_be_absent(value: &$type) -> bool {
            (value as &dyn crate::decode::Slot).may_be_null()
        }
    };
}
pub(super) use plain;

impl<E, T, R, N: Pathed> Field<E, T, R, N> {
    /// A property of the row.
    pub(super) fn pick_property(&self, asked: &mut Asked) {
        let path = self.node.path();
        asked.property(path.clone());
        asked.column(path);
        asked.standing.unchecked |= self.unchecked;
    }
}

impl<E, T: Value + Default, R: Selectable<E>, N: Pathed> Pick<E> for Field<E, T, R, N> {
    plain!(T);

    fn pick(&self, asked: &mut Asked) {
        self.pick_property(asked);
    }
}

impl<E, T: Value + Default, R: Selectable<E>, N: Pathed> Select<E> for Field<E, T, R, N> {
    type Output = T;

    fn ask(&self, asked: &mut Asked) {
        self.pick(asked);
    }

    fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<T, Fault> {
        read_one::<E, Self>(columns, reader)
    }
}

/// A row of one value, which is the value.
pub(crate) fn read_one<E, P: Pick<E>>(
    columns: &Columns,
    reader: &mut Reader<'_>,
) -> Result<P::Output, Fault> {
    let mut value = P::start();
    let mut cells = |_: usize, step: Step<'_, '_>| cell::<E, P>(&mut value, step);
    row(columns, &mut cells, reader)?;
    Ok(value)
}

pub(super) fn cell<E, P: Pick<E>>(
    value: &mut P::Output,
    step: Step<'_, '_>,
) -> Result<bool, Fault> {
    match step {
        Step::Read(within, reader) => P::read(value, within, reader).map(|()| true),
        Step::Absent(why) => Ok(P::absent(value, why)),
    }
}

macro_rules! tuple {
    ($($pick:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<E, $($pick: Pick<E>),*> Select<E> for ($($pick,)*) {
            type Output = ($($pick::Output,)*);

            fn ask(&self, asked: &mut Asked) {
                $(self.$index.pick(asked);)*
            }

            fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<Self::Output, Fault> {
                let mut values = ($($pick::start(),)*);
                let mut cells = |index: usize, step: Step<'_, '_>| match index {
                    $($index => cell::<E, $pick>(&mut values.$index, step),)*
                    _ => Ok(true),
                };
                row(columns, &mut cells, reader)?;
                Ok(values)
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, F 4);
tuple!(A 0, B 1, C 2, D 3, F 4, G 5);
tuple!(A 0, B 1, C 2, D 3, F 4, G 5, H 6);
tuple!(A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7);
tuple!(A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7, J 8);
tuple!(A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7, J 8, K 9);
tuple!(A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7, J 8, K 9, L 10);
tuple!(A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7, J 8, K 9, L 10, M 11);
