//! Pages about types: properties, relationships, enumerations and keys, from tables and comments alone.

use odata_codegen::pages::{self, GRAPH, Layout, MICROSOFT, Naming, Page};
use odata_csdl::diagnostic::{Diagnostics, Severity};
use odata_csdl::source::Sources;
use odata_csdl::syntax::{Document, StructuredKind, StructuredType};

const BOOK: &str = r#"# book resource type

Namespace: contoso.shop

A book that can be bought.

## Methods

|Method|Return type|Description|
|:---|:---|:---|
|[Get book](../api/book-get.md)|[book](book.md)|Reads a book.|

## Properties

|Property|Type|Description|
|:---|:---|:---|
|id|String|What identifies it.|
|author|[person](person.md)|Who wrote it.|
|readers|[person](person.md) collection|Who has read it.|
|binding|bindingKind|How it is bound. The possible values are: `hard`, `soft`.|
|state|[contoso.shop.saleState](#salestate-values)|Whether it is sold.|
|genre|genre|What kind of a book it is.|
|maker|[press](press.md)|Who printed it.|
|price|Edm.Decimal|What it costs.|
|printed|Date|When it was printed.|
|opens|TimeOfDay|When reading starts.|
|length|Duration|How long it takes.|
|cover|Binary|A picture.|
|pages|Int16|How many there are.|
|stars|Single|How good it is.|
|tags|String collection|What it is found by.|

### saleState values

|Member|Description|
|:---|:---|
|open|It can be bought.|
|sold|It cannot.|

## Relationships

|Relationship|Type|Description|
|:---|:---|:---|
|reviews|[contoso.shop.review](review.md) collection|What readers say.|
|shelf|[shelf](shelf.md)|Where it stands.|
|printer|[person](person.md)|Who printed it.|

## JSON representation

<!-- {
  "blockType": "resource",
  "keyProperty": "id",
  "@odata.type": "contoso.shop.book"
} -->
```json
{ "id": "String (identifier)", "pages": 1024 }
```
"#;

const PERSON: &str = r#"# person resource type

## Properties

|Property|Type|Description|
|:---|:---|:---|
|id|String|A number.|
|name|String|How the person is called.|

<!-- { "blockType": "resource", "@odata.type": "contoso.shop.person" } -->
"#;

const REVIEW: &str = r#"# review resource type

## Properties

|Property|Type|Description|
|:---|:---|:---|
|code|Guid|What identifies it.|
|text|String|What it says.|

<!-- { "blockType": "resource", "keyProperty": "code" } -->
"#;

const GENRE: &str = "# genre enum type

What kind of a book it is.

## Members

|Member|Value|Description|
|:---|:---|:---|
|novel|0|A story.|
|poem|1|Verses.|
";

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

const CUSTOMER: &str = r#"# customer resource type

Represents a customer.

## Navigation

|Navigation|Return Type|Description|
|---|---|---|
|[currency](contoso_currency.md)|currency|What the customer pays with.|
|[currencies](contoso_currency.md)|currencies|All that the customer could pay with.|

## Properties

|Property|Type|Description|
|---|---|---|
|id|GUID|What identifies it. Non-editable.|
|kind|SHOP.customerKind|Which kind it is. It can be "Company" or "Person".|
|balance|decimal|What is due.|
|since|date|The first day.|
"#;

const CURRENCY: &str = "# currency resource type

## Properties

|Property|Type|Description|
|---|---|---|
|id|GUID|What identifies it.|
|code|string|Three letters.|
";

const CUSTOMER_GET: &str = "# Get customers

## HTTP request

```
GET shopPrefix/companies({id})/customers({id})
PATCH shopPrefix/companies({id})/customers({id})
```

## Response

If it succeeds, this returns `200 OK` and a **customers** object.

```json
GET https://{shopPrefix}/api/v2.0/companies({id})/customers({id})
```

```json
{ \"id\": \"f2a5738a-44e3-ea11-bb43-000d3a2feca1\", \"kind\": \"Company\" }
```
";

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

const REVIEWS: &str = "# List reviews

## HTTP request

```http
GET /me/reviews
GET /me/reviews/{code}
POST /me/reviews
GET /readers/{id | name}/reviews
GET /readers/{id}/shelves/{id}/books/{id}
```

## Response

If it succeeds, this returns `200 OK` and a collection of [review](review.md) objects.
";

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

const CASES: &str = "# List cases

## HTTP request

```http
GET /api/cases
GET /api/cases/{id}
```

## Response

A list of cases.

### Case metadata

Field name|Description|Example value
---|---|---
caseId|What identifies it.|17
level|How bad it is. Possible values are: `low`, `high`.|low
labels|Words on it.|\\[\\]

## Response example

```json
{ \"@odata.context\": \"https://api.contoso.com/api/$metadata#Cases\",
  \"value\": [ { \"caseId\": 17, \"level\": \"low\", \"owner\": { \"name\": \"Ann\" } } ] }
```

## Common properties

Property|Type|Description
---|---|---
caseId|long|What identifies it.
labels|string list|Words on it.
notes|List of case notes|What was written about it.
";

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
