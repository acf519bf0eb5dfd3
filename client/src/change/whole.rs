//! What was read, or put together, as a value to be sent.

use super::Assign;
use super::json::write_string;
use crate::decode::Structured;
use crate::query::Reference;

/// A whole complex value or entity: what is there of it. Null and empty collections are left out.
#[diagnostic::do_not_recommend]
impl<C: Structured> Assign<C> for &C {
    fn write(self, json: &mut String) {
        crate::Value::write(self, json);
    }
}

#[diagnostic::do_not_recommend]
impl<C: Structured> Assign<Option<C>> for &C {
    fn write(self, json: &mut String) {
        crate::Value::write(self, json);
    }
}

/// An entity by its id alone (OData JSON 4.01, 18: parameters of an entity type).
#[diagnostic::do_not_recommend]
impl<E: Structured> Assign<E> for &Reference<E> {
    fn write(self, json: &mut String) {
        reference(self.id(), json);
    }
}

#[diagnostic::do_not_recommend]
impl<E: Structured> Assign<Option<E>> for &Reference<E> {
    fn write(self, json: &mut String) {
        reference(self.id(), json);
    }
}

/// An entity by reference (OData JSON 4.0, 13; 4.01, 14). With the prefix, since 4.0 knows no other form and 4.01 takes both.
pub(crate) fn reference(id: &str, json: &mut String) {
    json.push_str("{\"@odata.id\":");
    write_string(id, json);
    json.push('}');
}

/// A collection.
#[diagnostic::do_not_recommend]
impl<T, V: Assign<T>, const N: usize> Assign<Vec<T>> for [V; N] {
    fn write(self, json: &mut String) {
        Assign::<Vec<T>>::write(Vec::from(self), json);
    }

    fn unwritable(&self) -> Option<&'static str> {
        self.iter().find_map(V::unwritable)
    }
}
