//! Text to tree and back.

use proptest::prelude::*;

use super::*;
use crate::edm::PrimitiveType;

mod apply;
pub(crate) mod trees;

/// A schema to check names and types against.
struct Files;

impl Scope for Files {
    fn root(&self) -> Type {
        Type::Structured("d.File".into())
    }

    fn property(&self, of: &Type, name: &str) -> Lookup {
        use PrimitiveType as P;
        let known: &[(&str, Type)] = match of {
            Type::Structured(ty) if &**ty == "d.File" => &[
                ("fileName", Type::Primitive(P::String)),
                ("size", Type::Primitive(P::Int64)),
                ("price", Type::Primitive(P::Decimal)),
                ("isNew", Type::Primitive(P::Boolean)),
                ("created", Type::Primitive(P::DateTimeOffset)),
                ("took", Type::Primitive(P::Duration)),
                ("owner", Type::Structured("d.Owner".into())),
                ("colour", Type::Enum("d.Colour".into())),
            ],
            Type::Structured(_) => &[("name", Type::Primitive(P::String))],
            _ => &[],
        };
        match (name, known.iter().find(|(known, _)| *known == name)) {
            _ if *of == Type::Unchecked => Lookup::Found(Type::Unchecked),
            ("tags", None) => Lookup::Found(Type::Collection(Box::new(Type::Primitive(P::String)))),
            ("owners", None) => Lookup::Found(Type::Collection(Box::new(Type::Structured(
                "d.Owner".into(),
            )))),
            ("secret", None) => Lookup::Refused(
                "get-files.md:7 lists what `$filter` takes, and `secret` is not there".into(),
            ),
            (_, Some((_, ty))) => Lookup::Found(ty.clone()),
            (_, None) => Lookup::Missing {
                of: "File".into(),
                known: known.iter().map(|(name, _)| (*name).into()).collect(),
            },
        }
    }

    fn members(&self, name: &str) -> Option<Vec<String>> {
        (name == "d.Colour").then(|| ["Red", "Green", "Blue"].map(str::to_owned).to_vec())
    }
}

#[test]
fn a_text_is_a_member_of_the_enumeration() {
    for text in [
        "colour eq 'Red'",
        "'Red' eq colour",
        "colour has 'Red, Blue'",
        "colour in ('Red','Green')",
        "colour eq '4'",
        "colour eq d.Colour'Newer'",
        "fileName eq 'Rad'",
    ] {
        parse(text, &Files).unwrap_or_else(|error| panic!("{error}"));
    }
    for (text, message) in [
        (
            "colour eq 'Bleu'",
            "Colour has no member `Bleu`\n  colour eq 'Bleu'\n            ^^^^^^\ndid you mean `Blue`?",
        ),
        (
            "'violet' ne colour",
            "Colour has no member `violet`\n  'violet' ne colour\n  ^^^^^^^^\nit has Red, Green, Blue",
        ),
        (
            "colour in ('Red','Geren')",
            "Colour has no member `Geren`\n  colour in ('Red','Geren')\n                   ^^^^^^^\ndid you mean `Green`?",
        ),
    ] {
        assert_eq!(parse(text, &Files).expect_err(text).to_string(), message);
    }
}

