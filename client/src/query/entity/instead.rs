//! What came in place of an entity.

use crate::client::Answer;
use crate::error::Error;
use crate::json::{Fault, Reader};
use crate::service_error::ServiceError;

/// What an answer is that is no entity, where that can be told: an error, or a collection. Either has nothing beside it but control information.
#[cold]
pub(super) fn instead(error: Error, answer: &Answer) -> Error {
    let (mut said, mut collection, mut others) = (None, None, false);
    let read = answer.json().map_err(|_| ()).and_then(|text| {
        let read = Reader::new(text).object(&mut |name, reader| {
            let first = reader.peek();
            match (name, first) {
                ("error", Some(b'{')) => {
                    let at = reader.offset();
                    said = Some((at, ServiceError::from_member(reader.raw()?)));
                    return Ok(());
                }
                ("value", Some(b'[')) => collection = Some(reader.offset()),
                _ => others |= !name.starts_with('@'),
            }
            reader.skip()
        });
        read.map_err(|_| ())
    });
    if read.is_err() || others {
        return error;
    }
    let is_at = |name| {
        error
            .payload_path()
            .is_some_and(|path| path.starts_with(name))
    };
    match (said, collection) {
        (Some((at, said)), None) if !is_at("error") => Fault::of_service(at, said)
            .of_answer(answer.status())
            .into(),
        (None, Some(at)) if !is_at("value") => {
            let what = "one entity was asked for, and the answer is a collection";
            Fault::new(at, what).within("value").into()
        }
        _ => error,
    }
}
