//! What is selected and may not come: an answer of what changed may leave out what did not.

use super::{Asked, Pick, Select, read_one};
use crate::decode::{Absence, Columns};
use crate::json::{Fault, Reader};

/// A value of a row that is nothing where the answer does not say it: what `if_present` of what is selected makes of it.
///
/// Services may leave out of what changed whatever did not (Protocol 4.01, 11.3; OData JSON 4.01, 15), and a row has no room to say so:
/// null is a value, and another one than that of before. So it is an [`Option`] around the value: `None` did not come, and
/// where the property may be null, `Some(None)` is null.
///
/// # Example: which descriptions changed since
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # async fn example(defender: &Defender, kept: &str) -> odata::Result<()> {
/// use odata::Delta;
/// let files = defender.library_files();
/// let selected = files.select((LibraryFile::FILE_NAME, LibraryFile::DESCRIPTION.if_present()));
/// let mut changes = selected.delta_from(&kept.parse()?);
/// while let Some(change) = changes.next().await {
///     if let Delta::Changed((name, Some(description))) = change? {
///         println!("{name}: {}", description.as_deref().unwrap_or("none any more"));
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "it does nothing before it is given to `select`"]
pub struct IfPresent<P>(pub(crate) P);

#[diagnostic::do_not_recommend]
impl<E, P: Pick<E>> Pick<E> for IfPresent<P> {
    type Output = Option<P::Output>;

    fn pick(&self, asked: &mut Asked) {
        self.0.pick(asked);
    }

    fn start() -> Self::Output {
        None
    }

    fn read(
        value: &mut Self::Output,
        within: &Columns,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        P::read(value.insert(P::start()), within, reader)
    }

    fn may_be_absent(_: &Self::Output) -> bool {
        true
    }

    fn absent(value: &mut Self::Output, why: Absence) -> bool {
        match why {
            // What the value would stand in came, so that it is known.
            Absence::InNull => P::may_be_absent(value.insert(P::start())),
            Absence::LeftOut | Absence::Unchanged => true,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<E, P> Select<E> for IfPresent<P>
where
    IfPresent<P>: Pick<E>,
{
    type Output = <IfPresent<P> as Pick<E>>::Output;

    fn ask(&self, asked: &mut Asked) {
        self.pick(asked);
    }

    fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<Self::Output, Fault> {
        read_one::<E, Self>(columns, reader)
    }
}

/// The method that makes it, written once for whatever can be selected.
macro_rules! if_present {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> $type {
            /// In a selection: nothing where the answer does not say it, as one of
            /// [what changed](crate::Query::delta_from) leaves out what did not. See [`IfPresent`](crate::field::IfPresent).
            pub fn if_present(self) -> crate::field::IfPresent<Self> {
                crate::field::IfPresent(self)
            }
        }
    )*};
}
pub(crate) use if_present;

if_present! {
    [E, T, R, N: super::Pathed] super::Field<E, T, R, N>;
}
