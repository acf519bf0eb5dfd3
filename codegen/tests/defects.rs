//! Each known defect of a document, taken as the table says and as `[defects]` of service.toml says.

use odata_codegen::csdl::diagnostic::Severity;
use odata_codegen::{Builder, DEFECTS, Defect, Error, Generated, Policy};

const SERVICE: &str = "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/api/\"\nmetadata = [\"metadata.xml\"]\n";

const SHOP: &str = include_str!("defects/shop.xml");

/// A document with the defect, made from the plain one; then what is said of it, and what the code that is generated
/// past it has and has not.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    code: String,
    from: String,
    to: String,
    says: String,
    #[serde(default)]
    has: Vec<String>,
    #[serde(default)]
    has_not: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

fn cases() -> Vec<Case> {
    let cases: Cases = toml::from_str(include_str!("defects/cases.toml")).expect("cases");
    cases.case
}

const BOOKS: &str = "pub fn books(&self) -> odata::EntitySet<Book>";
const INTO_TYPES: &str = "      <Function Name=\"count\">";

/// Codes that need more than one changed document; their own tests are below and in references.rs.
const ELSEWHERE: &[&str] = &[
    "bare-schema",
    "unused-reference",
    "unmet-correction",
    "unknown-include",
    "missing-further-document",
    "whole-service",
];

fn generate(service: &str, metadata: &str) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
    Builder::new("service.toml").root(folder.path()).generate()
}

/// With the policy for the code; the other defects that a changed document may have on the way are let pass.
fn with(case: &Case, policy: Option<Policy>) -> Result<Generated, Error> {
    let mut metadata = SHOP.replace(&case.from, &case.to);
    assert_ne!(
        metadata, SHOP,
        "{}: `{}` is not there",
        case.code, case.from
    );
    if case.code == "missing-document" {
        metadata = metadata.replace("Edm.Int32\"/>\n        <Nav", "m.Count\"/>\n        <Nav");
    }
    let mut service = format!("{SERVICE}\n[defects]\n");
    let others = [
        "unknown-element",
        "no-entity-set",
        "no-key",
        "unresolved-binding",
    ];
    for other in others.iter().filter(|other| **other != case.code) {
        service += &format!("{other} = \"ignore\"\n");
    }
    if let Some(policy) = policy {
        service += &format!("{} = \"{}\"\n", case.code, policy.as_str());
    }
    generate(&service, &metadata)
}

/// What was said under that code, as a user sees it.
fn said(generated: &Generated, code: &str) -> String {
    let all = generated.diagnostics.iter().filter(|one| one.code == code);
    let rendered: Vec<String> = all.map(|one| one.render(&generated.sources)).collect();
    rendered.join("\n")
}

#[test]
fn the_plain_document_has_no_defect() {
    let generated = generate(SERVICE, SHOP).expect("generated");
    assert!(
        generated.diagnostics.is_empty(),
        "{:?}",
        generated.diagnostics
    );
    assert!(generated.text.contains(BOOKS));
    assert!(generated.text.contains("pub const AUTHOR:"));
}

#[test]
fn every_code_has_a_case() {
    for defect in DEFECTS.iter().filter(|one| one.meanwhile.is_some()) {
        let tested = cases().iter().any(|case| case.code == defect.code);
        assert!(
            tested || ELSEWHERE.contains(&defect.code),
            "{}",
            defect.code
        );
    }
}

#[test]
fn each_is_taken_as_the_table_says() {
    for case in &cases() {
        let defect = Defect::named(&case.code).expect(&case.code);
        match (defect.default, with(case, None)) {
            (Policy::Error, Err(error)) => {
                let text = error.to_string();
                assert!(text.contains(&format!("error[{}]", case.code)), "{text}");
                assert!(
                    text.contains(&case.says),
                    "`{}` is not in\n{text}",
                    case.says
                );
                // It says where, and how to go on.
                assert!(
                    text.contains(" --> metadata.xml:") || text.contains("service.toml:1:8"),
                    "{text}"
                );
                let go_on = format!("`{} = \"warn\"` below `[defects]`", case.code);
                assert!(text.contains(&go_on), "{text}");
                assert!(text.contains(defect.meanwhile.expect("a way on")), "{text}");
            }
            (Policy::Warn, Ok(generated)) => {
                let text = said(&generated, &case.code);
                assert!(
                    text.contains(&format!("warning[{}]", case.code)),
                    "{}: {text}",
                    case.code
                );
                assert!(
                    text.contains(&case.says),
                    "`{}` is not in\n{text}",
                    case.says
                );
            }
            (Policy::Ignore, Ok(generated)) => assert_eq!(said(&generated, &case.code), ""),
            (default, result) => panic!(
                "{} is {default:?}, and this came: {:?}",
                case.code,
                result.map(|generated| generated.text.len())
            ),
        }
    }
}

