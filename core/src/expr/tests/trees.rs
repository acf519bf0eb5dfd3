//! Random trees, and that what is printed of them is read as the same.

use proptest::prelude::*;

use super::*;
use crate::abnf;
use crate::edm::{Literal, any_literal};
use crate::url::encode_query;

/// Trees of any shape: names are known, types do not have to go together.
pub(crate) struct Loose;

impl Scope for Loose {
    fn root(&self) -> Type {
        Type::Unchecked
    }

    fn property(&self, _: &Type, _: &str) -> Lookup {
        Lookup::Found(Type::Unchecked)
    }

    fn operation(&self, _: Option<&Type>, _: &str) -> Option<Named> {
        Some(Named::Unknown)
    }

    fn checks_types(&self) -> bool {
        false
    }
}

pub(crate) fn name() -> impl Strategy<Value = String> {
    "[a-zA-Zé_][a-zA-Z0-9é_]{0,5}".prop_filter("a name that means nothing else", |name| {
        let lower = name.to_ascii_lowercase();
        let words = [
            "and", "or", "eq", "ne", "gt", "ge", "lt", "le", "in", "has", "not", "add", "sub",
            "mul", "div", "divby", "mod", "any", "all", "case", "cast", "isof", "null", "true",
            "false", "inf", "nan", "asc", "desc", "as", "with", "from", "rollup", "identity",
            "filter", "search", "concat", "skip", "top", "join", "nest", "orderby", "compute",
        ];
        !words.contains(&&*lower) && Function::from_name(name).is_none()
    })
}

/// A decimal may be so small that it is read as the double zero; those that are written one way only.
pub(crate) fn literal() -> impl Strategy<Value = Literal> {
    any_literal().prop_filter("written in one way", |literal| {
        let text = literal.to_string();
        let read = Literal::parse_prefix(&text).ok().flatten();
        read.is_some_and(|(read, _)| read.to_string() == text)
    })
}

fn qualified() -> impl Strategy<Value = String> {
    (name(), name()).prop_map(|(namespace, name)| format!("{namespace}.{name}"))
}

/// What is only names.
fn plain() -> impl Strategy<Value = String> {
    let head = prop_oneof![
        4 => name(),
        1 => prop::sample::select(vec!["$it", "$this"]).prop_map(str::to_owned),
        1 => name().prop_map(|alias| format!("@{alias}")),
        1 => name().prop_map(|set| format!("$root/{set}")),
    ];
    let segment = prop_oneof![
        4 => name(),
        1 => qualified(),
        1 => qualified().prop_map(|term| format!("@{term}")),
        1 => (qualified(), name()).prop_map(|(term, sign)| format!("@{term}#{sign}")),
    ];
    (head, prop::collection::vec(segment, 0..3)).prop_map(|(head, rest)| {
        let rest: String = rest.iter().map(|segment| format!("/{segment}")).collect();
        head + &rest
    })
}

fn argument(value: impl Strategy<Value = Expr>) -> impl Strategy<Value = Argument> {
    (name(), value).prop_map(|(name, value)| Argument {
        name: Some(name.into()),
        value,
    })
}

fn key() -> impl Strategy<Value = Segment> {
    let value = || {
        prop_oneof![
            literal().prop_map(Expr::Literal),
            name().prop_map(|alias| Expr::Path(format!("@{alias}").into())),
        ]
    };
    prop_oneof![
        value().prop_map(|value| Segment::Key(vec![Argument { name: None, value }])),
        prop::collection::vec(argument(value()), 1..3).prop_map(Segment::Key),
    ]
}

pub(crate) fn search() -> impl Strategy<Value = Search> {
    let leaf = "\\PC{1,8}".prop_map(|term| Search::Term(term.into()));
    leaf.prop_recursive(4, 12, 3, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            inner.clone().prop_map(|inner| Search::Not(Box::new(inner))),
            several().prop_map(Search::And),
            several().prop_map(Search::Or),
        ]
    })
}

