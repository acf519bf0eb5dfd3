//! What expressions can say since 4.01, and filters within paths.

use std::collections::BTreeMap;

use odata_core::expr::{AnyName, Expr, parse, parse_value};

use super::*;

#[test]
fn membership_in_collections() {
    check(&[
        ("'y' in tags", &[1, 4]),
        ("not ('y' in tags)", &[2]),
        ("name in ['Alpha',concat('al','pha')]", &[1, 4]),
        ("id in [1,size]", &[1]),
        ("id in []", &[]),
        ("[id,1] in [[1,1],[4,1]]", &[1, 4]),
    ]);
}

#[test]
fn functions_of_collections() {
    check(&[
        ("hassubset(tags,['y'])", &[1, 4]),
        ("hassubset(tags,['y','x'])", &[1]),
        ("hassubset(tags,['x','x'])", &[]),
        ("hassubset(['x','y','z'],tags)", &[1, 2, 4]),
        ("hassubsequence(tags,['y','x'])", &[]),
        ("hassubsequence(['x','q','y'],tags)", &[1, 2]),
        ("contains(tags,['x','y'])", &[1]),
        ("contains(['a','x','y'],tags)", &[1, 2]),
        ("startswith(tags,['y'])", &[4]),
        ("endswith(tags,['y'])", &[1]),
        ("indexof(tags,['y']) eq 1", &[1]),
        ("indexof(tags,['q']) eq -1", &[1, 2, 4]),
        ("length(tags) eq 2", &[1, 4]),
        ("concat(tags,['q']) eq ['x','y','q']", &[1]),
        ("substring(tags,1) eq ['z']", &[4]),
        ("substring(tags,0,1) eq ['x']", &[1]),
        ("substring(tags,-1) eq ['y']", &[1]),
        ("tags eq ['x','y']", &[1]),
        ("tags ne ['x','y']", &[2, 3, 4]),
    ]);
}

#[test]
fn cases() {
    check(&[
        ("case(size gt 0:'more',size lt 0:'less') eq 'less'", &[2]),
        ("case(size gt 0:'more',true:'other') eq 'other'", &[2, 3, 4]),
        ("case(id eq 3:1) eq null", &[1, 2, 4]),
    ]);
}

#[test]
fn casts() {
    check(&[
        ("cast(id,Edm.String) eq '4'", &[4]),
        ("cast(price,Edm.Int32) eq 1", &[1]),
        ("cast(price,Edm.Int32) eq 100", &[4]),
        ("cast(size,Edm.Int32) eq null", &[1, 3]),
        ("cast(weight,Edm.Int64) eq null", &[2, 3]),
        ("cast(name,Edm.Int32) eq null", &[1, 2, 3, 4]),
        ("cast('5',Edm.Int32) add id eq 7", &[2]),
        ("cast('1999-12-31',Edm.Date) eq day", &[2]),
        ("cast('Red',Test.Color) eq color", &[1]),
        ("cast(color,Edm.String) eq 'Green'", &[4]),
        ("cast(span,Edm.String) eq 'PT1H30M'", &[1]),
        ("isof(Test.Gadget)", &[4]),
        ("isof($it,T.Thing)", &[1, 2, 3, 4]),
        ("isof(extra,Edm.Boolean)", &[4]),
        ("isof(extra,Edm.String)", &[1]),
        ("isof(name,Edm.String)", &[1, 2, 4]),
        ("isof(color,Test.Color)", &[1, 2, 4]),
        ("isof(color,Test.Access)", &[]),
        ("isof(null,Edm.String)", &[]),
    ]);
}

#[test]
fn types_are_those_of_the_model() {
    check(&[
        ("T.Gadget/volts eq 230", &[4]),
        ("Test.Gadget/Test.Thing/id eq 4", &[4]),
    ]);
    let service = service();
    let things = service.model.entity_set("things").unwrap();
    let names = Names::new(&service.model, things.entity_type);
    for (filter, says) in [
        (
            "T.Nope/volts eq 1",
            "`T.Nope` is not a type that Test.Thing can be cast to",
        ),
        ("T.Address/city eq 'x'", "`T.Address` is not a type"),
        (
            "address/T.Thing/id eq 1",
            "`T.Thing` is not a type that Test.Address can be cast to",
        ),
        ("parts/T.Thing/any()", "is asked of a whole collection"),
    ] {
        let error = parse(filter, &names).expect_err(filter);
        assert!(error.message().contains(says), "{error}");
    }
}

#[test]
fn filters_within_paths() {
    check(&[
        ("parts/$count($filter=count gt 3) eq 1", &[1]),
        ("parts/$count($search=nut) eq 1", &[1]),
        ("parts/$count($filter=count eq 1;$search=bolt) eq 1", &[2]),
        ("parts/$filter(count gt 3)/$count eq 2", &[4]),
        ("parts/$filter(label eq 'bolt')/any(p:p/count eq 1)", &[2]),
        (
            "parts/$filter(count gt 3)/$filter(count lt 5)/all(p:p/count eq 4)",
            &[1, 2, 3, 4],
        ),
        (
            "parts/$filter($this/label eq 'nut' and $it/id eq 1)/any()",
            &[1],
        ),
        ("tags/$filter($this eq 'y')/any()", &[1, 4]),
        ("$this/id eq 2", &[2]),
    ]);
}

#[test]
fn what_is_defined() {
    check(&[
        ("isdefined(volts)", &[4]),
        ("isdefined(address/city)", &[1, 2]),
        ("isdefined(name)", &[1, 2, 3, 4]),
    ]);
}

#[test]
fn operators_in_any_case() {
    check(&[
        ("NOT on", &[2]),
        ("id EQ 1 Or id Eq 2", &[1, 2]),
        ("Contains(name,'lph') AND id IN (1,3)", &[1]),
    ]);
}

#[test]
fn what_is_not_evaluated_says_so() {
    for filter in [
        "geo.length(extra) gt 1",
        "parts/aggregate(count with T.median) gt 1",
        "$these/$count gt 1",
    ] {
        let error = filtered(filter).expect_err(filter);
        assert!(
            error.message.contains("the mock does not evaluate"),
            "{}",
            error.message
        );
    }
}

#[test]
fn aliases_have_values() {
    let service = service();
    let model = &*service.model;
    let row = json!({"id": 5, "name": "x"});
    let (Json::Object(row), set) = (&row, model.entity_set("things").unwrap()) else {
        panic!("an object")
    };
    let aliases: BTreeMap<String, Expr> = [
        ("@five", "2 add 3"),
        ("@names", "['x','y']"),
        ("@same", "@five"),
        ("@loop", "@loop"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), parse_value(value, &AnyName).unwrap()))
    .collect();
    let service = service.clone();
    let store = service.store.read().unwrap();
    let budget = Budget::default();
    let world = world(&service, &store, &budget);
    let holds = |text: &str| {
        let expr = parse(text, &AnyName).unwrap();
        let value = store::value_of(model, set, row);
        let mut evaluator = Evaluator::new(world, value).with_aliases(&aliases);
        evaluator.evaluate(&expr).map(|value| value.truth())
    };
    assert_eq!(holds("id eq @five"), Ok(Some(true)));
    assert_eq!(holds("id eq @same and name in @names"), Ok(Some(true)));
    assert_eq!(holds("@none eq null"), Ok(Some(true)));
    assert!(holds("id eq @loop").is_err());
}
