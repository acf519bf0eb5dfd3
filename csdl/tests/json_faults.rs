//! CSDL JSON: what is said, with its place, of what is wrong.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;

fn in_schema(inside: &str) -> String {
    format!(
        r#"{{"$Version": "4.01",
"$Reference": {{"core.json": {{"$Include": [{{"$Namespace": "Org.OData.Core.V1", "$Alias": "Core"}}]}}}},
"org.demo": {{"$Alias": "self",
{inside}
}}}}"#
    )
}

/// What is said of a schema with that in it, each on one line.
fn said(inside: &str) -> Vec<String> {
    headlines(&in_schema(inside))
}

fn headlines(text: &str) -> Vec<String> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("test.json", text);
    let document = odata_csdl::read(source, &sources, &mut diagnostics);
    assert!(document.is_some() || diagnostics.has_errors());
    assert!(diagnostics.iter().all(|one| !one.labels.is_empty()));
    let all = diagnostics.iter();
    all.map(|one| format!("{} {}", one.code, one.headline(&sources)))
        .collect()
}

fn rendered(text: &str) -> String {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("test.json", text);
    odata_csdl::read(source, &sources, &mut diagnostics);
    diagnostics.render(&sources)
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (inside, expected) in [
        (
            r#""E": {"$Kind": "EntityTyp"}"#,
            "bad-value test.json:4:17: error: `$Kind` of `E` is `EntityTyp`",
        ),
        (
            r#""E": {}"#,
            "missing-attribute test.json:4:2: error: `E` has no `$Kind`",
        ),
        (
            r#""E": 1"#,
            "bad-value test.json:4:6: error: `E` is a number; it has to be an object",
        ),
        (
            r#""E": [1]"#,
            "bad-value test.json:4:7: error: an item of `E` is a number",
        ),
        (
            r#""E": {"$Kind": "Action"}"#,
            "bad-value test.json:4:2: warning: `E` is an object; the overloads",
        ),
        (
            r#""E": {"$Kind": "ComplexType", "p": {"$Type": "Collection(Edm.String)"}}"#,
            "bad-value test.json:4:47: error: `Collection(Edm.String)` is not the name of a type",
        ),
        (
            r#""E": {"$Kind": "ComplexType", "p": {"$Nullable": "true"}}"#,
            "bad-value test.json:4:51: warning: `$Nullable` is the text \"true\"",
        ),
        (
            r#""E": {"$Kind": "ComplexType", "p": {"$Precision": 1.5}}"#,
            "bad-value test.json:4:51: error: `$Precision` is `1.5`; it can be a whole number",
        ),
        (
            r#""E": {"$Kind": "ComplexType", "p": {"$Kind": "Proprty"}}"#,
            "bad-value test.json:4:47: error: `$Kind` of `p` is Proprty",
        ),
        (
            r#""E": {"$Kind": "ComplexType", "p": {"$Kind": "NavigationProperty"}}"#,
            "missing-attribute test.json:4:32: error: the navigation property `p` has no `$Type`",
        ),
        (
            r#""E": {"$Kind": "ComplexType", "$Basetype": "self.E"}"#,
            "unknown-attribute test.json:4:32: warning: `$Basetype` is not a member that CSDL JSON has in a structured type",
        ),
        (
            r#""E": {"$Kind": "EntityType", "$Key": [1]}"#,
            "bad-value test.json:4:39: error: a part of a key",
        ),
        (
            r#""E": {"$Kind": "EntityType", "p@self.T": 1}"#,
            "unknown-target test.json:4:31: warning: there is no `p` here",
        ),
        (
            r##""@self.T#": 1"##,
            "bad-value test.json:4:2: error: an annotation is named",
        ),
        (
            r#""@self.T": {"$If": 1}"#,
            "bad-value test.json:4:20: error: `$If` is a number; it has to be an array",
        ),
        (
            r#""@self.T": {"$Guess": 1}"#,
            "unknown-attribute test.json:4:14: warning: `$Guess` is not a member",
        ),
        (
            r#""C": {"$Kind": "EntityContainer", "S": {"$Collection": true}}"#,
            "missing-attribute test.json:4:36: error: `S` has no `$Type`",
        ),
        (
            r#""E": {"$Kind": "EnumType", "A": "x"}"#,
            "bad-value test.json:4:34: error: `A` is `x`",
        ),
        (
            r#""E": {"$Kind": "TypeDefinition"}"#,
            "missing-attribute test.json:4:2: error: the type definition `E` has no `$UnderlyingType`",
        ),
        (
            r#""E": [{"$Kind": "Action", "$Parameter": [{}]}]"#,
            "missing-attribute test.json:4:42: error: a parameter has no `$Name`",
        ),
        (
            r#""E": {"$Kind": "EnumType"}, "E": {"$Kind": "ComplexType"}"#,
            "duplicate-name test.json:4:30: error: an object has `E` twice; the first one counts (test.json:4:2: first said here)",
        ),
    ] {
        let said = said(inside);
        assert_eq!(said.len(), 1, "{inside}: {said:#?}");
        assert!(
            said[0].starts_with(expected),
            "{inside}:\n{}\n{expected}",
            said[0]
        );
    }
}

