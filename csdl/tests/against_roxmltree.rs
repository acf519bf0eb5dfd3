//! Nothing is lost on the way: every element and every attribute that roxmltree finds in a document of the corpus is in
//! our tree too, with its value, as roxmltree finds it in what we print of the tree.

mod corpora;

use std::collections::{BTreeMap, HashSet};

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;
use odata_csdl::{write, xml};
use roxmltree::Node;

const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";
const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";

/// Elements, and how often each is there.
type Elements = BTreeMap<String, usize>;

/// Constants and paths, which may be attributes and elements.
const VALUES: &[&str] = &[
    "String",
    "Bool",
    "Int",
    "Decimal",
    "Float",
    "Date",
    "DateTimeOffset",
    "Duration",
    "TimeOfDay",
    "Guid",
    "Binary",
    "EnumMember",
    "Path",
    "PropertyPath",
    "NavigationPropertyPath",
    "AnnotationPath",
    "ModelElementPath",
    "AnyPropertyPath",
    "LabeledElementReference",
];

/// Attributes whose absence says `false`.
const FALSE: &[&str] = &[
    "Abstract",
    "OpenType",
    "HasStream",
    "IsFlags",
    "IsBound",
    "IsComposable",
    "ContainsTarget",
];

/// What our reader said that CSDL does not have: names, each with the element that it is in.
#[derive(Default)]
struct Unknown(HashSet<(String, String)>);

impl Unknown {
    fn of(diagnostics: &Diagnostics) -> Self {
        let codes = ["unknown-element", "unknown-attribute"];
        let said = diagnostics.iter().filter(|one| codes.contains(&one.code));
        let names = said.map(|one| {
            let mut quoted = one.message.split('`').skip(1).step_by(2).map(str::to_owned);
            (quoted.next().unwrap(), quoted.next().unwrap())
        });
        Unknown(names.collect())
    }

    fn has(&self, name: &str, within: &str) -> bool {
        self.0.contains(&(name.to_owned(), within.to_owned()))
    }
}

/// The elements with their attributes, each below the names of what it is in, and how often each is there.
fn elements(text: &str, unknown: &Unknown) -> Elements {
    let document = roxmltree::Document::parse(text).unwrap();
    let mut found = BTreeMap::new();
    let root = document.root_element();
    // A schema that is the root is read as if it stood in a document.
    let services = "/Edmx Version=\"4.0\"/DataServices".to_owned();
    let above = match root.tag_name().name() {
        "Schema" => {
            found.insert("/Edmx Version=\"4.0\"".to_owned(), 1);
            found.insert(services.clone(), 1);
            services
        }
        _ => String::new(),
    };
    let mut open = vec![(root, above)];
    while let Some((node, above)) = open.pop() {
        let mut path = format!("{above}/{}", node.tag_name().name());
        for (name, value) in attributes(node, unknown) {
            path.push_str(&format!(" {name}={value:?}"));
        }
        let children = || node.children().filter(Node::is_element);
        if is_value(node) && children().next().is_none() {
            let text: String = node.children().filter_map(|one| one.text()).collect();
            path.push_str(&format!(" = {:?}", value(node.tag_name().name(), &text)));
        }
        *found.entry(path.clone()).or_insert(0) += 1;
        for (name, text) in value_attributes(node) {
            let text = value(name, text);
            // `UrlRef` as an attribute holds a text.
            let path = match name {
                "UrlRef" => format!("{path}/UrlRef/String = {text:?}"),
                _ => format!("{path}/{name} = {text:?}"),
            };
            *found.entry(path).or_insert(0) += 1;
            if name == "UrlRef" {
                let path = format!("{}/UrlRef", path_of(&above, node, unknown));
                *found.entry(path).or_insert(0) += 1;
            }
        }
        open.extend(
            children()
                .filter(|one| is_known(*one, unknown))
                .map(|child| (child, path.clone())),
        );
    }
    found
}

fn path_of(above: &str, node: Node<'_, '_>, unknown: &Unknown) -> String {
    let mut path = format!("{above}/{}", node.tag_name().name());
    for (name, value) in attributes(node, unknown) {
        path.push_str(&format!(" {name}={value:?}"));
    }
    path
}

fn is_known(node: Node<'_, '_>, unknown: &Unknown) -> bool {
    let parent = node.parent().map_or("", |parent| parent.tag_name().name());
    !unknown.has(node.tag_name().name(), parent)
        && matches!(node.tag_name().namespace(), Some(EDM | EDMX))
}

