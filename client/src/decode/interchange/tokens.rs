//! JSON text to the values of serde.

use std::borrow::Cow;

use serde_core::ser::Error as _;
use serde_core::{Serialize, Serializer};

use super::exact::Number;
use crate::json::{Fault, Reader};

/// One JSON value.
pub(super) struct Text<'t>(pub(super) &'t str);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut reader = Reader::new(self.0);
        let first = reader.peek();
        match first {
            Some(b'{') => to.collect_map(members(&mut reader).map_err(S::Error::custom)?),
            Some(b'[') => to.collect_seq(items(&mut reader).map_err(S::Error::custom)?),
            Some(b'"') => to.serialize_str(&reader.string().map_err(S::Error::custom)?),
            Some(b't' | b'f') => to.serialize_bool(first == Some(b't')),
            Some(b'-' | b'0'..=b'9') => match Number::of(self.0) {
                Number::Signed(number) => to.serialize_i64(number),
                Number::Unsigned(number) => to.serialize_u64(number),
                Number::Double(number) => to.serialize_f64(number),
                Number::Text(text) => to.serialize_str(text),
            },
            _ => to.serialize_unit(),
        }
    }
}

/// Collected first, since some formats ask how many there are.
fn members<'t>(reader: &mut Reader<'t>) -> Result<Vec<(Cow<'t, str>, Text<'t>)>, Fault> {
    let mut all = Vec::new();
    let mut more = reader.begin_object()?;
    while more {
        let name = reader.name()?;
        all.push((name, Text(reader.raw()?)));
        more = reader.goes_on()?;
    }
    Ok(all)
}

fn items<'t>(reader: &mut Reader<'t>) -> Result<Vec<Text<'t>>, Fault> {
    let mut all = Vec::new();
    reader.array(&mut |_, reader| {
        all.push(Text(reader.raw()?));
        Ok(())
    })?;
    Ok(all)
}
