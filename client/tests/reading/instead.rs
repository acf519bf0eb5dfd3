//! An error or a collection where one entity was asked for, of a type that may be without any of its properties.

use std::fmt;

use odata::{
    AnyEntity, Changes, EntityQuery, EntitySet, EntitySetInfo, Field, Nested, Service as _,
    Structured, ValueQuery, type_info,
};

use crate::entity::entity;
use crate::scripted::{Script, ready, text};

entity!(Plain, "t.Plain", i32, false, []; note "note": Option<String>, part "part": Option<Nested<Said>>);
entity!(Said, "t.Said", i32, false, []; code "code": Option<String>, message "message": Option<String>);
entity!(Job, "t.Job", i32, true, []; error "error": Option<Nested<Said>>, value "value": Option<Vec<i32>>);

const NOTE: Field<Plain, Option<String>> = odata::field("note");
const PART: Field<Plain, Option<Nested<Said>>> = odata::field("part");
const NOTES: Field<Plain, Vec<String>> = odata::field("notes");
const ERROR: Field<Job, Option<Nested<Said>>> = odata::field("error");

const FAILED: &str = r#"{"error":{"code":"Busy","message":"Try later"}}"#;
const MANY: &str = r#"{"@odata.context":"$metadata#things","value":[{"note":"a"}]}"#;

fn things<E: Structured>(body: &str) -> EntitySet<E> {
    let info = Box::leak(Box::new(EntitySetInfo {
        name: "things",
        ..EntitySetInfo::plain(type_info::<E>)
    }));
    let mut script = Script::default();
    for path in [
        "things(1)",
        "things(1)?$select=note",
        "things(1)?$select=error",
        "things(1)/note",
        "things(1)/notes",
        "things(1)/part",
        "things",
    ] {
        script = script.page(path, vec![text(body)]);
    }
    EntitySet::new(script.client().client(), info)
}

fn one<E: odata::Entity<Key = i32>>(body: &str) -> EntityQuery<E> {
    things::<E>(body).by_key(1)
}

#[track_caller]
fn fails<T: fmt::Debug>(read: odata::Result<T>, what: &str) {
    let error = read.expect_err(what);
    assert!(error.to_string().contains(what), "{error}");
    assert!(error.is_decode() && error.status().is_none(), "{error:?}");
    let is_said = what.contains("Busy");
    assert_eq!(error.code(), is_said.then_some("Busy"));
    assert!(!(is_said && error.is_done()), "{error}");
}

#[test]
fn an_error_is_no_empty_entity() {
    let said = "the service answered 200 OK with an error: Busy: Try later (byte 9)";
    fails(ready(one::<Plain>(FAILED).send()), said);
    fails(ready(one::<Plain>(FAILED).send_optional()), said);
    fails(ready(one::<Plain>(FAILED).select(NOTE).send()), said);
    let script = Script::default().page("$entity?$id=things(1)", vec![text(FAILED)]);
    let any = script.client().client().entity::<AnyEntity>("things(1)");
    fails(ready(any.send()), said);
    let new = Changes::new().set(NOTE, "a");
    fails(ready(things::<Plain>(FAILED).insert(&new).send()), said);
    fails(ready(one::<Plain>(FAILED).update(&new).send()), said);
    // Of values, too.
    fails(ready(one::<Plain>(FAILED).property(NOTE).send()), said);
    fails(ready(one::<Plain>(FAILED).property(NOTES).send()), said);
    fails(ready(one::<Plain>(FAILED).property(PART).send()), said);
    fails(ready(one::<Plain>(FAILED).edit(NOTE).set("a").send()), said);
    for (body, said) in [
        (r#"{"@odata.context":"x","error":{"code":"Busy"}}"#, "Busy"),
        (
            r#"{"odata.error":{"code":"Busy","message":{"lang":"en","value":"Later"}}}"#,
            "Busy: Later",
        ),
    ] {
        let said = format!("the service answered 200 OK with an error: {said}");
        fails(ready(one::<Plain>(body).send()), &said);
    }
}

#[test]
fn a_collection_is_no_empty_entity() {
    let said = |what: &str| {
        format!("value: one {what} was asked for, and the answer is a collection (byte 45)")
    };
    fails(ready(one::<Plain>(MANY).send()), &said("entity"));
    fails(
        ready(one::<Plain>(MANY).select(NOTE).send()),
        &said("entity"),
    );
    fails(
        ready(one::<Plain>(MANY).property(PART).send()),
        &said("value"),
    );
    let old = r#"{"d":{"note":"a"}}"#;
    fails(
        ready(one::<Plain>(old).send()),
        "d: this is OData V2, and only V4 is read",
    );
}

#[test]
fn an_entity_may_have_an_error() {
    let read = |body: &str| ready(one::<Plain>(body).send()).unwrap();
    // Nothing says that it is one of the service's, or it is not alone.
    for body in [
        r#"{"error":7}"#,
        r#"{"error":{}}"#,
        r#"{"error":{"why":"late"}}"#,
        r#"{"note":"a","error":{"code":"Busy","message":"m"}}"#,
        r#"{"more":1,"error":{"code":"Busy","message":"m"}}"#,
        r#"{"@odata.type":"t.Plain","error":{"code":"Busy","message":"m"}}"#,
        r#"{"@id":"things(1)","error":{"code":"Busy","message":"m"}}"#,
        r#"{"@odata.context":"$metadata#things/$entity","error":{"code":"Busy","message":"m"}}"#,
    ] {
        assert!(read(body).odata.undeclared("error").is_some(), "{body}");
    }
    assert!(
        read(r#"{"note":"a","value":[1]}"#)
            .odata
            .undeclared("value")
            .is_some()
    );
    assert!(read(r#"{"value":1}"#).odata.undeclared("value").is_some());
    // Where they are declared they are properties.
    let job = ready(one::<Job>(FAILED).send()).unwrap();
    assert_eq!(
        job.error.and_then(|said| said.code.clone()).as_deref(),
        Some("Busy")
    );
    let part = ready(one::<Job>(FAILED).select(ERROR).send()).unwrap();
    assert_eq!(
        part.and_then(|said| said.code.clone()).as_deref(),
        Some("Busy")
    );
    let job = ready(one::<Job>(r#"{"value":[1,2]}"#).send()).unwrap();
    assert_eq!(job.value, Some(vec![1, 2]));
    let none: ValueQuery<Option<String>> = one::<Plain>(r#"{"@odata.null":true}"#).property(NOTE);
    assert_eq!(ready(none.send()).unwrap(), None);
}
