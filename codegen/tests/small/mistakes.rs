//! Mistakes in `service.toml` and in overlays are told.

use super::*;

const PAGE: &str = "# List books

## HTTP request

```http
GET https://shop.contoso.com/odata/books
```

## Response

```json
{
    \"@odata.context\": \"https://shop.contoso.com/odata/$metadata#Books\",
    \"value\": [{\"id\": 1, \"name\": \"Walden\"}]
}
```
";

fn told(run: Result<Generated, odata_codegen::Error>) -> String {
    match run {
        Ok(generated) => generated.warnings().join("\n"),
        Err(error) => error.to_string(),
    }
}

fn two_namespaces() -> String {
    let book = |property: &str| {
        entity(
            "Book",
            &format!(
                r#"<Property Name="{property}" Type="Edm.String"/><Property Name="note" Type="Edm.String"/>"#
            ),
        )
    };
    let end = r#"</Schema><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Other" Alias="O">"#;
    let sets = set("Books", "Book", "") + &set("Others", "Book", "").replace("Shop.", "Other.");
    book("name") + &container(&sets) + end + &book("title")
}

#[test]
fn a_correction_names_one_of_several_types_by_its_full_name() {
    let of = |target: &str| {
        let overlay = format!(
            "[[set]]\ntarget = {target:?}\ndescription = \"It was said.\"\nreason = \"r\"\n"
        );
        let metadata = metadata(&two_namespaces());
        let documents = [
            ("metadata.xml", metadata.as_str()),
            ("overlay.toml", &overlay),
        ];
        run("overlay = \"overlay.toml\"", &documents)
    };
    let ambiguous = told(of("Book/note"));
    has(
        &ambiguous,
        &[
            "the overlay corrects `Book/note`, and several are called so",
            "they are `Shop.Book/note` and `Other.Book/note`",
        ],
    );
    for target in [
        "Other.Book/note",
        "O.Book/note",
        "Book/title",
        "Shop.Book",
        "Shop.Book/name",
    ] {
        let text = of(target).expect("generated").text;
        assert_eq!(
            text.matches("/// It was said.").count(),
            1,
            "{target}\n{text}"
        );
    }
    let text = of("Other.Book/note").expect("generated").text;
    let (_, other) = text.split_once("pub struct OtherBook").expect("both types");
    has(other, &["/// It was said."]);
    has(&told(of("Third.Book/note")), &["there is no such thing"]);
}

#[test]
fn corrections_and_types_of_sets_that_fit_nothing_are_told() {
    let of = |service: &str, overlay: &str| {
        let service = format!(
            "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/odata/\"\nnamespace = \"shop\"\ndocs = [\"page.md\"]\n\
             overlay = \"overlay.toml\"\n{service}"
        );
        told(run_as(
            &service,
            &[("page.md", PAGE), ("overlay.toml", overlay)],
        ))
    };
    let key = |ty: &str, property: &str| {
        format!("[[key]]\ntype = {ty:?}\nproperty = {property:?}\nreason = \"r\"\n")
    };
    let answer =
        |path: &str| format!("[[answer]]\npath = {path:?}\ntype = \"Book\"\nreason = \"r\"\n");
    let fits = key("Book", "id") + &answer("Books");
    let told = of("[set-types]\nBooks = \"Book\"\n", &fits);
    has_none(&told, &["unmet"]);
    has(
        &of("[set-types]\nBoks = \"Book\"\n", &key("Book", "id")),
        &["no page has an entity set `Boks`", "[unmet-set-type]"],
    );
    has(
        &of("", &(key("Bok", "id") + &answer("Boks"))),
        &[
            "the overlay makes `Bok/id` a key, and there is no such property",
            "the overlay says what `Boks` answers with, and no page has it",
            "[unmet-correction]",
        ],
    );
}

