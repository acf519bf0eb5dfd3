//! `$expand` and `$select` with all that can be nested in them (URL conventions 5.1.2 and 5.1.3).

mod common;

use common::in_process;
use common::shop::{ask, body, keys, shop};
use odata_mock::MockService;
use serde_json::json;

#[tokio::test]
async fn related_entities_are_expanded() {
    let shop = shop();
    for (path, wanted) in [
        (
            "Customers(1)?$select=id&$expand=orders($select=id)",
            json!({"id": 1, "orders": [{"id": 10}, {"id": 11}]}),
        ),
        (
            "Orders(13)?$select=id&$expand=customer",
            json!({"id": 13, "customer": null}),
        ),
        (
            "Orders(10)?$select=id&$expand=customer($select=name)",
            json!({"id": 10, "customer": {"name": "Ann"}}),
        ),
        (
            "Customers(1)?$select=id&$expand=orders($select=id;$filter=total gt 10;$count=true)",
            json!({"id": 1, "orders@odata.count": 1, "orders": [{"id": 10}]}),
        ),
        (
            "Customers(1)?$select=id&$expand=orders($select=id;$orderby=id desc;$top=1;$count=true)",
            json!({"id": 1, "orders@odata.count": 2, "orders": [{"id": 11}]}),
        ),
        (
            "Customers(1)?$select=id&$expand=orders($select=id;$skip=1)",
            json!({"id": 1, "orders": [{"id": 11}]}),
        ),
        (
            "Customers(1)?$select=id&$expand=favourites($search=bolt;$select=sku)",
            json!({"id": 1, "favourites": [{"sku": "p2"}]}),
        ),
        (
            "Customers(1)?$select=id&$expand=orders/$count",
            json!({"id": 1, "orders@odata.count": 2}),
        ),
        (
            "Customers(1)?$select=id&$expand=orders/$count($filter=total lt 10)",
            json!({"id": 1, "orders@odata.count": 1}),
        ),
        (
            "Customers(1)?$select=id&$expand=orders/$ref($top=1)",
            json!({"id": 1, "orders": [{"@odata.id": "http://mock.invalid/api/Orders(10)"}]}),
        ),
        (
            "Orders(10)?$select=id&$expand=items($select=line;$expand=product($select=name))",
            json!({"id": 10, "items": [
                {"line": 1, "product": {"name": "Nut"}},
                {"line": 2, "product": {"name": "Crane"}},
            ]}),
        ),
        (
            "Customers(1)?$select=id,address/city&$expand=address/country($select=name)",
            json!({"id": 1, "address": {"city": "Bonn", "country": {"name": "Germany"}}}),
        ),
        (
            "Customers(2)?$select=id&$expand=Shop.Company/contact($select=name)",
            json!({"@odata.type": "#Shop.Company", "id": 2, "contact": {"name": "Xi"}}),
        ),
        (
            "Customers(1)?$select=id&$expand=Shop.Company/contact",
            json!({"id": 1}),
        ),
        (
            "Orders(12)?$select=id&$expand=customer/Shop.Company($select=staff)",
            json!({"id": 12, "customer": {"@odata.type": "#Shop.Company", "staff": 40}}),
        ),
        (
            "Customers(1)?$select=id&$expand=orders($compute=total mul 2 as twice;$select=id,twice)",
            json!({"id": 1, "orders": [
                {"id": 10, "twice@odata.type": "#Decimal", "twice": 39.00},
                {"id": 11, "twice@odata.type": "#Decimal", "twice": 10},
            ]}),
        ),
        (
            "Customers(1)?$select=id&$expand=orders($filter=customerId eq $it/id and id gt 10;$select=id)",
            json!({"id": 1, "orders": [{"id": 11}]}),
        ),
    ] {
        assert_eq!(body(&shop, path).await, wanted, "{path}");
    }
    let all = body(&shop, "Orders(10)?$expand=*").await;
    assert_eq!(all["customer"]["name"], "Ann");
    assert_eq!(all["items"][1]["line"], 2);
    let references = body(&shop, "Orders(10)?$expand=*/$ref").await;
    assert_eq!(
        references["customer"],
        json!({"@odata.id": "http://mock.invalid/api/Customers(1)"})
    );
}

