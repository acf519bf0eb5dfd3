//! The order in which a payload writes the properties of a type. A service writes every value of a type in one order, which need not
//! be that of the schema; who has read one value knows where to look for the properties of the next.

use odata_core::descriptor::TypeInfo;

use super::same;

/// The order of each type that was read so far. It is a guess that is checked whenever it is used: what is wrong in it costs time
/// and nothing else.
#[derive(Debug, Default)]
pub(crate) struct Orders(Vec<Order>);

#[derive(Debug)]
struct Order {
    of: &'static TypeInfo,
    /// Which property came behind each one, and before them the first. An index is of one more than there are properties.
    behind: Box<[u16]>,
    /// Which of the first 64 properties are known to admit null, so that they may be absent; a bit for each.
    optional: u64,
    /// How many properties came where they were not expected, and where to find them by their names once there were many.
    surprises: u8,
    names: Box<[u16]>,
}

/// A copy knows nothing yet: it costs nothing to make.
impl Clone for Orders {
    fn clone(&self) -> Self {
        Orders::default()
    }
}

impl Orders {
    /// Where the order of this type is kept; at first it is that of the schema.
    pub(crate) fn of(&mut self, of: &'static TypeInfo) -> usize {
        match self.0.iter().position(|one| std::ptr::eq(one.of, of)) {
            Some(at) => at,
            None => self.add(of),
        }
    }

    #[cold]
    fn add(&mut self, of: &'static TypeInfo) -> usize {
        let count = u16::try_from(of.properties.len()).unwrap_or(u16::MAX);
        let behind = (0..=count).collect();
        self.0.push(Order {
            of,
            behind,
            optional: 0,
            surprises: 0,
            names: Box::default(),
        });
        self.0.len() - 1
    }

    /// The property that came behind the one with that number, which counts from one; 0 asks for the first.
    #[inline]
    pub(crate) fn behind(&self, order: usize, before: usize) -> usize {
        let behind = self.0.get(order).and_then(|one| one.behind.get(before));
        behind.map_or(usize::MAX, |at| usize::from(*at))
    }

    /// The property of that name, which came behind the one with that number.
    pub(crate) fn find(&mut self, order: usize, before: usize, name: &str) -> Option<usize> {
        let one = self.0.get_mut(order)?;
        let index = one.find(name)?;
        if let (Some(behind), Ok(index)) = (one.behind.get_mut(before), u16::try_from(index)) {
            *behind = index;
        }
        Some(index)
    }

    /// Which of the first 64 properties are known to admit null, a bit for each.
    pub(crate) fn optional(&self, order: usize) -> u64 {
        self.0.get(order).map_or(0, |one| one.optional)
    }

    pub(crate) fn learn_optional(&mut self, order: usize, index: usize) {
        if let (Some(one), Some(bit)) = (self.0.get_mut(order), bit(index)) {
            one.optional |= bit;
        }
    }
}

fn bit(index: usize) -> Option<u64> {
    1_u64.checked_shl(u32::try_from(index).ok()?)
}

/// After so many surprises the names of a type are put where they are found at once.
const SURPRISES: u8 = 32;

impl Order {
    fn find(&mut self, name: &str) -> Option<usize> {
        let properties = self.of.properties;
        if self.surprises < SURPRISES {
            self.surprises += 1;
            return properties.iter().position(|known| *known == name);
        }
        if self.names.is_empty() {
            self.names = places(properties);
        }
        let mask = self.names.len().checked_sub(1)?;
        let mut at = hash(name);
        loop {
            let index = usize::from(*self.names.get(at & mask)?);
            // There are more places than names, so that an empty one is found at last.
            let known = properties.get(index)?.as_bytes();
            if known.len() == name.len() && same(known, name.as_bytes()) {
                return Some(index);
            }
            at += 1;
        }
    }
}

/// Where each name is: at the place of its hash, or behind it. A place that is empty has a number that no property has.
fn places(properties: &[&str]) -> Box<[u16]> {
    let mut places = vec![u16::MAX; (properties.len() * 2 + 1).next_power_of_two()];
    let mask = places.len() - 1;
    for (index, name) in properties.iter().enumerate().take(usize::from(u16::MAX)) {
        let mut at = hash(name) & mask;
        while places[at] != u16::MAX {
            at = (at + 1) & mask;
        }
        places[at] = index as u16;
    }
    places.into()
}

/// Tells most names of a type apart. They come from the schema, so that nobody can choose them to be slow.
fn hash(name: &str) -> usize {
    let bytes = name.as_bytes();
    let at = |index: usize| bytes.get(index).map_or(0, |byte| usize::from(*byte));
    let last = at(bytes.len().wrapping_sub(1));
    let middle = at(bytes.len() / 2);
    bytes.len() ^ (at(0) << 2) ^ (middle << 4) ^ (last << 1) ^ (at(3) << 3)
}

#[cfg(test)]
mod tests {
    use odata_core::descriptor::{PropertyType, TypeInfo, ValueType};

    use super::*;

    const fn of(properties: &'static [&'static str]) -> TypeInfo {
        TypeInfo {
            name: "Ns.T",
            properties,
            key: &[],
            open: false,
            describe: |_| PropertyType::required(ValueType::Untyped),
        }
    }

    #[test]
    fn every_name_is_found_however_many_surprises_there_were() {
        static MANY: TypeInfo = of(&[
            "id",
            "ID",
            "Id",
            "a",
            "b",
            "computerDnsName",
            "firstSeen",
            "lastSeen",
            "é",
            "",
            "aa",
            "ab",
            "ba",
            "x1",
            "x2",
        ]);
        static NONE: TypeInfo = of(&[]);
        let mut orders = Orders::default();
        let (many, none) = (orders.of(&MANY), orders.of(&NONE));
        assert_eq!((many, none, orders.of(&MANY)), (0, 1, 0));
        for round in 0..10 {
            for (index, name) in MANY.properties.iter().enumerate().rev() {
                assert_eq!(orders.find(many, 0, name), Some(index), "{round} {name}");
                assert_eq!(orders.behind(many, 0), index);
            }
            for name in ["iD", "lastSeen2", "ac", "y"] {
                assert_eq!(orders.find(many, 0, name), None, "{round} {name}");
                assert_eq!(orders.find(none, 0, name), None);
            }
        }
    }

    #[test]
    fn the_order_of_the_schema_is_expected_at_first() {
        static TWO: TypeInfo = of(&["a", "b"]);
        let mut orders = Orders::default();
        let two = orders.of(&TWO);
        assert_eq!([0, 1].map(|before| orders.behind(two, before)), [0, 1]);
        assert_eq!(orders.find(two, 0, "b"), Some(1));
        assert_eq!([0, 1].map(|before| orders.behind(two, before)), [1, 1]);
        assert_eq!(orders.clone().behind(two, 0), usize::MAX);
    }
}
