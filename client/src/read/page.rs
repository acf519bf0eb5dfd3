//! A page, read item by item from as much of it as has arrived (OData JSON 4.0, 12).
//!
//! Here is known how far a page was read, and whether enough of it is there. What an item is, only its decoder knows.

use super::scan::Scan;
use super::text::Text;
use super::trail::Trail;
use crate::decode::Envelope;
use crate::json::{Fault, Manner, Orders, Reader};

/// Where reading stands in a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) envelope: Envelope,
    place: Place,
    has_value: bool,
    /// How many items were read, and how long the last one was.
    items: usize,
    item_bytes: usize,
    trail: Trail,
    /// How far the end of an item was looked for that has not arrived.
    scan: Option<Scan>,
    /// How much was unread when a member of the envelope was tried in vain.
    tried_with: usize,
    pub(crate) orders: Orders,
    manner: Manner,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Start,
    FirstMember,
    Member,
    AfterMember,
    FirstItem,
    Item,
    AfterItem,
    End,
}

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Item,
    /// More has to arrive first.
    More,
    End,
}

/// What comes of trying to read something out of what has arrived.
enum Tried {
    Read,
    /// It was read up to where the text ends, and may go on behind it: half of a number is a number too.
    MayGoOn,
    /// It is wrong, or its end is missing.
    Failed(Fault),
}

/// How deep in the page its members stand, and its items.
const IN_PAGE: usize = 1;
const IN_VALUE: usize = 2;

/// Decodes an item. It is called again for one of which only a part had arrived, though it may have given a value.
pub(crate) type DecodeItem<'i> = dyn FnMut(&mut Reader<'_>) -> Result<(), Fault> + 'i;