#[tokio::test]
async fn levels() {
    let shop = shop();
    let path = |levels: &str| {
        format!("Employees(1)?$select=id&$expand=reports($select=id;$levels={levels})")
    };
    let leaves = json!([{"id": 3}, {"id": 4}]);
    assert_eq!(body(&shop, &path("1")).await["reports"], json!([{"id": 2}]));
    let two = json!([{"id": 2, "reports": leaves}]);
    assert_eq!(body(&shop, &path("2")).await["reports"], two);
    let all = json!([{"id": 2, "reports": [{"id": 3, "reports": []}, {"id": 4, "reports": []}]}]);
    assert_eq!(body(&shop, &path("max")).await["reports"], all);
    let many = ask(&shop, &path("33"), &[]).await;
    assert_eq!(many.status, 400);
    assert!(many.message().contains("at most 32"), "{}", many.message());
    let star = body(&shop, "Employees(3)?$expand=*($levels=2)").await;
    assert_eq!(star["manager"]["manager"]["id"], 1);
    // A circle comes to an end.
    let circle = body(
        &shop,
        "Orders?$expand=customer($expand=orders($levels=max);$levels=max)",
    )
    .await;
    assert_eq!(circle["value"][0]["customer"]["orders"][0]["id"], 10);
}

#[tokio::test]
async fn expansions_come_in_pages() {
    let shop = shop().expand_page_size(1);
    let page = body(
        &shop,
        "Customers(1)?$select=id&$expand=orders($select=id;$orderby=id desc)",
    )
    .await;
    assert_eq!(page["orders"], json!([{"id": 11}]));
    let next = page["orders@odata.nextLink"].as_str().unwrap();
    assert_eq!(
        next,
        "http://mock.invalid/api/Customers(1)/orders?$select=id&$orderby=id%20desc&$skiptoken=1"
    );
    let relative = shop.clone().relative_next_links();
    let relative = body(&relative, "Customers(1)?$expand=orders($orderby=id)").await;
    let relative = relative["orders@odata.nextLink"].as_str().unwrap();
    assert_eq!(relative, "Customers(1)/orders?$orderby=id&$skiptoken=1");
    let rest = next.strip_prefix("http://mock.invalid/api/").unwrap();
    assert_eq!(body(&shop, rest).await, json!({"value": [{"id": 10}]}));
}

#[tokio::test]
async fn what_no_link_leads_to_is_not_cut() {
    // A complex value has no id of its own that a next link could begin with.
    let csdl = r#"
        <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
          <Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
            <EntityType Name="Tag"><Key><PropertyRef Name="id" /></Key>
              <Property Name="id" Type="Edm.Int32" Nullable="false" />
            </EntityType>
            <ComplexType Name="Part"><NavigationProperty Name="tags" Type="Collection(N.Tag)" /></ComplexType>
            <EntityType Name="Whole" BaseType="N.Tag">
              <Property Name="part" Type="N.Part" />
              <NavigationProperty Name="tags" Type="Collection(N.Tag)" />
            </EntityType>
            <EntityContainer Name="C">
              <EntitySet Name="Tags" EntityType="N.Tag" />
              <EntitySet Name="Wholes" EntityType="N.Whole">
                <NavigationPropertyBinding Path="tags" Target="Tags" />
                <NavigationPropertyBinding Path="part/tags" Target="Tags" />
              </EntitySet>
            </EntityContainer>
          </Schema>
        </edmx:DataServices></edmx:Edmx>"#;
    let both = json!(["Tags(1)", "Tags(2)"]);
    let whole = json!([{"id": 1, "tags@odata.bind": both, "part": {"tags@odata.bind": both}}]);
    let service = MockService::from_csdl(csdl)
        .and_then(|service| service.entity_set("Tags", json!([{"id": 1}, {"id": 2}])))
        .and_then(|service| service.entity_set("Wholes", whole))
        .unwrap()
        .expand_page_size(1);
    let row = body(&service, "Wholes(1)?$expand=tags,part/tags").await;
    assert_eq!(row["part"], json!({"tags": [{"id": 1}, {"id": 2}]}));
    assert_eq!(row["tags"], json!([{"id": 1}]));
    let next = "http://mock.invalid/api/Wholes(1)/tags?$skiptoken=1";
    assert_eq!(row["tags@odata.nextLink"], next);
}