/// Paths with more in them than names, over expressions.
fn segments(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = Expr> {
    let call = (
        qualified(),
        prop::collection::vec(argument(inner.clone()), 0..3),
    )
        .prop_map(|(name, arguments)| Segment::Call(name.into(), arguments));
    let boxed = inner.clone().prop_map(Box::new);
    let filtered = boxed.clone().prop_map(Segment::Filter);
    let count = (
        prop::option::of(boxed.clone()),
        prop::option::of(search().prop_map(Box::new)),
    )
        .prop_filter("more than a name", |(filter, search)| {
            filter.is_some() || search.is_some()
        })
        .prop_map(|(filter, search)| Segment::Count { filter, search });
    let lambda = (name(), boxed).prop_map(|(variable, body)| Segment::Lambda {
        kind: LambdaKind::Any,
        variable: variable.into(),
        body: Some(body),
    });
    let aggregate = (inner, prop::option::of(name())).prop_map(|(value, by)| {
        let by = by.map(|by| AggregateFrom {
            by: vec![by.into()],
            with: Some("average".into()),
        });
        Segment::Aggregate(Box::new(Aggregate {
            of: Aggregated::Expr(value),
            method: Some("sum".into()),
            from: by.into_iter().collect(),
            alias: None,
        }))
    });
    let middle = prop_oneof![call, filtered];
    let last = prop_oneof![count, lambda, aggregate];
    (
        name(),
        prop::collection::vec((middle, prop::option::of(key())), 1..3),
        prop::option::of(last),
    )
        .prop_map(|(head, middle, last)| {
            let mut all = vec![Segment::Name(head.into())];
            for (segment, key) in middle {
                // Behind a call, what is in parentheses must be told from parameters: it never is.
                all.push(segment);
                all.extend(key);
            }
            all.extend(last);
            Expr::Segments(all)
        })
}

pub(crate) fn expression() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        literal().prop_map(Expr::Literal),
        plain().prop_map(|path| Expr::Path(path.into())),
    ];
    leaf.prop_recursive(4, 32, 3, |inner| {
        let inner = inner.boxed();
        let boxed = || inner.clone().prop_map(Box::new);
        let pair = || (inner.clone(), inner.clone());
        let several = |range| prop::collection::vec(inner.clone(), range);
        let logic = prop::sample::select(vec![LogicOp::And, LogicOp::Or]);
        let compare = prop::sample::select(vec![
            CompareOp::Eq,
            CompareOp::Ne,
            CompareOp::Gt,
            CompareOp::Has,
        ]);
        let arithmetic = prop::sample::select(vec![
            ArithmeticOp::Add,
            ArithmeticOp::Sub,
            ArithmeticOp::Mul,
            ArithmeticOp::DivBy,
            ArithmeticOp::Mod,
        ]);
        let list = prop::collection::vec(literal().prop_map(Expr::Literal), 0..3);
        prop_oneof![
            (logic, pair()).prop_map(|(op, (a, b))| Expr::join(op, a, b)),
            (compare, pair()).prop_map(|(op, (a, b))| Expr::compare(op, a, b)),
            (arithmetic, boxed(), boxed()).prop_map(|(op, a, b)| Expr::Arithmetic(op, a, b)),
            boxed().prop_map(Expr::Not),
            boxed().prop_map(Expr::Negate),
            (boxed(), list).prop_map(|(one, list)| Expr::In(one, list)),
            (boxed(), several(1..3)).prop_map(|(one, list)| Expr::In(one, list)),
            (boxed(), boxed()).prop_map(|(one, all)| Expr::InCollection(one, all)),
            several(2..3).prop_map(|both| Expr::Call(Function::Concat, both)),
            prop::collection::vec(pair(), 1..3).prop_map(Expr::Case),
            (prop::option::of(boxed()), qualified()).prop_map(|(v, t)| Expr::Cast(v, t.into())),
            (prop::option::of(boxed()), name())
                .prop_map(|(v, t)| Expr::IsOf(v, format!("Collection({t})").into())),
            several(0..3).prop_map(Expr::Array),
            prop::collection::vec(("\\PC{0,4}", inner.clone()), 0..3).prop_map(|members| {
                let boxed = |(name, value): (String, Expr)| (name.into(), value);
                Expr::Object(members.into_iter().map(boxed).collect())
            }),
            (plain(), name(), boxed()).prop_map(|(over, variable, body)| Expr::Lambda {
                over: over.into(),
                kind: LambdaKind::All,
                variable: variable.into(),
                body: Some(body),
            }),
            segments(inner.clone()),
        ]
    })
}

proptest! {
    /// Any tree is read back as it was printed, and as the same tree from then on; the grammar of URLs takes it.
    #[test]
    fn print_parse_print_is_the_identity(tree in expression()) {
        let text = tree.to_string();
        let read = parse(&text, &Loose).map_err(|error| TestCaseError::fail(format!("{tree:?}\n{error}")))?;
        prop_assert_eq!(read.to_string(), text.clone());
        prop_assert_eq!(&parse(&read.to_string(), &Loose).expect("read once"), &read);
        let encoded = encode_query(&text);
        let rule = abnf::read("boolCommonExpr", &encoded, &Loose);
        prop_assert_eq!(rule, Some(Ok(encoded)));
    }

    #[test]
    fn searches_are_read_as_they_are_printed(tree in search()) {
        let text = tree.to_string();
        let read = parse_search(&text).map_err(|error| TestCaseError::fail(format!("{tree:?}\n{error}")))?;
        prop_assert_eq!(read.to_string(), text);
    }
}

#[test]
fn literals_stand_where_they_are_printed() {
    let texts = Expr::Array(vec![Expr::Literal(Literal::String(
        "a\"\\\n\u{1}'é".into(),
    ))]);
    assert_eq!(texts.to_string(), "[\"a\\\"\\\\\\n\\u0001'é\"]");
    assert_eq!(parse_array(&texts.to_string()), texts);
}

fn parse_array(text: &str) -> Expr {
    match parse(&format!("a in {text}"), &AnyName) {
        Ok(Expr::InCollection(_, array)) => *array,
        other => panic!("{other:?}"),
    }
}