#[test]
fn what_is_read_is_printed_the_same() {
    for text in [
        "fileName eq 'a'",
        "fileName eq 'o''neill'",
        "isNew",
        "not isNew",
        "not (size gt 5 and isNew)",
        "isNew and size gt 5 or fileName ne null",
        "isNew and (size gt 5 or fileName ne null)",
        "size add 1 mul 2 eq 7",
        "(size add 1) mul 2 eq 7",
        "size sub (1 sub 2) eq 3",
        "-size lt 5",
        "-(5) lt size",
        "size eq -0",
        "size in (1,2,3)",
        "size in ()",
        "not (fileName in ('a','b'))",
        "fileName eq concat(tolower(fileName),trim('x '))",
        "year(created) eq 2024 and created gt 2024-01-01T00:00:00Z",
        "took gt duration'PT5M'",
        "created add duration'P1D' gt now()",
        "isNew eq (size gt 5)",
        "(size gt 5) ne isNew",
        "(isNew eq isNew) eq (isNew ne isNew)",
        "isNew eq (colour has d.Colour'Red')",
        "isNew ne (size in (1,2))",
        "(not isNew) eq isNew",
        "contains(fileName,'x') eq isNew",
        "size mul took gt duration'P1D'",
        "took mul 1.5 gt -took",
        "owner/name eq 'x'",
        "tags/any(t:t eq 'x')",
        "tags/all(t:startswith(t,'x') or owners/any(o:o/name eq t))",
        "owners/any()",
        "tags/$count gt 2",
        "colour eq d.Colour'Red'",
        "colour has d.Colour'Red,Blue'",
        "round(price) eq 2.50",
        "price divby 2 eq 1.5",
        "fileName in [\"a\",owner/name]",
        "fileName in tags",
        "hassubset(tags,[\"a\",\"b\"])",
        "contains(tags,[\"a\"])",
        "concat(tags,[fileName]) eq [\"x\"]",
        "case(size gt 0:'more',size lt 0:'less',true:null) eq 'more'",
        "case(size gt 10 :10,true:0) eq 10",
        "owner eq {\"name\":\"x\",\"ids\":[1,2 add 3],\"more\":{}}",
        "isof(d.File)",
        "isof(owner,d.Boss) and cast(size,Edm.String) eq '1'",
        "cast(tags,Collection(Edm.Date)) eq null",
        "owners/$count($filter=name eq 'x';$search=y) gt 2",
        "owners/$filter(name eq 'x')/$count gt 2",
        "owners(1)/name eq 'x'",
        "owners(a=1,b='x')/name eq 'x'",
        "d.similar(word=fileName,to=[\"a\"]) eq true",
        "$it/d.next(by=1 add 2)/fileName eq 'a'",
        "$root/files('a')/owner/name eq owner/name",
        "owners/d.Boss/any(b:b/d.staff()/any())",
        "$this eq @a and @a/name ne null",
        "fileName/@d.language#short eq 'en'",
        "owners/aggregate(name with max from name with max) gt 3",
        "$these/aggregate($count) gt 3",
        "isdefined(owner)",
        "geo.length(geography'SRID=0;LineString(1 2,3 4)') lt 5",
        "$it/fileName eq 'a'",
        "true",
    ] {
        match parse(text, &Files) {
            Ok(tree) => assert_eq!(tree.to_string(), text),
            Err(error) => panic!("{text}\n{error}"),
        }
    }
}

#[test]
fn blanks_and_needless_parentheses_are_dropped() {
    for (text, printed) in [
        ("  ( fileName  eq 'a' )  ", "fileName eq 'a'"),
        (
            "((isNew) and ((isNew) and isNew))",
            "isNew and isNew and isNew",
        ),
        ("contains( fileName , 'a b' )", "contains(fileName,'a b')"),
        (
            "NOT isNew AND Contains(fileName,'a') Or size GT 5",
            "not isNew and contains(fileName,'a') or size gt 5",
        ),
        (
            "case( isNew : 1 , true : 2 ) eq 1",
            "case(isNew:1,true:2) eq 1",
        ),
        ("[ 'a' , \"b\" ] eq tags", "[\"a\",\"b\"] eq tags"),
        ("fileName in ( tags )", "fileName in tags"),
        ("size in ( 1 , 2 )", "size in (1,2)"),
        ("tags/any( t : t eq 'x' )", "tags/any(t:t eq 'x')"),
    ] {
        assert_eq!(
            parse(text, &Files).map(|tree| tree.to_string()).as_deref(),
            Ok(printed)
        );
    }
}