impl Page {
    /// One of a service of which so much was learned before, whose items have this key, if they have one.
    pub(crate) fn new(manner: Manner, key: &'static [&'static str], orders: Orders) -> Self {
        Page {
            manner,
            trail: Trail::new(key),
            orders,
            ..Page::default()
        }
    }

    /// How many items were read.
    pub(crate) fn items(&self) -> usize {
        self.items
    }

    /// Whether anything came but blanks.
    pub(crate) fn has_begun(&self) -> bool {
        self.place != Place::Start
    }

    /// Whether the items have begun.
    pub(crate) fn has_value(&self) -> bool {
        self.has_value
    }

    /// Whether it has begun, and has not ended.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.place, Place::Start | Place::End)
    }

    /// What tells the first item from others.
    pub(crate) fn first(&self) -> Option<u64> {
        self.trail.first()
    }

    /// What tells the items that were read from others: other ones, fewer, or in another order.
    pub(crate) fn trail(&self) -> u64 {
        self.trail.all()
    }

    /// How long the last item was that was read.
    pub(crate) fn item_bytes(&self) -> usize {
        self.item_bytes
    }

    /// Reads the next item and what stands before it; `whole` says that no more will arrive.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn step(
        &mut self,
        text: &mut Text,
        whole: bool,
        decode: &mut DecodeItem<'_>,
    ) -> Result<Step, Fault> {
        loop {
            let moved = match self.place {
                Place::End if whole => return self.check_end(text),
                Place::End => false,
                Place::Item => {
                    return Ok(match self.read_item(text, whole, decode)? {
                        true => Step::Item,
                        false => Step::More,
                    });
                }
                Place::Member => self.read_member(text, whole)?,
                _ => self.read_mark(text, whole)?,
            };
            if !moved {
                return Ok(Step::More);
            }
        }
    }

    /// The error that the service wrote behind what was read, when the page broke off there.
    #[cold]
    pub(crate) fn failure(&mut self, text: &mut Text) -> Option<Fault> {
        loop {
            let moved = match self.place {
                Place::FirstMember | Place::AfterMember => self.read_mark(text, false),
                Place::Member => self.read_member(text, true),
                _ => return None,
            };
            match moved {
                Ok(true) => {}
                Err(fault) if self.envelope.failed => return Some(fault),
                _ => return None,
            }
        }
    }

    /// Reads an item; says whether it was there.
    fn read_item(
        &mut self,
        text: &mut Text,
        whole: bool,
        decode: &mut DecodeItem<'_>,
    ) -> Result<bool, Fault> {
        let (mut scan, has_scanned) = (self.scan.unwrap_or_default(), self.scan.is_some());
        if has_scanned && !whole && scan.end(text.unread()).is_none() {
            self.scan = Some(scan);
            return Ok(false);
        }
        let start = text.window().1;
        match self.try_read(text, IN_VALUE, whole, decode) {
            Tried::Read => {
                let (window, end) = text.window();
                self.item_bytes = end - start;
                self.trail.item(window.get(start..end).unwrap_or_default());
                self.scan = None;
                self.items += 1;
                self.place = Place::AfterItem;
                Ok(true)
            }
            // It ends where something else begins, and is not read again before.
            Tried::MayGoOn => {
                let _ = scan.end(text.unread());
                self.scan = Some(scan);
                Ok(false)
            }
            Tried::Failed(fault) => {
                let mut scan = Scan::default();
                if whole || scan.end(text.unread()).is_some() {
                    return Err(fault.at_index(self.items).within("value"));
                }
                self.scan = Some(scan);
                Ok(false)
            }
        }
    }

    /// Reads a member of the envelope, but of `value` only how it begins; says whether it was there.
    fn read_member(&mut self, text: &mut Text, whole: bool) -> Result<bool, Fault> {
        // A long member that arrives slowly is not read anew for each piece of it.
        let unread = text.unread().len();
        if !whole && unread < 2 * self.tried_with {
            return Ok(false);
        }
        let mut envelope = std::mem::take(&mut self.envelope);
        let mut is_value = false;
        let tried = self.try_read(text, IN_PAGE, whole, &mut |reader| {
            let name = reader.name()?;
            is_value = name == "value";
            match is_value {
                true => reader.begin_array().map_err(|fault| fault.within("value")),
                false => envelope.member(&name, reader),
            }
        });
        self.envelope = envelope;
        match tried {
            Tried::Read if is_value && std::mem::replace(&mut self.has_value, true) => {
                let place = text.gone() + text.window().1;
                Err(Fault::new(place, "the property appears twice").within("value"))
            }
            Tried::Read => {
                self.tried_with = 0;
                self.place = match is_value {
                    true => Place::FirstItem,
                    false => Place::AfterMember,
                };
                Ok(true)
            }
            Tried::Failed(fault) if whole => Err(fault),
            Tried::Failed(_) | Tried::MayGoOn => {
                self.tried_with = unread;
                Ok(false)
            }
        }
    }

    /// Reads a brace, a bracket or a comma, or looks at what comes; says whether it was there.
    fn read_mark(&mut self, text: &mut Text, whole: bool) -> Result<bool, Fault> {
        let (window, mut at) = text.window();
        let is_first = self.place == Place::Start && text.gone() == 0 && at == 0;
        if is_first && window.starts_with('\u{feff}') {
            at = '\u{feff}'.len_utf8();
        }
        let mut reader = Reader::within(window, at, 0);
        let Some(byte) = reader.peek() else {
            if whole {
                return Err(self.unexpected(&mut reader).moved(text.gone()));
            }
            // Blanks are looked at once, however many come.
            let end = reader.offset();
            text.read_to(end);
            return Ok(false);
        };
        let (place, is_read) = match (self.place, byte) {
            (Place::Start, b'{') => (Place::FirstMember, true),
            (Place::FirstMember | Place::AfterMember, b'}') => (Place::End, true),
            (Place::FirstItem | Place::AfterItem, b']') => (Place::AfterMember, true),
            (Place::AfterMember, b',') => (Place::Member, true),
            (Place::AfterItem, b',') => (Place::Item, true),
            (Place::FirstMember, _) => (Place::Member, false),
            (Place::FirstItem, _) => (Place::Item, false),
            _ => return Err(self.unexpected(&mut reader).moved(text.gone())),
        };
        let end = reader.offset() + usize::from(is_read);
        text.read_to(end);
        self.place = place;
        Ok(true)
    }

    #[cold]
    fn unexpected(&self, reader: &mut Reader<'_>) -> Fault {
        match self.place {
            Place::AfterMember => reader.expected("a comma or the end of the object"),
            Place::FirstItem => reader.expected("a value").at_index(0).within("value"),
            Place::AfterItem => reader
                .expected("a comma or the end of the array")
                .within("value"),
            Place::FirstMember => reader.expected("the name of a member"),
            _ => reader.expected("an object"),
        }
    }

    fn check_end(&self, text: &Text) -> Result<Step, Fault> {
        let (window, at) = text.window();
        let mut reader = Reader::within(window, at, 0);
        let end = reader.end().and_then(|()| match self.has_value {
            true => Ok(Step::End),
            false => Err(reader.fault("a collection is expected, and there is no `value`")),
        });
        end.map_err(|fault| fault.moved(text.gone()))
    }

    /// Tries to read what comes next. Only what was read leaves the text.
    fn try_read(
        &mut self,
        text: &mut Text,
        depth: usize,
        whole: bool,
        read: &mut dyn FnMut(&mut Reader<'_>) -> Result<(), Fault>,
    ) -> Tried {
        let (window, at) = text.window();
        let mut reader = Reader::within(window, at, depth);
        reader.orders = std::mem::take(&mut self.orders);
        reader.manner = self.manner;
        reader.context = self.envelope.context.as_deref().unwrap_or_default();
        let result = read(&mut reader);
        let end = reader.offset();
        self.orders = reader.orders;
        if let Err(fault) = result {
            return Tried::Failed(fault.moved(text.gone()));
        }
        let is_closed = window.as_bytes().get(..end).is_some_and(|read| {
            let last = read.last();
            last.is_some_and(|last| matches!(last, b'}' | b']' | b'"' | b'['))
        });
        if !whole && end == window.len() && !is_closed {
            return Tried::MayGoOn;
        }
        text.read_to(end);
        Tried::Read
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, Step};
    use crate::read::text::Text;

    /// Takes text in as it arrives, and reads all items that are there.
    fn arrive(page: &mut Page, text: &mut Text, piece: &str, reads: &mut usize) {
        text.push(piece.as_bytes()).unwrap();
        let read = &mut |reader: &mut crate::json::Reader<'_>| {
            *reads += 1;
            reader.skip()
        };
        while page.step(text, false, read).unwrap() == Step::Item {}
    }

    #[test]
    fn blanks_are_looked_at_once() {
        let blanks = " \r\n\t".repeat(250);
        let (mut page, mut text) = (Page::default(), Text::default());
        for part in ["", "{", "\"value\":[", "{}", ",{}", "]", ",\"a\":1"] {
            arrive(&mut page, &mut text, part, &mut 0);
            for _ in 0..10 {
                arrive(&mut page, &mut text, &blanks, &mut 0);
                assert_eq!(text.unread(), "", "behind {part}");
            }
        }
    }

    #[test]
    fn a_long_number_is_not_read_anew_for_each_piece() {
        let (mut page, mut text, mut reads) = (Page::default(), Text::default(), 0);
        arrive(&mut page, &mut text, "{\"value\":[1", &mut reads);
        for _ in 0..1000 {
            arrive(&mut page, &mut text, "0123456789", &mut reads);
        }
        arrive(&mut page, &mut text, ",2]}", &mut reads);
        assert_eq!((page.items(), reads), (2, 3));
    }
}
