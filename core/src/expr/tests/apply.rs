//! `$apply` and `$compute` to trees.

use super::*;

fn only(text: &str) -> Transformation {
    let mut apply = parse_apply(text, &AnyName).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(apply.to_string(), text);
    assert_eq!(apply.0.len(), 1, "{text}");
    apply.0.remove(0)
}

fn aggregate(text: &str) -> Aggregate {
    match only(&format!("aggregate({text})")) {
        Transformation::Aggregate(mut all) if all.len() == 1 => all.remove(0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_aggregated_is_a_path_a_count_or_an_expression() {
    let one = aggregate("products/n.Digital with n.discount as d");
    assert_eq!(one.of, Aggregated::Path("products/n.Digital".into()));
    assert_eq!(
        (one.method.as_deref(), one.alias.as_deref()),
        (Some("n.discount"), Some("d"))
    );
    let one = aggregate("amount mul product/rate with sum as tax");
    assert!(matches!(one.of, Aggregated::Expr(Expr::Arithmetic(..))));
    let one = aggregate("sales/$count as n");
    assert_eq!(one.of, Aggregated::Count(Some("sales".into())));
    assert_eq!(aggregate("$count as n").of, Aggregated::Count(None));
    let one = aggregate("sales/forecast");
    assert_eq!(one.of, Aggregated::Path("sales/forecast".into()));
    assert_eq!((one.method, one.alias), (None, None));
    let one = aggregate("forecast from time,product/name with average from id as d");
    let from: Vec<(usize, Option<&str>)> = one
        .from
        .iter()
        .map(|from| (from.by.len(), from.with.as_deref()))
        .collect();
    assert_eq!(from, [(2, Some("average")), (1, None)]);
}

#[test]
fn transformations_have_what_stands_in_them() {
    let Transformation::GroupBy { by, then } = only("groupby((a/b,rollup(h),rollup(c,d)),top(2))")
    else {
        panic!("groupby")
    };
    assert_eq!(
        by,
        [
            Grouping::Property("a/b".into()),
            Grouping::Rollup(vec!["h".into()]),
            Grouping::Rollup(vec!["c".into(), "d".into()]),
        ]
    );
    assert_eq!(then, Some(Apply(vec![Transformation::Top(2)])));
    let text = "ancestors($root/nodes('x')/all_of,h,id,filter(a eq 1)/top(3),2,keep start)";
    let Transformation::Relatives {
        start,
        distance,
        keep_start,
        above,
        ..
    } = only(text)
    else {
        panic!("ancestors")
    };
    assert_eq!(
        (start.0.len(), distance, keep_start, above),
        (2, Some(2), true, true)
    );
    let Transformation::Traverse { start, order, .. } =
        only("traverse($root/nodes,h,id,postorder,name desc,id)")
    else {
        panic!("traverse")
    };
    assert_eq!((start, order.len(), order[0].descending), (None, 2, true));
    let Transformation::Traverse { start, order, .. } =
        only("traverse($root/nodes,h,id,preorder,filter(a eq 1),id)")
    else {
        panic!("traverse")
    };
    assert_eq!(
        (start.map(|apply| apply.0.len()), order.len()),
        (Some(1), 1)
    );
    let nested = only("addnested(sales,filter(a gt 3) as b,identity as c)");
    assert!(
        matches!(nested, Transformation::Nest { path: Some(path), nested } if path == "sales" && nested.len() == 2)
    );
    let two = parse_apply("search(')/top(1')/top(1)", &AnyName).expect("two");
    assert_eq!(
        two.0,
        [
            Transformation::Search(Search::Incomplete(")/top(1".into())),
            Transformation::Top(1)
        ]
    );
}

/// Each line: a text with `«»` around what is at fault, and what the message says.
#[test]
fn faults_are_shown_where_they_are() {
    for (marked, says) in [
        ("«agregate»($count as n)", "not a transformation"),
        ("aggregate(«nope» with sum as n)", "has no property `nope`"),
        ("aggregate(size «as» n)", "`with` and a method"),
        ("aggregate(size with «total» as n)", "sum, min, max"),
        ("aggregate(size with sum«)»", "`as` and a name"),
        (
            "aggregate(tags «add» 1 with sum as n)",
            "`with` and a method",
        ),
        ("groupby(«f»ileName)", "parentheses of their own"),
        ("groupby((«owners»/name))", "is a collection"),
        ("groupby((fileName«/x»))", "has no properties"),
        ("groupby((rollup(fileName,size«;»)))", "is expected"),
        ("concat(identity«)»", "another transformation"),
        ("join(«owner» as o)", "a collection is needed"),
        ("top(«x»)", "a number is expected"),
        ("topcount(1«)»", "`,` is expected"),
        ("descendants(«o»wner,h,id,identity)", "begins with `$root`"),
        ("compute(«size add fileName» as n)", "does not go with"),
        ("filter(«size»)", "must be true or false"),
        ("identity/«»", "a transformation is expected"),
    ] {
        let start = marked.find('«').expect("a mark");
        let text = marked.replace(['«', '»'], "");
        let end = marked.find('»').expect("a mark") - '«'.len_utf8();
        let error = parse_apply(&text, &Files).expect_err(marked);
        assert!(error.message().contains(says), "{marked}: {error}");
        assert_eq!(error.range(), start..end, "{marked}: {error}");
    }
}

#[test]
fn names_that_were_given_are_known_from_then_on() {
    for text in [
        "aggregate(size with sum as total)/filter(total gt 5)",
        "groupby((fileName),aggregate($count as n))/orderby(n desc)",
        "compute(size add 1 as more)/groupby((more))",
    ] {
        assert!(parse_apply(text, &Files).is_ok(), "{text}");
    }
    assert!(parse_apply("filter(total gt 5)", &Files).is_err());
    let items = parse_compute("size add 1 as more,more mul 2 as most", &Files).expect("two");
    assert_eq!(items[1].to_string(), "more mul 2 as most");
}
