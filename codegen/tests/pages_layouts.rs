//! Another vendor's layout: Microsoft Graph's pages have other tables of permissions, and URLs without a host.

use odata_codegen::pages::{self, GRAPH, Layout, PermissionType};
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;

const PAGE: &str = "\
# List drives

List the drives of a person.

## Permissions

|Permission type|Least privileged permissions|Higher privileged permissions|
|:---|:---|:---|
|Delegated (work or school account)|Files.Read|Files.Read.All, Files.ReadWrite|
|Delegated (personal Microsoft account)|Not supported.|Not supported.|
|Application|Files.Read.All|Files.ReadWrite.All|

## HTTP request

```http
GET /me/drives
```

## Request headers

|Name|Description|
|:---|:---|
|Authorization|Bearer {token}. Required.|

## Relationships

|Relationship|Type|Description|
|:---|:---|:---|
|items|driveItem collection|What the drive holds.|

## Response

If successful, this returns `200 OK` and a collection of drives.
";

#[test]
fn a_page_of_microsoft_graph_is_read_by_its_layout() {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let id = sources.add("drive-list.md", PAGE);
    let page = pages::read(id, &GRAPH, &sources, &mut diagnostics);
    let [operation] = page.operations.as_slice() else {
        panic!("{:?}", page.operations);
    };
    let mut permissions: Vec<(&str, &str)> = operation
        .permissions
        .iter()
        .map(|one| (one.kind.as_str(), one.name.value.as_str()))
        .collect();
    permissions.sort_unstable();
    let (app, person) = (
        PermissionType::Application.as_str(),
        PermissionType::Delegated.as_str(),
    );
    assert_eq!(
        permissions,
        [
            (app, "Files.Read.All"),
            (app, "Files.ReadWrite.All"),
            (person, "Files.Read"),
            (person, "Files.Read.All"),
            (person, "Files.ReadWrite"),
        ]
    );
    assert!(page.tables.iter().all(|table| table.rows > 0));
    let unknown = diagnostics.iter().find(|one| one.code == "unknown-table");
    assert!(unknown.is_none(), "{}", diagnostics.render(&sources));
}

#[test]
fn layouts_are_found_by_name() {
    let names: Vec<&str> = Layout::names().collect();
    assert!(
        names.contains(&"microsoft-graph") && names.contains(&"microsoft-learn"),
        "{names:?}"
    );
    for name in names {
        assert_eq!(Layout::named(name).map(|layout| layout.name), Some(name));
    }
    assert!(Layout::named("nobody").is_none());
}