/// Each line: a text with `«»` around what is at fault, and what the message says.
#[test]
fn faults_are_shown_where_they_are() {
    for (marked, says) in [
        ("«fileNam» eq 'a'", "File has no property `fileNam`"),
        (
            "fileName eq «5»",
            "Edm.String cannot be compared with Edm.Int",
        ),
        (
            "isNew eq «'true'»",
            "Edm.Boolean cannot be compared with Edm.String",
        ),
        (
            "contains(«isNew»,'a')",
            "`contains` takes an Edm.String or a collection here, not Edm.Boolean",
        ),
        (
            "«contains(fileName)»",
            "`contains` takes 2 arguments, not 1",
        ),
        ("«containz»(fileName,'a')", "`containz` is not a function"),
        ("fileName eq «'a»", "no closing quote"),
        ("fileName «=» 'a'", "does not belong here"),
        ("fileName eq 'a' «&&» isNew", "does not belong here"),
        ("«(»isNew", "never closed"),
        ("isNew«)»", "closes nothing"),
        ("fileName eq «script.sh»", "is no property"),
        ("«a.b» eq 1", "is no property"),
        ("fileName eq 'it'«s'»", "does not belong here"),
        ("«fileName»", "must be true or false"),
        ("«size add 1»", "must be true or false"),
        ("«fileName» and isNew", "must be true or false"),
        ("not «size»", "must be true or false"),
        ("«owner» gt null", "has no order"),
        ("«size add fileName» eq 5", "`add` does not go with"),
        ("fileName/«x» eq 'a'", "has no properties"),
        ("owner/«nme» eq 'a'", "has no property `nme`"),
        ("owners/«name» eq 'a'", "whole collection"),
        ("«size»/any(x:x eq 1)", "need a collection"),
        ("tags/any(«t»)", "variable and a colon"),
        ("size in «5»", "cannot be one of"),
        ("-«fileName» eq 'a'", "`-` needs a number"),
        ("size in (1,«'a'»)", "cannot be one of these"),
        ("«secret» eq 'a'", "get-files.md:7"),
        ("fileName eq «\"a\"»", "is expected"),
        (
            "fileName in ('a',«fileName»)",
            "only values can stand in a list",
        ),
        ("fileName in «owner»", "cannot be one of"),
        ("hassubset(«fileName»,tags)", "takes a collection"),
        ("case(«size»:1) eq 1", "must be true or false"),
        ("case(isNew«)» eq 1", "`:` and a value"),
        ("fileName in [1«;»2]", "`,` or `]` is expected"),
        ("tags eq «[»'a'", "never closed"),
        ("isof(owner,«5»)", "the name of a type"),
        ("fileName/«$count» eq 1", "needs a collection"),
        (
            "owners/$count(«top»=1) eq 1",
            "takes `$filter` and `$search`",
        ),
        ("owners(«name»)/name eq 'x'", "a value or a parameter alias"),
        (
            "owners/$filter(«nme» eq 'x')/$count eq 1",
            "has no property `nme`",
        ),
        ("", "the filter is empty"),
        ("  ", "the filter is empty"),
    ] {
        if marked.trim().is_empty() {
            let error = parse(marked, &Files).expect_err("empty");
            assert_eq!((error.message(), error.to_string().as_str()), (says, says));
            continue;
        }
        let start = marked.find('«').unwrap_or(0);
        let text = marked.replace(['«', '»'], "");
        let end = marked
            .find('»')
            .map_or(text.len(), |end| end - '«'.len_utf8());
        let error = parse(&text, &Files).expect_err(marked);
        assert!(error.message().contains(says), "{marked}: {error}");
        assert_eq!(error.range(), start..end, "{marked}: {error}");
    }
}