#[test]
fn each_can_be_an_error() {
    for case in &cases() {
        let error = with(case, Some(Policy::Error)).map(|generated| generated.text.len());
        let text = error.expect_err(&case.code).to_string();
        assert!(text.contains(&format!("error[{}]", case.code)), "{text}");
        assert!(
            text.contains(&case.says),
            "`{}` is not in\n{text}",
            case.says
        );
    }
}

#[test]
fn each_can_be_gone_past_with_a_warning_or_in_silence() {
    for case in &cases() {
        for policy in [Policy::Warn, Policy::Ignore] {
            let generated =
                with(case, Some(policy)).unwrap_or_else(|error| panic!("{}{error}", case.code));
            let text = said(&generated, &case.code);
            match policy {
                Policy::Ignore => assert_eq!(text, "", "{}", case.code),
                _ => {
                    assert!(
                        text.contains(&format!("warning[{}]", case.code)),
                        "{}: {text}",
                        case.code
                    );
                    assert!(
                        text.contains(&case.says),
                        "`{}` is not in\n{text}",
                        case.says
                    );
                }
            }
            for has in &case.has {
                assert!(
                    generated.text.contains(has),
                    "{}: `{has}` is not in\n{}",
                    case.code,
                    generated.text
                );
            }
            for has_not in &case.has_not {
                assert!(
                    !generated.text.contains(has_not),
                    "{}: `{has_not}` is in\n{}",
                    case.code,
                    generated.text
                );
            }
        }
    }
}

#[test]
fn a_bare_schema_is_read_with_a_warning() {
    let start = SHOP.find("<Schema").expect("a schema");
    let end = SHOP.find("</Schema>").expect("its end") + "</Schema>".len();
    let bare = &SHOP[start..end];
    let generated = generate(SERVICE, bare).expect("generated");
    assert!(said(&generated, "bare-schema").contains("should stand in an `edmx:Edmx`"));
    assert!(generated.text.contains(BOOKS));
    let strict = format!("{SERVICE}[defects]\nbare-schema = \"error\"\n");
    let error = generate(&strict, bare).map(|generated| generated.text.len());
    assert!(
        error
            .expect_err("an error")
            .to_string()
            .contains("error[bare-schema]")
    );
}