/// Where a relative link leads to, seen from the URL of the request.
fn resolved(request: &str, link: &str) -> String {
    let mut folder: Vec<&str> = request.split('?').next().unwrap().split('/').collect();
    folder.pop();
    let mut rest = link;
    while let Some(up) = rest.strip_prefix("../") {
        folder.pop().unwrap();
        rest = up;
    }
    folder.push(rest);
    folder.join("/")
}

#[tokio::test]
async fn relative_links_without_a_context_are_relative_to_the_request() {
    let shop = shop()
        .page_size(1)
        .expand_page_size(1)
        .relative_next_links();
    let none = [("accept", "application/json;odata.metadata=none")];
    for (path, member, wanted) in [
        (
            "Orders?$select=id",
            "@odata.nextLink",
            "Orders?$select=id&$skiptoken=1",
        ),
        (
            "Customers(1)/orders",
            "@odata.nextLink",
            "Customers(1)/orders?$skiptoken=1",
        ),
        (
            "Customers(1)?$expand=orders",
            "orders@odata.nextLink",
            "Customers(1)/orders?$skiptoken=1",
        ),
        (
            "Customers(1)/orders(10)?$expand=items",
            "items@odata.nextLink",
            "Orders(10)/items?$skiptoken=1",
        ),
    ] {
        let page = ask(&shop, path, &none).await.json();
        let link = page[member]
            .as_str()
            .unwrap_or_else(|| panic!("{path}: {page}"));
        assert_eq!(resolved(path, link), wanted, "{path}: {link}");
        // With a context URL, they are relative to that.
        let page = ask(&shop, path, &[]).await.json();
        assert_eq!(page[member], wanted, "{path}");
    }
    let target = "/api/Customers(1)/orders/$query";
    let headers = [("content-type", "text/plain"), none[0]];
    let page = in_process(&shop, "POST", target, &headers, b"$select=id")
        .await
        .0
        .json();
    let link = page["@odata.nextLink"].as_str().unwrap();
    let wanted = "Customers(1)/orders?$select=id&$skiptoken=1";
    assert_eq!(resolved("Customers(1)/orders/$query", link), wanted);
}

#[tokio::test]
async fn selections_are_nested() {
    let shop = shop();
    for (path, wanted) in [
        (
            "Customers(1)?$select=address/city",
            json!({"address": {"city": "Bonn"}}),
        ),
        (
            "Customers(1)?$select=address($select=street)",
            json!({"address": {"street": "Main"}}),
        ),
        (
            "Customers(1)?$select=tags($filter=$this gt 'a';$count=true)",
            json!({"tags@odata.count": 1, "tags": ["b"]}),
        ),
        (
            "Customers(1)?$select=tags($orderby=$this desc;$top=1)",
            json!({"tags": ["b"]}),
        ),
        (
            "Customers(2)?$select=Shop.Company/staff",
            json!({"@odata.type": "#Shop.Company", "staff": 40}),
        ),
        (
            "Customers(1)?$select=id,address,address/city",
            json!({"id": 1, "address": {"street": "Main", "city": "Bonn"}}),
        ),
    ] {
        assert_eq!(body(&shop, path).await, wanted, "{path}");
    }
    let all = body(&shop, "Products('p1')?$select=*").await;
    assert_eq!(all["category"], "small");
}

#[tokio::test]
async fn expressions_follow_navigation() {
    let shop = shop();
    for (path, wanted) in [
        ("Orders?$filter=customer/name eq 'Ann'", "10 11"),
        (
            "Orders?$filter=customer/address/country/code eq 'DE'",
            "10 11",
        ),
        ("Orders?$filter=customer/Shop.Company/staff gt 10", "12"),
        ("Customers?$filter=orders/any(o:o/total gt 50)", "2"),
        ("Customers?$filter=orders/all(o:o/total gt 10)", "2 3"),
        (
            "Customers?$filter=orders/any(o:o/items/any(i:i/product/name eq 'Crane'))",
            "1",
        ),
        (
            "Customers?$filter=orders/any(o:o/items/any(i:i/amount gt o/id sub 9))",
            "1 2",
        ),
        ("Customers?$filter=orders/$count eq 2", "1"),
        (
            "Customers?$filter=orders/$count($filter=total lt 10) eq 1",
            "1",
        ),
        (
            "Customers?$filter=orders/$filter(total gt 10)/$count eq 1",
            "1 2",
        ),
        ("Orders?$orderby=customer/name desc,id desc", "12 11 10 13"),
        (
            "Customers?$filter=orders/aggregate(total with sum) gt 20",
            "1 2",
        ),
        (
            "Orders?$filter=items/aggregate(amount mul 2 with max) eq 18",
            "12",
        ),
        ("Customers?$orderby=orders/$count desc", "1 2 3"),
        (
            "Orders?$filter=customerId eq $root/Orders(12)/customerId",
            "12",
        ),
        ("Employees?$filter=manager/id eq $root/boss/id", "2"),
        (
            "Products?$filter=$root/Customers/any(c:c/favourites/any(f:f/sku eq $it/sku))",
            "p1 p2",
        ),
        ("Customers?$filter=address eq {\"city\":\"Rome\"}", "3"),
    ] {
        assert_eq!(keys(&shop, path).await, wanted, "{path}");
    }
}

