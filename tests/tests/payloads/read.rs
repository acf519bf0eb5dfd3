//! The ways to read a payload: what a program would ask, answered with it.

use std::future::Future;
use std::pin::Pin;

use odata::{AnyEntity, FunctionCall, Just, Many, One, Reference, Structured, Value};
use odata_tests::{lost, replay};

use crate::envelope;
use crate::held::{self, Held};
use crate::payload::{Outcome, Wrong};
use crate::sent::Sent;

type Reading = Pin<Box<dyn Future<Output = Outcome> + Send>>;

pub(crate) fn refused(error: odata::Error) -> Wrong {
    Wrong::Refused(error.to_string())
}

/// A page of entities, or of complex values.
pub(crate) fn rows<T: Structured>(sent: Sent) -> Reading {
    Box::pin(async move {
        let asked = sent.client(200).all_of::<T>().keep_annotations();
        let page = asked.send().await.map_err(refused)?;
        envelope::is_whole(&page, &sent)?;
        let rows = page.into_iter().map(|row| Box::new(row) as Box<dyn Held>);
        held::rows(rows.collect(), &sent)
    })
}

/// An entity, or a complex value.
pub(crate) fn one<T: Structured>(sent: Sent) -> Reading {
    Box::pin(async move {
        let asked = FunctionCall::<(), One<T>>::plain("it", true).at_root(&sent.client(200));
        let asked = asked.keep_annotations();
        let one = asked.send().await.map_err(refused)?;
        held::is_whole(&one, &sent.json(), sent.text(), sent.passed_over)
    })
}

/// The value of a property, or what a function gives.
pub(crate) fn value<T: Value>(sent: Sent) -> Reading {
    Box::pin(async move {
        let asked = FunctionCall::<(), Just<T>>::plain("it", true).at_root(&sent.client(200));
        let value = asked.send().await.map_err(refused)?;
        let mut wrote = String::new();
        value.write(&mut wrote);
        let json = sent.json();
        let around = json.as_object().expect("an object").keys();
        let known = ["@odata.context", "@odata.type", "value"];
        if let Some(name) = around.into_iter().find(|name| !known.contains(&&***name)) {
            return Err(Wrong::Lost(name.clone()));
        }
        let wrote: serde_json::Value = serde_json::from_str(&wrote).expect("JSON");
        match lost::between(&json["value"], &wrote) {
            None => Ok(1),
            Some(lost) => Err(Wrong::Lost(lost)),
        }
    })
}

/// The error of a service.
pub(crate) fn error(sent: Sent) -> Reading {
    Box::pin(async move {
        let asked = sent.client(400).all();
        let error = asked.send().await.expect_err("status 400");
        let json = sent.json();
        let (_, of) = json
            .as_object()
            .expect("an object")
            .iter()
            .next()
            .expect("an error");
        let said = error.service_error().expect("an error of the service");
        replay::says(said, of);
        Ok(of.as_object().map_or(0, serde_json::Map::len))
    })
}

/// References to entities.
pub(crate) fn references(sent: Sent) -> Reading {
    Box::pin(async move {
        let asked =
            FunctionCall::<(), Many<AnyEntity>>::plain("it", true).at_root(&sent.client(200));
        let page = asked.references().send().await.map_err(refused)?;
        envelope::is_whole(&page, &sent)?;
        let json = sent.json();
        let rows = json["value"].as_array().expect("rows");
        for (reference, row) in page.items.iter().zip(rows) {
            is_reference(reference, row)?;
        }
        Ok(rows.len())
    })
}

/// The reference to one entity.
pub(crate) fn reference(sent: Sent) -> Reading {
    Box::pin(async move {
        let asked =
            FunctionCall::<(), One<AnyEntity>>::plain("it", true).at_root(&sent.client(200));
        let reference = asked.reference().send().await.map_err(refused)?;
        is_reference(&reference.expect("a reference"), &sent.json())?;
        Ok(1)
    })
}

fn is_reference(reference: &Reference<AnyEntity>, sent: &serde_json::Value) -> Result<(), Wrong> {
    assert_eq!(Some(reference.id()), sent["@odata.id"].as_str());
    let names = sent.as_object().expect("an object").keys();
    let lost = names
        .into_iter()
        .find(|name| !["@odata.id", "@odata.context"].contains(&&***name));
    lost.map_or(Ok(()), |name| Err(Wrong::Lost(name.clone())))
}
