//! URLs to trees and back.

use proptest::prelude::*;

use super::*;
use crate::expr::tests::trees::{Loose, expression, literal, name, search};
use crate::expr::{AnyName, Argument, Lookup, Named, Scope, Segment, Type, parse_apply};
use crate::expr::{Expr, OrderBy};

fn read(text: &str) -> RelativeUrl {
    RelativeUrl::parse(text, &AnyName).unwrap_or_else(|error| panic!("{error}"))
}

fn parts(text: &str) -> (Vec<Segment>, Vec<QueryOption>) {
    match read(text) {
        RelativeUrl::Resource { path, options } => (path.0, options),
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_segment_has_a_parameter() {
    let text = || Literal::String("x;v=1".into());
    assert_eq!(key_predicate(&[("id", text())]), "('x%3Bv=1')");
    assert_eq!(key_segments(&[text()]).as_deref(), Some("x%3Bv=1"));
    assert_eq!(read("People('x%3Bv=1')").to_string(), "People('x%3Bv=1')");
    assert_eq!(read("People('x;v=1')").to_string(), "People('x%3Bv=1')");
    // In a query it parts options.
    let query = "People?$expand=Trips($top=1;$skip=2)";
    assert_eq!(read(query).to_string(), query);
}

#[test]
fn a_path_falls_into_segments() {
    let (segments, _) = parts("People('O''Neil')/n.f(a=1,b=@p)/Trips/$count");
    let shown: Vec<String> = segments.iter().map(Segment::to_string).collect();
    assert_eq!(
        shown,
        ["People", "('O''Neil')", "n.f(a=1,b=@p)", "Trips", "$count"]
    );
    assert!(matches!(&segments[1], Segment::Key(key) if key[0].name.is_none()));
    assert!(matches!(&segments[2], Segment::Call(name, two) if name == "n.f" && two.len() == 2));
    let (segments, _) = parts("Trips(Id=1,Day=2020-01-01)/$filter(a/b%20eq%20'x%2Fy')/$each/n.act");
    // Where nothing is known of the name, it could as well be a function.
    assert!(matches!(&segments[0], Segment::Call(_, two) if two.len() == 2));
    assert!(matches!(&segments[1], Segment::Filter(asked) if asked.to_string() == "a/b eq 'x/y'"));
    let (segments, _) = parts("People/O'Neil%2F7/Trips");
    assert_eq!(segments[1], Segment::Name("O'Neil/7".into()));
    let (segments, _) = parts("$crossjoin(A,B)");
    assert_eq!(segments, [Segment::CrossJoin(vec!["A".into(), "B".into()])]);
}

#[test]
fn options_nest() {
    let (_, options) = parts(
        "A?$expand=B($filter=c%20eq%201;$expand=D/$ref($top=2),E/$count;@x=5;$levels=max),*&$select=F($skip=1),n.G(a,b),n.*,*&t=1",
    );
    let [
        QueryOption::Expand(expand),
        QueryOption::Select(select),
        QueryOption::Custom(name, value),
    ] = &options[..]
    else {
        panic!("{options:?}")
    };
    assert_eq!((&**name, value.as_deref()), ("t", Some("1")));
    let [
        QueryOption::Filter(_),
        QueryOption::Expand(inner),
        QueryOption::Alias(alias, _),
        QueryOption::Levels(None),
    ] = &expand[0].options[..]
    else {
        panic!("{expand:?}")
    };
    assert_eq!(alias, "@x");
    assert_eq!(
        (&*inner[0].path, inner[0].as_what, &inner[0].options[..]),
        ("D", Expanded::References, &[QueryOption::Top(2)][..])
    );
    assert_eq!((&*inner[1].path, inner[1].as_what), ("E", Expanded::Count));
    assert_eq!(
        select[1].parameters.as_deref(),
        Some(&["a".into(), "b".into()][..])
    );
    let paths: Vec<&str> = select.iter().map(|item| &*item.path).collect();
    assert_eq!(paths, ["F", "n.G", "n.*", "*"]);
}

#[test]
fn whole_urls_have_a_root() {
    let url = ServiceUrl::parse("https://[::1]:8080/A(1)?$top=1", &AnyName).expect("a URL");
    assert_eq!(&*url.root, "https://[::1]:8080/");
    let url = ServiceUrl::parse("http://h/svc/", &Sets).expect("a URL");
    assert_eq!((&*url.root, url.relative), ("http://h/svc/", None));
    let url = ServiceUrl::parse("http://h/svc/v1/Files('a')/Owner", &Sets).expect("a URL");
    assert_eq!(&*url.root, "http://h/svc/v1/");
}

/// A service of one entity set.
struct Sets;

impl Scope for Sets {
    fn root(&self) -> Type {
        Type::Unchecked
    }

    fn property(&self, of: &Type, name: &str) -> Lookup {
        match (of, name) {
            (Type::Structured(_), "Name") => {
                Lookup::Found(Type::Primitive(crate::edm::PrimitiveType::String))
            }
            (Type::Structured(_), "Owner") => Lookup::Found(Type::Structured("d.Owner".into())),
            (Type::Structured(_), "Parts") => Lookup::Found(Type::Collection(Box::new(
                Type::Structured("d.Part".into()),
            ))),
            (Type::Unchecked, _) => Lookup::Found(Type::Unchecked),
            _ => Lookup::Missing {
                of: "File".into(),
                known: vec!["Name".into(), "Owner".into()],
            },
        }
    }

    fn resource(&self, name: &str) -> Option<Named> {
        let set = Type::Collection(Box::new(Type::Structured("d.File".into())));
        (name == "Files").then_some(Named::Resource(set))
    }

    fn is_key_segment(&self, _: &str) -> bool {
        false
    }
}

/// Each line: a URL with `«»` around what is at fault, and what the message says.
#[test]
fn faults_are_shown_in_the_url_as_it_came() {
    for (marked, says) in [
        ("«Fils»", "no `Fils` at the service root"),
        ("Files/«nothing»", "has no `nothing`"),
        ("Files('a')/«Nam»", "has no"),
        ("Files('a«/»b')", "percent-encoded in a path"),
        (
            "Files«/$count/more»".replace("«/$count", "/$count«").leak(),
            "nothing can follow",
        ),
        ("Files?$filter=«nam»%20eq%201", "no property `nam`"),
        (
            "Files?$filter=Name%20eq%20'%C3%A9'%20and%20«nam»%20eq%201",
            "no property `nam`",
        ),
        ("Files?$filter=Name%20eq%20«5»", "cannot be compared"),
        ("Files?«$fliter»=Name", "not an option"),
        ("Files?$top=«five»", "a number is expected"),
        ("Files?$top=1&$count«»", "`=` and a value"),
        ("Files?$expand=Parts(«$format»=json)", "does not go with"),
        (
            "Files?$expand=Parts($top=1;«$top»=2)",
            "`$top` is there twice",
        ),
        ("Files?$expand=«Names»", "has no property"),
        ("Files?$select=Name,«Nope»", "has no property"),
        ("Files?$orderby=Owner/«Nope»", "has no property"),
        (
            "Files?$compute=Name%20as%20N&$filter=«M»%20eq%20'x'",
            "has no property",
        ),
        ("Files?$apply=groupby((«Nope»))", "has no property"),
        ("Files?$search=a%20«%22b»", "has no closing quote"),
        (
            "Files?$filter=Name%20eq%20'«%zz»'"
                .replace("%zz»", "%»zz")
                .leak(),
            "two hexadecimal digits",
        ),
        ("$metadata?«$filter»=true", "does not go with $metadata"),
        ("$metadata#«Fils»", "no entity set"),
        ("Files«#»a", "stands only behind `$metadata`"),
        ("$entity«?$format=json»", "needs `$id`"),
    ] {
        let start = marked.find('«').expect("a mark");
        let text = marked.replace(['«', '»'], "");
        let end = marked.find('»').expect("a mark") - '«'.len_utf8();
        let error = RelativeUrl::parse(&text, &Sets).expect_err(marked);
        assert!(error.message().contains(says), "{marked}: {error}");
        assert_eq!(error.range(), start..end, "{marked}: {error}");
    }
}

#[test]
fn names_that_are_given_to_values_are_known() {
    for url in [
        "Files?$filter=N%20eq%20'x'&$compute=tolower(Name)%20as%20N",
        "Files?$apply=groupby((Name),aggregate($count%20as%20C))/filter(C%20gt%201)&$orderby=C",
        "Files?$expand=Parts($compute=1%20add%201%20as%20T;$filter=T%20gt%201)",
    ] {
        if let Err(error) = RelativeUrl::parse(url, &Sets) {
            panic!("{error}");
        }
    }
    let outside = "Files?$expand=Parts($compute=1%20as%20T)&$filter=T%20gt%201";
    assert!(RelativeUrl::parse(outside, &Sets).is_err());
}

#[test]
fn hostile_urls_are_refused_without_harm() {
    let many = 50_000;
    for text in [
        format!("A?$expand={}", "A($expand=".repeat(many)),
        format!("A?$select={}", "A($select=".repeat(many)),
        format!("A?$apply={}", "concat(".repeat(many)),
        format!("A?$apply={}", "groupby((a),".repeat(many)),
        format!("A?$apply={}", "nest(".repeat(many)),
        format!("A?$search={}", "(".repeat(many)),
        format!("A?$filter={}", "%28".repeat(many)),
        format!("A/{}", "$filter(".repeat(many)),
        format!("A{}", "(1)".repeat(many)),
        format!("$metadata#A{}", "(B".repeat(many)),
        format!("A?{}", "&".repeat(many)),
        format!("$crossjoin({}", "A,".repeat(many)),
    ] {
        let error = RelativeUrl::parse(&text, &AnyName).expect_err("hostile");
        assert!(error.to_string().len() < 1_000);
    }
    let long = format!("http://h{}$none", "/a".repeat(many));
    assert!(ServiceUrl::parse(&long, &Sets).is_err());
    let chain = vec!["identity"; many].join("/");
    assert!(parse_apply(&chain, &AnyName).is_ok(), "long is not deep");
}

fn path() -> impl Strategy<Value = Vec<Segment>> {
    let value = || literal().prop_map(Expr::Literal);
    let key = || {
        let named = (name(), value()).prop_map(|(name, value)| Argument {
            name: Some(name.into()),
            value,
        });
        prop_oneof![
            value().prop_map(|value| Segment::Key(vec![Argument { name: None, value }])),
            prop::collection::vec(named, 2..4).prop_map(Segment::Key),
        ]
    };
    let middle = prop_oneof![
        name().prop_map(|name| Segment::Name(name.into())),
        (name(), name()).prop_map(|(n, t)| Segment::Name(format!("{n}.{t}").into())),
        expression().prop_map(|asked| Segment::Filter(Box::new(asked))),
    ];
    let last = prop::sample::select(vec!["$count", "$ref", "$value", "$query"]);
    let parts = prop::collection::vec((middle, prop::option::of(key())), 0..3);
    (
        name(),
        prop::option::of(key()),
        parts,
        prop::option::of(last),
    )
        .prop_map(|(head, first, parts, last)| {
            let mut all = vec![Segment::Name(head.into())];
            // Two named properties behind a plain name look like parameters where nothing is known.
            all.extend(first.filter(|key| matches!(key, Segment::Key(key) if key.len() == 1)));
            for (segment, key) in parts {
                let is_filter = matches!(segment, Segment::Filter(_));
                all.push(segment);
                let fits =
                    |key: &Segment| matches!(key, Segment::Key(key) if is_filter || key.len() == 1);
                all.extend(key.filter(fits));
            }
            all.extend(last.map(|last| Segment::Name(last.into())));
            all
        })
}

fn nested() -> impl Strategy<Value = QueryOption> {
    prop_oneof![
        expression().prop_map(QueryOption::Filter),
        search().prop_map(QueryOption::Search),
        any::<u64>().prop_map(QueryOption::Top),
        (name(), expression())
            .prop_map(|(alias, value)| QueryOption::Alias(format!("@{alias}").into(), value)),
        (name(), expression()).prop_map(|(alias, value)| QueryOption::Compute(vec![
            crate::expr::Compute {
                value,
                alias: alias.into(),
            }
        ])),
    ]
}

fn option() -> impl Strategy<Value = QueryOption> {
    let items = || {
        let options = prop::collection::vec(nested(), 0..3).prop_map(|mut options| {
            options.sort_by(|one, other| one.name().cmp(other.name()));
            options.dedup_by(|one, other| one.name() == other.name());
            options
        });
        let item = (name(), options);
        prop::collection::vec(item, 1..3)
    };
    let expand = items().prop_map(|items| {
        let item = |(path, options): (String, Vec<QueryOption>)| ExpandItem {
            path: path.into(),
            as_what: Expanded::Entities,
            options,
        };
        QueryOption::Expand(items.into_iter().map(item).collect())
    });
    let select = items().prop_map(|items| {
        let item = |(path, options): (String, Vec<QueryOption>)| SelectItem {
            path: path.into(),
            parameters: None,
            options,
        };
        QueryOption::Select(items.into_iter().map(item).collect())
    });
    let order = prop::collection::vec((expression(), any::<bool>()), 1..3).prop_map(|items| {
        let item = |(by, descending)| OrderBy { by, descending };
        QueryOption::OrderBy(items.into_iter().map(item).collect())
    });
    prop_oneof![
        nested(),
        expand,
        select,
        order,
        any::<bool>().prop_map(QueryOption::Count),
        any::<i64>().prop_map(QueryOption::Index),
        "\\PC{1,6}".prop_map(|token| QueryOption::SkipToken(token.into())),
        "\\PC{1,6}".prop_map(|id| QueryOption::Id(id.into())),
        ("[!a-z]x[=&+%#a-z?]{0,4}", prop::option::of("\\PC{0,6}"))
            .prop_map(|(name, value)| QueryOption::Custom(name.into(), value.map(Into::into))),
    ]
}

proptest! {
    #[test]
    fn urls_are_read_as_they_are_printed(
        segments in path(),
        options in prop::collection::vec(option(), 0..4),
    ) {
        let url = RelativeUrl::Resource { path: ResourcePath(segments), options };
        let text = url.to_string();
        let read = RelativeUrl::parse(&text, &Loose)
            .map_err(|error| TestCaseError::fail(format!("{url:?}\n{error}")))?;
        prop_assert_eq!(read.to_string(), text.clone());
        prop_assert_eq!(&RelativeUrl::parse(&text, &Loose).expect("read once"), &read);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = RelativeUrl::parse(&text, &AnyName).map_err(|error| error.to_string());
        let _ = ServiceUrl::parse(&text, &Sets).map_err(|error| error.to_string());
    }

    #[test]
    fn text_near_the_grammar_is_read_or_refused(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "Files", "('a')", "(a=1)", "/", "$count", "$filter(", ")", "?", "&", "$expand=", "$apply=", "$search=", "#",
                "$metadata", "$entity", "@a=", "%27", "%2F", "%C3", "*", ",", ";", "%20", "a", "$select=", "n.T", "$each",
            ]),
            0..16,
        )
    ) {
        let text = words.concat();
        let _ = RelativeUrl::parse(&text, &Sets).map_err(|error| error.to_string());
        if let Ok(url) = RelativeUrl::parse(&text, &AnyName) {
            let printed = url.to_string();
            let again = RelativeUrl::parse(&printed, &AnyName).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(again.to_string(), printed);
        }
    }
}