#[test]
fn json_that_is_malformed_is_one_error() {
    for (text, expected) in [
        ("{", "truncated test.json:1:2: error: the JSON ends"),
        ("{\"a\": tru", "truncated test.json:1:10"),
        ("{\"a\": \"x", "truncated test.json:1:9"),
        (
            "{\"a\" 1}",
            "malformed-json test.json:1:6: error: the JSON is malformed: `:` is missing here",
        ),
        (
            "{\"a\": 1 \"b\": 2}",
            "malformed-json test.json:1:9: error: the JSON is malformed: `,` or `}` is missing",
        ),
        ("{\"a\": [1 2]}", "malformed-json test.json:1:10"),
        (
            "{\"a\": 1,}",
            "malformed-json test.json:1:9: error: the JSON is malformed: the name of a member",
        ),
        (
            "{\"a\": [1,]}",
            "malformed-json test.json:1:10: error: the JSON is malformed: a value is missing",
        ),
        ("{'a': 1}", "malformed-json test.json:1:2"),
        (
            "{\"a\": 01}",
            "malformed-json test.json:1:7: error: the JSON is malformed: a number does not begin",
        ),
        ("{\"a\": NaN}", "malformed-json test.json:1:7"),
        ("{\"a\": \"\n\"}", "malformed-json test.json:1:8"),
        (
            "{\"a\": \"\\ud83d\"}",
            "malformed-json test.json:1:8: error: the JSON is malformed: half of a surrogate",
        ),
        (
            "{} {}",
            "malformed-json test.json:1:4: error: the JSON is malformed: something stands behind",
        ),
        ("{\"a\": // no\n1}", "malformed-json test.json:1:7"),
    ] {
        let said = headlines(text);
        assert_eq!(said.len(), 1, "{text}: {said:?}");
        assert!(said[0].starts_with(expected), "{text}: {}", said[0]);
    }
}

#[test]
fn other_json_is_called_by_its_name() {
    for (text, what) in [
        (
            r#"{"@odata.context": "x", "value": []}"#,
            "data that an OData service answered",
        ),
        (
            r#"{"error": {"code": "1"}}"#,
            "this is an error that the service answered",
        ),
        (
            r#"{"value": [{"name": "Books", "url": "Books"}, {"name": "Me", "kind": "Singleton", "url": "Me"}]}"#,
            "the service document, which lists",
        ),
        (r#"{"openapi": "3.0.0"}"#, "this is an OpenAPI description"),
        (r#"{"$schema": "x"}"#, "this is a JSON Schema"),
        (r#"{"d": {}}"#, "older than V4"),
        (r#"{}"#, "it has no `$Version`"),
        (r#"[]"#, "it is an array"),
    ] {
        let said = headlines(text);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with("not-csdl test.json:1:1: error: this is "),
            "{said:?}"
        );
        assert!(said[0].contains(what), "{said:?}");
    }
    let long = "x".repeat(300);
    for (text, what) in [
        (
            r#"{"error": {"code": "Authentication_MissingOrMalformed", "message": "Access token is empty."}}"#,
            "= help: it says `Authentication_MissingOrMalformed: Access token is empty.`",
        ),
        (
            r#"{"error": {"code": "", "message": {"lang": "en", "value": "No\n service"}}}"#,
            "= help: it says `No service`",
        ),
        (
            &format!(r#"{{"odata.error": {{"message": "{long}"}}}}"#),
            &format!("= help: it says `{}...`\n", &long[..200]),
        ),
        (
            r#"{"error": 1}"#,
            "= help: ask for `.../$metadata` again with the credential",
        ),
    ] {
        let rendered = rendered(text);
        assert!(rendered.contains(what), "{rendered}");
    }
    let said = headlines(r#"{"a": {"b": {"$Kind": "EntityType"}}}"#);
    assert_eq!(
        said,
        ["missing-attribute test.json:1:1: error: this CSDL JSON has no `$Version`"]
    );
    let said = headlines(r#"{"$Version": "5"}"#);
    assert!(
        said[0].starts_with("unknown-version test.json:1:15: warning"),
        "{said:?}"
    );
}
