//! Text to tree and back.

use proptest::prelude::*;

use super::*;
use crate::edm::{Literal, PrimitiveType};

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
}

#[test]
fn what_is_read_is_printed_the_same() {
    for text in [
        "fileName eq 'a'",
        "fileName eq 'o''neill'",
        "isNew",
        "not isNew",
        "isof(d.Script) and d.Script/tags/any(t:t eq 'x')",
        "not isof(owner,d.Person)",
        "not (size gt 5 and isNew)",
        "isNew and size gt 5 or fileName ne null",
        "isNew and (size gt 5 or fileName ne null)",
        "size add 1 mul 2 eq 7",
        "(size add 1) mul 2 eq 7",
        "size sub (1 sub 2) eq 3",
        "-size lt 5",
        "-(5) lt size",
        "size in (1,2,3)",
        "size in ()",
        "not (fileName in ('a','b'))",
        "fileName eq concat(tolower(fileName),trim('x '))",
        "year(created) eq 2024 and created gt 2024-01-01T00:00:00Z",
        "took gt duration'PT5M'",
        "created add duration'P1D' gt now()",
        "owner/name eq 'x'",
        "tags/any(t:t eq 'x')",
        "tags/all(t:startswith(t,'x') or owners/any(o:o/name eq t))",
        "owners/any()",
        "tags/$count gt 2",
        "colour eq d.Colour'Red'",
        "colour has d.Colour'Red,Blue'",
        "round(price) eq 2.50",
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
            "`contains` takes an Edm.String here, not Edm.Boolean",
        ),
        (
            "«contains(fileName)»",
            "`contains` takes 2 arguments, not 1",
        ),
        ("«isof(owner»)", "`isof` takes the name of a type"),
        ("isof(owner,«Person»)", "with its namespace"),
        ("isof«(»d.Owner", "never closed"),
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
        ("size in «5»", "list in parentheses"),
        ("-«fileName» eq 'a'", "`-` needs a number"),
        ("size in (1,«'a'»)", "cannot be one of these"),
        ("«secret» eq 'a'", "get-files.md:7"),
        ("fileName eq «\"a\"»", "is expected"),
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
        ("isNew AND isNew", "operators are in lower case: `and`"),
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
            "not isNew in (".repeat(MAX_DEPTH / 2),
            ")".repeat(MAX_DEPTH / 2)
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
    ] {
        assert_eq!(
            parse_search(text)
                .map(|search| search.to_string())
                .as_deref(),
            Ok(printed)
        );
    }
    for text in ["", "OR", "a OR", "(a", "\"a", "a)", "NOT"] {
        assert!(parse_search(text).is_err(), "{text}");
    }
}

fn literal() -> impl Strategy<Value = Expr> {
    prop_oneof![
        any::<i64>().prop_map(Literal::Int),
        any::<bool>().prop_map(Literal::Boolean),
        "\\PC{0,12}".prop_map(Literal::String),
        Just(Literal::Null),
    ]
    .prop_map(Expr::Literal)
}

fn expression() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        literal(),
        "[a-z]{1,3}(/[a-z]{1,3})?".prop_filter_map("no operator", |path| {
            let words = [
                "and", "or", "eq", "ne", "gt", "ge", "lt", "le", "in", "has", "not", "add", "sub",
                "mul", "div", "mod",
            ];
            let free = path
                .split('/')
                .all(|word| !words.contains(&word) && word != "any" && word != "all");
            free.then(|| Expr::Path(path.into()))
        })
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            (
                prop_oneof![Just(LogicOp::And), Just(LogicOp::Or)],
                pair.clone()
            )
                .prop_map(|(op, (a, b))| Expr::join(op, a, b)),
            (
                prop_oneof![
                    Just(CompareOp::Eq),
                    Just(CompareOp::Lt),
                    Just(CompareOp::Has)
                ],
                pair.clone()
            )
                .prop_map(|(op, (a, b))| Expr::compare(op, a, b)),
            (
                prop_oneof![
                    Just(ArithmeticOp::Add),
                    Just(ArithmeticOp::Sub),
                    Just(ArithmeticOp::DivBy)
                ],
                pair
            )
                .prop_map(|(op, (a, b))| Expr::Arithmetic(
                    op,
                    Box::new(a),
                    Box::new(b)
                )),
            inner.clone().prop_map(|a| Expr::Not(Box::new(a))),
            inner.clone().prop_map(|a| Expr::Negate(Box::new(a))),
            (inner.clone(), prop::collection::vec(inner.clone(), 1..3))
                .prop_map(|(a, list)| Expr::In(Box::new(a), list)),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| Expr::Call(Function::Concat, vec![a, b])),
            inner
                .clone()
                .prop_map(|a| Expr::IsOf(Some(Box::new(a)), "d.Owner".into())),
            inner.prop_map(|body| Expr::Lambda {
                over: "tags".into(),
                kind: LambdaKind::All,
                variable: "x".into(),
                body: Some(Box::new(body)),
            }),
        ]
    })
}

/// Trees of any shape, types disregarded: the checker does not look at `AnyName` paths, so compare in text.
struct Loose;

impl Scope for Loose {
    fn root(&self) -> Type {
        Type::Unchecked
    }

    fn property(&self, _: &Type, _: &str) -> Lookup {
        Lookup::Found(Type::Unchecked)
    }
}

proptest! {
    /// A tree that the checker lets pass is read back as it was printed.
    #[test]
    fn print_parse_print_is_the_identity(tree in expression()) {
        let text = tree.to_string();
        if let Ok(read) = parse(&text, &Loose) {
            prop_assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = parse(&text, &Files).map_err(|error| error.to_string());
        let _ = parse_search(&text).map_err(|error| error.to_string());
    }

    #[test]
    fn text_near_the_grammar_is_read_or_refused(
        words in prop::collection::vec(
            prop::sample::select(vec!["fileName", "eq", "'a'", "(", ")", "and", "not", "contains(", ",", "5", "/", "any(", "x:", "-", "in"]),
            0..16,
        )
    ) {
        let text = words.join(" ");
        let _ = parse(&text, &Files).map_err(|error| error.to_string());
    }
}