#[tokio::test]
async fn no_request_takes_too_long() {
    let shop = shop();
    let ten = "@b".to_owned() + &" add @b".repeat(30);
    let mut query = format!("Customers?$filter=@a gt 1&@a={}", ten);
    for (name, next) in [
        ("@b", "@c"),
        ("@c", "@d"),
        ("@d", "@e"),
        ("@e", "@f"),
        ("@f", "@g"),
    ] {
        query += &format!("&{name}={next}{}", format!(" add {next}").repeat(30));
    }
    query += "&@g=1";
    let text = format!(
        "Customers?$filter=length(@a) gt 1&@a=concat(@b,@b){}&@q=name",
        ('b'..'q')
            .map(|c| {
                let next = char::from(c as u8 + 1);
                let four = format!("concat(concat(@{next},@{next}),concat(@{next},@{next}))");
                format!("&@{c}=concat({four},{four})")
            })
            .collect::<String>()
    );
    let joined = "$crossjoin(Customers,Orders,Products,Employees,Countries)?$filter=\
        Orders/id eq 1 and Customers/orders/any(a:a/items/any(b:b/product/name eq 'x'))";
    for path in [&*query, &text, joined] {
        let start = std::time::Instant::now();
        let answer = ask(&shop, path, &[]).await;
        assert!(start.elapsed().as_secs() < 60, "{path}");
        if path != joined {
            assert_eq!(answer.status, 400, "{path}: {}", answer.text());
        }
    }
}

/// A path ends at the first navigation property (ABNF, `expandPath` and `selectPath`): what is below is asked for in its parentheses.
#[tokio::test]
async fn what_is_below_a_navigation_property_is_asked_for_in_parentheses() {
    let shop = shop();
    for (path, message) in [
        (
            "Orders(10)?$expand=items/product",
            "`items/product` leads on behind a navigation property: write `items($expand=product)`",
        ),
        (
            "Orders?$expand=customer/orders/$count",
            "`customer/orders` leads on",
        ),
        (
            "Customers(2)?$expand=Shop.Company/contact/manager",
            "write `Shop.Company/contact($expand=manager)`",
        ),
        (
            "Orders(10)?$expand=items($expand=product/nothing)",
            "Shop.Product has no property `nothing`",
        ),
        (
            "Customers(1)?$expand=orders($expand=customer/favourites)",
            "`customer/favourites` leads on",
        ),
        (
            "Customers(1)?$expand=address/country/*",
            "`address/country/*`",
        ),
        (
            "Orders(10)?$select=id,customer/name&$expand=customer",
            "`customer/name` leads on behind a navigation property: write `$expand=customer($select=name)`",
        ),
        (
            "Customers?$expand=orders($select=customer/name)",
            "`customer/name`",
        ),
    ] {
        let answer = ask(&shop, path, &[]).await;
        assert_eq!(answer.status, 400, "{path}: {}", answer.text());
        let told = answer.message();
        assert!(told.contains(message), "{path}: {told}");
    }
    for path in [
        "Customers(1)?$expand=address/country",
        "Customers?$expand=Shop.Company/contact",
        "Orders?$expand=customer/Shop.Company",
        "Orders?$select=customer/Shop.Company&$expand=customer",
        "Customers?$select=address/city,orders&$expand=orders/$ref",
    ] {
        assert_eq!(ask(&shop, path, &[]).await.status, 200, "{path}");
    }
}