#[test]
fn a_defect_that_nobody_knows_is_an_error_with_the_near_one() {
    let service = format!("{SERVICE}[defects]\nunresolved-bindings = \"ignore\"\n");
    let error = generate(&service, SHOP).map(|generated| generated.text.len());
    insta::assert_snapshot!(error.expect_err("an error").to_string(), @r#"
    error[unknown-defect]: no defect is called `unresolved-bindings`
     --> service.toml:5:1
      |
    5 | unresolved-bindings = "ignore"
      | ^^^^^^^^^^^^^^^^^^^ named here
      |
      = help: did you mean `unresolved-binding`?
    "#);
    // Who has the crate alone has no page that lists them.
    let service = format!("{SERVICE}[defects]\nsomething-else-altogether = \"ignore\"\n");
    let error = generate(&service, SHOP).map(|generated| generated.text.len());
    let error = error.expect_err("an error").to_string();
    assert!(!error.contains(".md"), "{error}");
    let known = DEFECTS.iter().filter(|one| one.meanwhile.is_some());
    for code in known.map(|one| one.code) {
        assert!(error.contains(&format!("`{code}`")), "{code}: {error}");
    }
    let service = format!("{SERVICE}[defects]\nunresolved-binding = \"warning\"\n");
    let error = generate(&service, SHOP).map(|generated| generated.text.len());
    insta::assert_snapshot!(error.expect_err("an error").to_string(), @r#"
    error[bad-policy]: `warning` is no way to take a defect
     --> service.toml:5:22
      |
    5 | unresolved-binding = "warning"
      |                      ^^^^^^^^^ `error`, `warn` or `ignore` is expected
    "#);
}

#[test]
fn what_cannot_be_gone_past_cannot_be_overridden() {
    let fixed = DEFECTS.iter().filter(|one| one.meanwhile.is_none());
    for code in fixed.map(|one| one.code) {
        for policy in ["warn", "ignore"] {
            let service = format!("{SERVICE}[defects]\n{code} = \"{policy}\"\n");
            let error = generate(&service, SHOP).map(|generated| generated.text.len());
            let text = error.expect_err(code).to_string();
            assert!(text.contains("error[fixed-defect]"), "{text}");
            assert!(
                text.contains(&format!("`{code}` cannot be gone past")),
                "{text}"
            );
            assert!(text.contains("service.toml:5:1"), "{text}");
        }
        // To say what is so anyway is no mistake.
        let service = format!("{SERVICE}[defects]\n{code} = \"error\"\n");
        assert!(generate(&service, SHOP).is_ok(), "{code}");
    }
}

/// Corrections and pages are the user's own: a type that only a correction names is an error, whatever `[defects]` says.
#[test]
fn corrections_are_no_documents_of_the_service() {
    let folder = tempfile::tempdir().expect("a folder");
    let service =
        format!("{SERVICE}overlay = \"overlay.toml\"\n[defects]\nunknown-target = \"ignore\"\n");
    let overlay = "[[set]]\ntarget = \"Book/stok\"\nnullable = false\nreason = \"x\"\n";
    for (name, text) in [
        ("service.toml", service.as_str()),
        ("metadata.xml", SHOP),
        ("overlay.toml", overlay),
    ] {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    let error = Builder::new("service.toml")
        .root(folder.path())
        .generate()
        .map(|one| one.text.len());
    assert!(
        error
            .expect_err("an error")
            .to_string()
            .contains("overlay.toml:2:10")
    );
}

#[test]
fn severities_are_those_of_the_policies() {
    let service = format!("{SERVICE}[defects]\nempty-enum = \"warn\"\n");
    let metadata = SHOP.replace(
        INTO_TYPES,
        "<EnumType Name=\"Kind\"/><Function Name=\"count\">",
    );
    let generated = generate(&service, &metadata).expect("generated");
    let severities: Vec<Severity> = generated
        .diagnostics
        .iter()
        .map(|one| one.severity)
        .collect();
    assert_eq!(severities, [Severity::Warning]);
}

#[test]
fn many_warnings_of_a_code_are_counted() {
    let sets: String = (0..14)
        .map(|at| {
            format!(
                "<EntitySet Name=\"s{at}\" EntityType=\"shop.Book\"><NavigationPropertyBinding Path=\"author\" Target=\"nobody\"/></EntitySet>\n"
            )
        })
        .collect();
    let metadata = SHOP.replace("<FunctionImport", &format!("{sets}<FunctionImport"));
    let lines = generate(SERVICE, &metadata).expect("generated").warnings();
    assert_eq!(lines.len(), 11, "{lines:#?}");
    assert_eq!(
        lines[0],
        "metadata.xml:21:102: warning: the binding of `s0` names `nobody`, which is no entity set and no singleton \
         [unresolved-binding]"
    );
    assert_eq!(
        lines[10],
        "and 4 more of [unresolved-binding]; `[defects]` in service.toml says how it is taken"
    );
}

/// A service of as many types.
fn large(types: usize) -> String {
    let all = (0..types).map(|at| format!("<ComplexType Name=\"C{at}\"/>\n"));
    let properties =
        (0..types).map(|at| format!("<Property Name=\"c{at}\" Type=\"shop.C{at}\"/>\n"));
    let (before, after) = SHOP.split_once("<EntityType").expect("a type");
    let (head, key) = after.split_once("<Property ").expect("a property");
    format!(
        "{before}{}<EntityType{head}{}<Property {key}",
        all.collect::<String>(),
        properties.collect::<String>()
    )
}

#[test]
fn a_large_service_of_which_all_is_generated_is_told() {
    let generated = generate(SERVICE, &large(1_600)).expect("generated");
    let lines = generated.warnings();
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in [
        "service.toml:1:8: warning: all of Shop is generated, 16",
        "name what you need in `entity-sets`, `singletons` and `types`",
        "[whole-service]",
    ] {
        assert!(lines[0].contains(part), "{lines:?}");
    }
    for (service, count) in [
        ("entity-sets = [\"*\"]", 0),
        ("functions = []", 1),
        ("[defects]\nwhole-service = \"ignore\"", 0),
    ] {
        let generated = generate(&format!("{SERVICE}{service}"), &large(1_600));
        let lines = generated.expect("generated").warnings();
        assert_eq!(lines.len(), count, "{service}: {lines:?}");
    }
    let generated = generate(SERVICE, &large(1_000)).expect("generated");
    assert_eq!(generated.warnings(), Vec::<String>::new());
}
