//! Pages about types: properties, relationships, enumerations and keys, from tables and comments alone.

mod texts;

use odata_codegen::pages::{self, GRAPH, Layout, MICROSOFT, Naming, Page};
use odata_csdl::diagnostic::{Diagnostics, Severity};
use odata_csdl::source::Sources;
use odata_csdl::syntax::{Document, StructuredKind, StructuredType};

use texts::{BOOK, CASES, CURRENCY, CUSTOMER, CUSTOMER_GET, GENRE, PERSON, REVIEW, REVIEWS};

struct Reading {
    document: Document,
    said: Vec<String>,
}

fn read(layout: &'static Layout, root: &str, files: &[(&str, &str)]) -> Reading {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let ids: Vec<_> = files
        .iter()
        .map(|(name, text)| sources.add(*name, *text))
        .collect();
    let pages: Vec<Page> = ids
        .into_iter()
        .map(|id| pages::read(id, layout, &sources, &mut diagnostics))
        .collect();
    let naming = Naming {
        namespace: "contoso.shop".to_owned(),
        container: "Container".to_owned(),
        base_url_path: root.to_owned(),
        ..Naming::default()
    };
    let document = pages::to_csdl(&pages, &naming, &sources, &mut diagnostics);
    let warnings = diagnostics
        .iter()
        .filter(|one| one.severity != Severity::Note);
    Reading {
        document,
        said: warnings
            .map(|one| format!("{} [{}]", one.headline(&sources), one.code))
            .collect(),
    }
}

impl Reading {
    fn ty(&self, name: &str) -> &StructuredType {
        let schemas = self.document.schemas.iter();
        let mut types = schemas.flat_map(|schema| &schema.structured_types);
        types.find(|ty| ty.name.value == name).expect("the type")
    }

    fn names(&self) -> Vec<&str> {
        let schemas = self.document.schemas.iter();
        let types = schemas.flat_map(|schema| &schema.structured_types);
        types.map(|ty| ty.name.value.as_str()).collect()
    }
}

fn key(ty: &StructuredType) -> Option<&str> {
    let key = ty.key.as_ref()?;
    key.properties.first().map(|one| one.name.value.as_str())
}

fn properties(ty: &StructuredType) -> Vec<String> {
    let shown = |ty: &odata_csdl::syntax::TypeRef| match ty.collection {
        true => format!("Collection({})", ty.name.value),
        false => ty.name.value.clone(),
    };
    let own = ty
        .properties
        .iter()
        .map(|one| (&one.name.value, shown(&one.ty)));
    own.map(|(name, ty)| format!("{name}: {ty}")).collect()
}

fn navigation(ty: &StructuredType) -> Vec<String> {
    let all = ty.navigation_properties.iter();
    all.map(|one| {
        let many = if one.ty.collection { "*" } else { "" };
        let inside = if one.contains_target { " inside" } else { "" };
        format!("{}: {}{many}{inside}", one.name.value, one.ty.name.value)
    })
    .collect()
}

#[test]
fn a_type_is_read_from_its_own_page() {
    let files = [
        ("book.md", BOOK),
        ("person.md", PERSON),
        ("review.md", REVIEW),
        ("genre.md", GENRE),
    ];
    let reading = read(&GRAPH, "/v1.0/", &files);
    let book = reading.ty("book");
    assert_eq!((book.kind, key(book)), (StructuredKind::Entity, Some("id")));
    assert_eq!(
        properties(book),
        [
            "id: Edm.String",
            "author: contoso.shop.person",
            "readers: Collection(contoso.shop.person)",
            "binding: Edm.String",
            "state: Edm.String",
            "genre: Edm.String",
            "maker: Edm.Untyped",
            "price: Edm.Decimal",
            "printed: Edm.Date",
            "opens: Edm.TimeOfDay",
            "length: Edm.Duration",
            "cover: Edm.Binary",
            "pages: Edm.Int16",
            "stars: Edm.Single",
            "tags: Collection(Edm.String)",
        ]
    );
    assert_eq!(navigation(book), ["reviews: contoso.shop.review*"]);
    assert_eq!(key(reading.ty("review")), Some("code"));
    // A comment that names no key says that there is none.
    assert_eq!(reading.ty("person").kind, StructuredKind::Complex);
    assert_eq!(
        reading.said,
        [
            "book.md:23:8: warning: no page tells of the type `press` of `maker`, which reads as any JSON value [undescribed-type]",
            "book.md:45:2: warning: the relationship `shelf` is left out: no page tells of an entity `shelf` [relationship-left-out]",
            "book.md:46:2: warning: the relationship `printer` is left out: no page tells of an entity `person` [relationship-left-out]",
        ]
    );
}

#[test]
fn the_values_of_an_enumeration_are_those_of_its_table() {
    let reading = read(&GRAPH, "/v1.0/", &[("book.md", BOOK), ("genre.md", GENRE)]);
    let xml = odata_csdl::write::to_xml(&reading.document);
    for value in ["hard", "soft", "open", "sold", "novel", "poem"] {
        let written = format!("<PropertyValue Property=\"Value\" String=\"{value}\"/>");
        assert!(xml.contains(&written), "{value} in {xml}");
    }
}

