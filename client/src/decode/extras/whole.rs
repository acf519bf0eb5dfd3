//! All that is kept, for who writes all of it.

use super::Extras;
use crate::change::write_string;
use crate::decode::Record;
use crate::decode::read::{extras_mut, record};
use crate::json::{Fault, Reader};

impl Extras {
    /// Control information and annotations as a payload has them, by the names of 4.0: each name, and its value as JSON.
    pub(in crate::decode) fn each_said(&self, member: &mut dyn FnMut(&str, &str)) {
        let mut is_annotated = false;
        for (of, term, value) in self.all_annotations() {
            is_annotated = true;
            let name = match term {
                _ if term.starts_with('#') => term.to_owned(),
                _ if term.contains('.') => format!("{of}@{term}"),
                _ => format!("{of}@odata.{term}"),
            };
            member(&name, value.text());
        }
        if is_annotated {
            return;
        }
        let mut string = |name: &str, text: &str| {
            let mut json = String::new();
            write_string(text, &mut json);
            member(name, &json);
        };
        if let Some(name) = self.type_name() {
            string("@odata.type", &format!("#{name}"));
        }
        for (name, value) in [("@odata.id", self.id()), ("@odata.etag", self.etag())] {
            if let Some(value) = value {
                string(name, value);
            }
        }
        for (name, link) in self.kept().into_iter().flat_map(|kept| &kept.links) {
            let (of, term) = name.split_once('@').unwrap_or(("", name));
            let sign = if term == "type" { "#" } else { "" };
            string(&format!("{of}@odata.{term}"), &format!("{sign}{link}"));
        }
        for (of, link) in self.kept().into_iter().flat_map(|kept| &kept.cut_short) {
            string(&format!("{of}@odata.nextLink"), link);
        }
        for (of, count) in self.kept().into_iter().flat_map(|kept| &kept.counts) {
            member(&format!("{of}@odata.count"), &count.to_string());
        }
    }

    /// Reads all that is kept into a value that has properties for it: what was said of it is said of that.
    pub(crate) fn read_into(&self, target: &mut dyn Record) -> Result<(), Fault> {
        let mut json = String::from("{");
        let mut member = |name: &str, value: &str| {
            if json.len() > 1 {
                json.push(',');
            }
            write_string(name, &mut json);
            json.push(':');
            json.push_str(value);
        };
        self.each_said(&mut member);
        for (name, value) in self.all_undeclared() {
            member(name, value.text());
        }
        json.push('}');
        let mut reader = Reader::new(&json);
        reader.manner.annotations = self.all_annotations().next().is_some();
        reader.manner.partial = self.present().is_some();
        record(target, &mut reader)?;
        // It may have stood in the head of the answer.
        if let (Some(etag), Some(extras)) = (self.etag(), extras_mut(target)) {
            extras.keep_etag(etag);
        }
        Ok(())
    }

    /// Says that all annotations are to be kept of this value.
    #[cfg(feature = "serde")]
    pub(in crate::decode) fn expect_annotations(&mut self) {
        self.asked();
    }

    /// Whether they are.
    #[cfg(feature = "serde")]
    pub(in crate::decode) fn expects_annotations(&self) -> bool {
        self.kept().is_some_and(|kept| kept.asked.is_some())
    }
}