/// A row of a page, where there is none, is told at the entry; `[defects]` says how it is taken.
#[test]
fn rows_to_be_ignored_that_no_page_has_are_told() {
    let of = |service: &str, page: &str, property: &str, more: &str| {
        let service = format!(
            "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/odata/\"\nnamespace = \"shop\"\n\
             docs = [\"page.md\", \"book.md\"]\noverlay = \"overlay.toml\"\n{service}"
        );
        let overlay = format!(
            "[[ignore]]\npage = {page:?}\nproperty = {property:?}\nreason = \"r\"\n{more}\n"
        );
        let book = "# Book resource type\n\n| Property | Type | Description |\n|---|---|---|\n\
                    | id | String | Its id. |\n| stock | Int32 | How many there are. |\n";
        run_as(
            &service,
            &[
                ("page.md", PAGE),
                ("book.md", book),
                ("overlay.toml", &overlay),
            ],
        )
    };
    let fits = of("", "book.md", "stock", "").expect("generated");
    has_none(&fits.text, &["stock"]);
    has_none(&told(Ok(fits)), &["unmet"]);
    has(
        &told(of("", "book.md", "stok", "")),
        &[
            "overlay.toml:3:12: warning",
            "the overlay ignores `stok` of book.md, which has no such row",
            "[unmet-correction]",
        ],
    );
    has(
        &told(of("", "bok.md", "stock", "")),
        &[
            "overlay.toml:2:8: warning",
            "the overlay ignores `stock` of bok.md, and no page that is read is called so",
        ],
    );
    // A page of another copy may be absent, a row of a page that is there may not.
    let other = "may-be-absent = true";
    has_none(&told(of("", "bok.md", "stock", other)), &["unmet"]);
    has(
        &told(of("", "book.md", "stok", other)),
        &["[unmet-correction]"],
    );
    let policy = |policy: &str| format!("[defects]\nunmet-correction = \"{policy}\"\n");
    has_none(
        &told(of(&policy("ignore"), "bok.md", "stock", "")),
        &["unmet"],
    );
    let error = of(&policy("error"), "bok.md", "stock", "").expect_err("an error");
    has(
        &error.to_string(),
        &[
            "error[unmet-correction]",
            "did you mean `book.md`?",
            "`may-be-absent = true`",
        ],
    );
}

#[test]
fn what_is_about_pages_needs_some() {
    let schema = entity("Book", "") + &container(&set("Books", "Book", ""));
    let metadata = metadata(&schema);
    for (what, line) in [
        ("layout", "layout = \"microsoft-learn\""),
        ("namespace", "namespace = \"Shop\""),
        ("set-types", "set-types = { Books = \"Book\" }"),
    ] {
        let told = told(run(line, &[("metadata.xml", &metadata)]));
        let expected = format!("`{what}` is about reference pages, and `docs` names none");
        has(&told, &[&expected]);
    }
}

/// What another service has is not asked for by its name.
#[test]
fn a_path_begins_at_a_set_of_the_service() {
    let refer = r#"<edmx:Reference Uri="other.xml"><edmx:Include Namespace="Other"/></edmx:Reference><edmx:DataServices>"#;
    let own = entity("Book", "") + &container(&set("Books", "Book", ""));
    let own = metadata(&own).replace("<edmx:DataServices>", refer);
    let other = entity(
        "Shelf",
        r#"<NavigationProperty Name="more" Type="Shop.Shelf"/>"#,
    ) + &container(&set("Shelves", "Shelf", ""));
    let other = metadata(&other).replace("Shop", "Other");
    let run = run(
        "entity-sets = [\"Books\", \"Shelves/more\"]",
        &[("metadata.xml", &own), ("other.xml", &other)],
    );
    has(
        &told(run),
        &["Shop has no entity set or singleton `Shelves`"],
    );
}

#[test]
fn a_root_is_a_url() {
    let metadata = metadata(&(entity("Book", "") + &container(&set("Books", "Book", ""))));
    let of = |root: &str| {
        let service = SERVICE.replace("https://shop.contoso.com/odata/", root);
        told(run_as(&service, &[("metadata.xml", &metadata)]))
    };
    for root in [
        "https://:80/x",
        "https://",
        "https://shop:port/x",
        "https://shop:99999/x",
        "https://h%20x/",
        "https://shop/o%zz/",
        "https://[::1/x",
    ] {
        has(&of(root), &["which is no root of a service"]);
    }
    for root in [
        "https://shop.contoso.com",
        "http://localhost:8080/odata/v4",
        "http://[::1]:80/",
        "https://b\u{fc}cher.example/a%20b/",
    ] {
        assert_eq!(of(root), "", "{root}");
    }
}