#[test]
fn a_page_that_names_another_namespace() {
    let book = BOOK.replace("Namespace: contoso.shop", "Namespace: contoso.shop.old");
    let files = [("book.md", book.as_str()), ("person.md", PERSON)];
    let reading = read(&GRAPH, "/v1.0/", &files);
    let schemas = reading.document.schemas.iter();
    let names: Vec<&str> = schemas
        .map(|schema| schema.namespace.value.as_str())
        .collect();
    assert_eq!(names, ["contoso.shop", "contoso.shop.old"]);
    let author = &properties(reading.ty("book"))[1];
    assert_eq!(author, "author: contoso.shop.person");
}

/// The URLs begin with a word for the root; keys are in parentheses; entities are read through others.
#[test]
fn entities_that_other_entities_lead_to() {
    let files = [
        ("contoso_customer.md", CUSTOMER),
        ("contoso_currency.md", CURRENCY),
        ("contoso_customer_get.md", CUSTOMER_GET),
    ];
    let reading = read(&MICROSOFT, "/production/api/v2.0/", &files);
    assert_eq!(reading.said, Vec::<String>::new());
    let customer = reading.ty("customer");
    assert_eq!(key(customer), Some("id"));
    assert_eq!(
        properties(customer),
        [
            "id: Edm.Guid",
            "kind: Edm.String",
            "balance: Edm.Decimal",
            "since: Edm.Date",
        ]
    );
    assert_eq!(
        navigation(customer),
        [
            "currency: contoso.shop.currency",
            "currencies: contoso.shop.currency*"
        ]
    );
    let company = reading.ty("Company");
    assert_eq!(
        navigation(company),
        ["customers: contoso.shop.customer* inside"]
    );
    let xml = odata_csdl::write::to_xml(&reading.document);
    assert!(xml.contains("<EntitySet Name=\"companies\""), "{xml}");
    // `companies({id})` and not `companies/{id}`.
    assert!(!xml.contains("KeyAsSegmentSupported"), "{xml}");
}

/// URLs without a host are below the root whether or not they have its path.
#[test]
fn singletons_that_lead_to_entities() {
    let files = [("review.md", REVIEW), ("list-reviews.md", REVIEWS)];
    let reading = read(&GRAPH, "/v1.0/", &files);
    assert_eq!(
        navigation(reading.ty("Me")),
        ["reviews: contoso.shop.review* inside"]
    );
    let reader = reading.ty("Reader");
    assert_eq!(key(reader), Some("id"));
    assert_eq!(navigation(reader), ["reviews: contoso.shop.review*"]);
    let container = &reading.document.schemas[0].entity_containers[0];
    assert_eq!(container.singletons[0].name.value, "me");
    assert_eq!(container.entity_sets[0].name.value, "readers");
    assert!(reading.document.schemas[0].operations.is_empty());
    assert_eq!(
        reading.said,
        [
            "list-reviews.md:10:5: warning: `GET /readers/{id}/shelves/{id}/books/{id}` is left out: its path leads deeper than an entity and what is bound to it [operation-left-out]"
        ]
    );
}

/// A table without types has words for what the sample shows; `{id}` is the key that the type calls `caseId`.
#[test]
fn fields_without_types_and_lists_of_them() {
    let reading = read(&MICROSOFT, "/api/", &[("cases.md", CASES)]);
    let case = reading.ty("Case");
    assert_eq!(key(case), Some("caseId"));
    assert_eq!(
        properties(case),
        [
            "caseId: Edm.Int64",
            "level: Edm.String",
            "owner: contoso.shop.CaseOwner",
            "labels: Collection(Edm.String)",
            "notes: Collection(Edm.Untyped)",
        ]
    );
    assert_eq!(reading.names(), ["Case", "CaseOwner"]);
    assert_eq!(
        reading.said,
        [
            "cases.md:35:7: warning: no page tells of the type `case notes` of `notes`, which reads as any JSON value [undescribed-type]"
        ]
    );
}

/// The overlay that a warning asks for makes it go away, in a service of pages alone.
#[test]
fn what_an_overlay_says_is_not_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("written");
    };
    write(
        "service.toml",
        "name = \"Shop\"\nnamespace = \"contoso.shop\"\nbase-url = \"https://contoso.com/v1.0/\"\nlayout = \"microsoft-graph\"\n\
         docs = [\"book.md\", \"review.md\", \"books.md\"]\noverlay = \"overlay.toml\"\n",
    );
    write("book.md", BOOK);
    write("review.md", REVIEW);
    write(
        "books.md",
        "# List books\n\n## HTTP request\n\n```http\nGET /books\nGET /books/{id}\n```\n\n## Response\n\nA collection of [book](book.md) objects.\n",
    );
    let warnings = |overlay: &str| -> Vec<String> {
        write("overlay.toml", overlay);
        let described =
            odata_codegen::describe(folder.path(), std::path::Path::new("service.toml"));
        let described = described.unwrap_or_else(|error| panic!("{error}"));
        let all = described.diagnostics.iter();
        all.filter(|one| one.code == "undescribed-type" && one.message.contains("`maker`"))
            .map(|one| one.message.clone())
            .collect()
    };
    assert_eq!(warnings("# Nothing yet.\n").len(), 1);
    let said =
        "[[set]]\ntarget = \"book/maker\"\ntype = \"Edm.String\"\nreason = \"It is a name.\"\n";
    assert_eq!(warnings(said), Vec::<String>::new());
}