/// Words are operators only where one can stand.
#[test]
fn properties_may_be_called_like_operators() {
    for text in [
        "Not eq 1",
        "not eq 1",
        "add add In eq has",
        "or eq and and eq eq or",
        "Any/any(All:All/any eq Case)",
    ] {
        match parse(text, &AnyName) {
            Ok(tree) => assert_eq!(tree.to_string(), text),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn what_is_missing_is_said_behind_the_last_word() {
    let error = parse("fileName eq", &Files).expect_err("no value");
    assert_eq!(
        error.to_string(),
        "a value is missing after `eq`\n  fileName eq\n             ^"
    );
    let error = parse("isNew and ", &Files).expect_err("no value");
    assert!(
        error
            .to_string()
            .starts_with("a value is missing after `and`"),
        "{error}"
    );
}

#[test]
fn help_says_what_odata_writes() {
    for (text, help) in [
        ("fileName = 'a'", "OData writes `eq`"),
        ("fileName eq \"a\"", "straight single quotes"),
        ("contians(fileName,'a')", "did you mean `contains`?"),
        ("filename eq 'a'", "did you mean `fileName`?"),
        ("fileName eq 5", "text stands in single quotes: '5'"),
        (
            "fileName eq script.sh",
            "text stands in single quotes: 'script.sh'",
        ),
        (
            "fileName eq 'it's'",
            "a quote within text is doubled: 'it''s'",
        ),
        (
            "substringof('x',fileName)",
            "OData V4 writes contains(text,part)",
        ),
        ("isNew eq 'true'", "write it without quotes: true"),
        (
            "created gt '2019-01-01T00:00:00Z'",
            "write it without quotes: 2019-01-01T00:00:00Z",
        ),
        (
            "created gt '2019-01-01'",
            "for example 2019-01-01T00:00:00Z",
        ),
        ("created gt 2019-01-01", "for example 2019-01-01T00:00:00Z"),
    ] {
        let error = parse(text, &Files).expect_err(text);
        assert!(
            error.suggestion().unwrap_or_default().contains(help),
            "{error}"
        );
    }
}

#[test]
fn hostile_text_is_refused_without_harm() {
    for text in [
        "(".repeat(100_000),
        "not ".repeat(100_000),
        "-".repeat(100_000),
        "tolower(".repeat(100_000),
        format!("{}a eq 1", "a/any(x:".repeat(100_000)),
        "a eq 1 and ".repeat(50_000),
        format!("1{} eq 1", " add 1".repeat(50_000)),
        format!("a{}", " eq 1".repeat(50_000)),
        format!("a{}", " in (1)".repeat(50_000)),
        format!("a{}", " in b".repeat(50_000)),
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "case(true:".repeat(100_000),
        "cast(".repeat(100_000),
        "a/f(x=".repeat(100_000),
        "a/$filter(".repeat(100_000),
        "a/$count($filter=".repeat(100_000),
        "a/aggregate(".repeat(100_000),
        "1 in (".repeat(100_000),
        "'".repeat(99_999),
    ] {
        assert!(parse(&text, &AnyName).is_err());
    }
    let long = format!("{}a eq 1", "a eq 1 and ".repeat(50_000));
    assert!(parse(&long, &AnyName).is_ok(), "many terms are not deep");
}

/// Printing adds parentheses here and there; they must not make a text deeper than the parser goes.
#[test]
fn what_is_just_not_too_deep_is_read_again() {
    for text in [
        format!("{}isNew", "not ".repeat(MAX_DEPTH)),
        format!("{}size eq 1", "-".repeat(MAX_DEPTH)),
        format!(
            "{}isNew{}",
            "not (".repeat(MAX_DEPTH),
            ")".repeat(MAX_DEPTH)
        ),
        format!(
            "{}1{} eq 1",
            "-round(".repeat(MAX_DEPTH / 2),
            ")".repeat(MAX_DEPTH / 2)
        ),
        format!(
            "{}isNew{}",
            "not isNew in [".repeat(MAX_DEPTH / 4),
            "]".repeat(MAX_DEPTH / 4)
        ),
    ] {
        let printed = parse(&text, &AnyName)
            .unwrap_or_else(|error| panic!("{text}: {error}"))
            .to_string();
        let again = parse(&printed, &AnyName).unwrap_or_else(|error| panic!("{printed}: {error}"));
        assert_eq!(again.to_string(), printed);
    }
}

#[test]
fn orders_and_searches() {
    let items =
        parse_order_by("size desc, tolower(fileName) asc,created", &Files).expect("an order");
    let shown: Vec<String> = items.iter().map(OrderBy::to_string).collect();
    assert_eq!(shown, ["size desc", "tolower(fileName)", "created"]);
    assert!(parse_order_by("size descending", &Files).is_err());
    assert!(parse_order_by("tags", &Files).is_err());
    for (text, printed) in [
        ("blue", "blue"),
        ("blue green", "blue AND green"),
        (
            "NOT (blue OR \"dark green\")",
            "NOT (blue OR \"dark green\")",
        ),
        ("a OR b AND NOT c", "a OR b AND NOT c"),
        ("\"say \\\"hi\\\"\"", "\"say \\\"hi\\\"\""),
        ("a OR", "a AND \"OR\""),
        ("NOT NOT", "NOT \"NOT\""),
        ("AND OR NOT", "\"AND\" OR \"NOT\""),
        ("'\"blue'", "'\"blue'"),
    ] {
        assert_eq!(
            parse_search(text)
                .map(|search| search.to_string())
                .as_deref(),
            Ok(printed)
        );
    }
    for text in ["", "(a", "\"a", "a)", "NOT (", "a\"b\"", "'a"] {
        assert!(parse_search(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = parse(&text, &Files).map_err(|error| error.to_string());
        let _ = parse_search(&text).map_err(|error| error.to_string());
        let _ = parse_apply(&text, &Files).map_err(|error| error.to_string());
    }

    #[test]
    fn text_near_the_grammar_is_read_or_refused(
        words in prop::collection::vec(
            prop::sample::select(vec!["fileName", "eq", "'a'", "(", ")", "and", "not", "contains(", ",", "5", "/", "any(", "x:", "-", "in", "[", "]", "{", "}", "\"a\"", "case(", "cast(", "$count", "$filter(", "@a", "$it", "d.T", "aggregate(", "with sum", "$root"]),
            0..16,
        )
    ) {
        let text = words.join(" ");
        let _ = parse(&text, &Files).map_err(|error| error.to_string());
    }
}