fn is_value(node: Node<'_, '_>) -> bool {
    VALUES.contains(&node.tag_name().name())
}

fn is_value_attribute(node: Node<'_, '_>, name: &str) -> bool {
    let carries = [
        "Annotation",
        "PropertyValue",
        "Not",
        "Neg",
        "Cast",
        "IsOf",
        "If",
        "LabeledElement",
        "UrlRef",
    ];
    let carries = carries.contains(&node.tag_name().name());
    carries && (VALUES.contains(&name) || name == "UrlRef")
}

fn value_attributes<'a>(node: Node<'a, '_>) -> Vec<(&'a str, &'a str)> {
    let all = node.attributes().filter(|one| one.namespace().is_none());
    let all = all.map(|one| (one.name(), one.value()));
    all.filter(|(name, _)| is_value_attribute(node, name))
        .collect()
}

/// The other attributes in order, but for those that say what their absence says.
fn attributes(node: Node<'_, '_>, unknown: &Unknown) -> BTreeMap<String, String> {
    let all = node.attributes().filter(|one| one.namespace().is_none());
    let all = all.filter(|one| !is_value_attribute(node, one.name()));
    let all = all.filter(|one| !unknown.has(one.name(), node.tag_name().name()));
    let all = all.map(|one| (one.name().to_owned(), value(one.name(), one.value())));
    all.filter(|(name, value)| !(FALSE.contains(&name.as_str()) && value == "false"))
        .collect()
}

/// A value in one spelling.
fn value(name: &str, text: &str) -> String {
    let trimmed = text.trim();
    match name {
        "String" => text.to_owned(),
        "Float" => format!(
            "{:?}",
            trimmed.replace("INF", "inf").parse::<f64>().unwrap()
        ),
        "Int" | "Value" | "Precision" => trimmed
            .parse::<i64>()
            .map_or(text.to_owned(), |one| one.to_string()),
        "AppliesTo" => text.split_whitespace().collect::<Vec<_>>().join(" "),
        "MaxLength" | "Scale" | "SRID" => trimmed.to_ascii_lowercase(),
        "Bool" | "Nullable" | "Unicode" | "IncludeInServiceDocument" => {
            trimmed.to_ascii_lowercase()
        }
        name if FALSE.contains(&name) => trimmed.to_ascii_lowercase(),
        name if VALUES.contains(&name) => trimmed.to_owned(),
        _ => text.to_owned(),
    }
}

#[test]
fn every_element_and_attribute_is_in_the_tree() {
    let Some(folder) = corpora::metadata() else {
        return;
    };
    let (mut count, mut found, mut wrong, mut left_out) = (0, 0, Vec::new(), Vec::new());
    for path in corpora::files(&folder)
        .into_iter()
        .chain(corpora::redfish(&folder))
    {
        let name = path.display().to_string();
        let text = corpora::text(&path);
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let source = sources.add(name.as_str(), &text);
        let document = xml::read(source, &sources, &mut diagnostics);
        let Some(document) = document.filter(|_| !diagnostics.has_errors()) else {
            left_out.push(format!(
                "{name}: {:?}",
                diagnostics.iter().map(|one| one.code).next()
            ));
            continue;
        };
        if roxmltree::Document::parse(&text).is_err() {
            left_out.push(format!("{name}: roxmltree does not parse it"));
            continue;
        }
        let unknown = Unknown::of(&diagnostics);
        let theirs = elements(&text, &unknown);
        let ours = elements(&write::to_xml(&document), &Unknown::default());
        count += 1;
        found += theirs.values().sum::<usize>();
        if theirs != ours {
            let only = |sign: char, all: &Elements, others: &Elements| {
                let differ = all
                    .iter()
                    .filter(|(key, number)| others.get(*key) != Some(number));
                let shown = differ.map(|(key, number)| format!("{sign} {number} {key}"));
                shown.take(3).collect::<Vec<_>>().join("\n  ")
            };
            let (lost, new) = (only('-', &theirs, &ours), only('+', &ours, &theirs));
            wrong.push(format!("{name}:\n  {lost}\n  {new}"));
        }
    }
    println!(
        "{count} documents, {found} elements; not compared:\n{}",
        left_out.join("\n")
    );
    assert!(
        wrong.is_empty(),
        "{} documents\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count > 400, "{count} documents");
}
