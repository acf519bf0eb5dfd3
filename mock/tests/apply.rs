//! `$compute` and `$apply` (URL conventions 5.1.3; Data Aggregation 3).

mod common;

use common::shop::{ask, body, keys, shop};
use serde_json::{Value as Json, json};

/// The rows of an answer without what says their types.
async fn rows(path: &str) -> Json {
    let mut rows = body(&shop(), path).await["value"].take();
    for row in rows.as_array_mut().unwrap() {
        let row = row.as_object_mut().unwrap();
        row.retain(|name, _| !name.contains('@'));
    }
    rows
}

#[tokio::test]
async fn values_are_computed() {
    let shop = shop();
    for (path, wanted) in [
        (
            "Products?$compute=price mul 2 as twice&$filter=twice gt 3",
            "p2 p3",
        ),
        (
            "Products?$compute=length(name) as long&$orderby=long desc,sku&$top=2",
            "p3 p2",
        ),
        (
            "Products?$compute=price add 1 as more,more add 1 as most&$filter=most eq 3.1",
            "p1",
        ),
        (
            "Orders?$compute=year(placed) as year&$filter=year eq 2024",
            "10 11",
        ),
    ] {
        assert_eq!(keys(&shop, path).await, wanted, "{path}");
    }
    let path = "Products('p1')?$compute=price mul 2 as twice&$select=sku,twice";
    let one = body(&shop, path).await;
    assert_eq!(
        one,
        json!({"sku": "p1", "twice@odata.type": "#Decimal", "twice": 2.20})
    );
    let hidden = body(
        &shop,
        "Products('p1')?$compute=price mul 2 as twice&$select=sku",
    )
    .await;
    assert_eq!(hidden, json!({"sku": "p1"}));
    let unknown = ask(&shop, "Products?$compute=cost mul 2 as twice", &[]).await;
    assert_eq!(unknown.status, 400);
}

#[tokio::test]
async fn all_become_one() {
    for (apply, wanted) in [
        ("aggregate(total with sum as all)", json!({"all": 124.75})),
        (
            "aggregate(total with min as least,total with max as most)",
            json!({"least": 5, "most": 100.25}),
        ),
        (
            "aggregate(id with average as middle)",
            json!({"middle": 11.5}),
        ),
        (
            "aggregate(customerId with countdistinct as who,$count as all)",
            json!({"who": 2, "all": 4}),
        ),
        (
            "aggregate(customer with countdistinct as who)",
            json!({"who": 2}),
        ),
        (
            "aggregate(items/product with countdistinct as what)",
            json!({"what": 2}),
        ),
        (
            "aggregate(customer/name with max as last)",
            json!({"last": "Bolts"}),
        ),
        (
            "aggregate(items/amount with sum as sold)",
            json!({"sold": 12}),
        ),
        ("aggregate(items/$count as lines)", json!({"lines": 3})),
        (
            "aggregate(total mul 2 with sum as twice)",
            json!({"twice": 249.50}),
        ),
        (
            "filter(id gt 90)/aggregate(total with sum as all,$count as number)",
            json!({"all": null, "number": 0}),
        ),
    ] {
        let path = format!("Orders?$apply={apply}");
        assert_eq!(rows(&path).await, json!([wanted]), "{apply}");
    }
}

#[tokio::test]
async fn objects_are_told_apart() {
    // Bonn and Rome; what is null is no value.
    let found = rows("Customers?$apply=aggregate(address with countdistinct as places)").await;
    assert_eq!(found, json!([{"places": 2}]));
    let found = rows("Customers?$apply=aggregate(address/country with countdistinct as all)").await;
    assert_eq!(found, json!([{"all": 1}]));
}

#[tokio::test]
async fn groups() {
    for (path, wanted) in [
        (
            "Products?$apply=groupby((category))",
            json!([{"category": "small"}, {"category": "large"}, {"category": null}]),
        ),
        (
            "Products?$apply=groupby((category),aggregate(price with sum as sum,$count as count))",
            json!([
                {"category": "small", "sum": 3.30, "count": 2},
                {"category": "large", "sum": 5000, "count": 1},
                {"category": null, "sum": null, "count": 1},
            ]),
        ),
        (
            "Orders?$apply=groupby((customer/name),aggregate(total with sum as sum))/filter(sum gt 30)",
            json!([{"customer": {"name": "Bolts"}, "sum": 100.25}]),
        ),
        (
            "Orders?$apply=groupby((customer/name,customer/id),aggregate($count as n))&$orderby=n desc,customer/name&$top=1",
            json!([{"customer": {"name": "Ann", "id": 1}, "n": 2}]),
        ),
        (
            "Products?$apply=filter(price lt 9)/groupby((rollup(category,sku)),aggregate($count as n))",
            json!([
                {"category": "small", "sku": "p1", "n": 1},
                {"category": "small", "sku": "p2", "n": 1},
                {"category": "small", "n": 2},
            ]),
        ),
        (
            "Orders?$apply=filter(customerId ne null)/groupby((customerId),topcount(1,total))/aggregate(total with sum as best)",
            json!([{"best": 119.75}]),
        ),
        (
            "Products?$apply=groupby((category),aggregate(price with max as most))&$filter=most gt 2&$select=most&$count=true",
            json!([{"most": 2.20}, {"most": 5000}]),
        ),
        (
            "Orders?$apply=concat(aggregate(total with sum as sum),groupby((customerId)))&$top=2",
            json!([{"sum": 124.75}, {"customerId": 1}]),
        ),
        (
            "Customers?$apply=join(orders as order)/groupby((name),aggregate(order/total with sum as spent))",
            json!([{"name": "Ann", "spent": 24.50}, {"name": "Bolts", "spent": 100.25}]),
        ),
        (
            "Products?$apply=nest(topcount(1,price)/groupby((sku)) as best)",
            json!([{"best": [{"sku": "p3"}]}]),
        ),
    ] {
        assert_eq!(rows(path).await, wanted, "{path}");
    }
}

#[tokio::test]
async fn related_entities_are_put_together() {
    let path = "Customers(1)?$select=id&$expand=orders($apply=aggregate(total with sum as all))";
    let mut one = body(&shop(), path).await;
    let sum = one["orders"][0]["all"].take();
    assert_eq!((sum, &one["id"]), (json!(24.50), &json!(1)));
}

#[tokio::test]
async fn items_are_kept() {
    let shop = shop();
    for (apply, wanted) in [
        ("identity", "p1 p2 p3 p4"),
        ("filter(price lt 3)/orderby(price desc)", "p2 p1"),
        ("search(bolt OR nut)/skip(1)", "p2"),
        ("topcount(2,price)", "p2 p3"),
        ("bottomcount(2,price)", "p1 p2"),
        ("topsum(5001,price)", "p2 p3"),
        ("toppercent(50,price)", "p3"),
        ("bottompercent(1,price)", "p1 p2 p3"),
        ("bottomsum(2,price)", "p1 p2"),
        (
            "compute(price mul 2 as twice)/filter(twice eq 2.2)/top(1)",
            "p1",
        ),
    ] {
        let path = format!("Products?$apply={apply}");
        assert_eq!(keys(&shop, &path).await, wanted, "{apply}");
    }
    let counted = ask(&shop, "Products/$count?$apply=topcount(2,price)", &[]).await;
    assert_eq!(counted.text(), "2");
}

#[tokio::test]
async fn what_the_result_says() {
    let shop = shop();
    for (apply, wanted) in [
        (
            "groupby((customer/name,customer/id),aggregate(total with sum as sum))",
            "(customer(name,id),sum)",
        ),
        ("aggregate($count as n)/compute(n add 1 as m)", "(n,m)"),
        ("filter(id gt 1)", ""),
        ("groupby((customerId),topcount(1,total))", ""),
    ] {
        let answer = ask(&shop, &format!("Orders?$apply={apply}"), &[])
            .await
            .json();
        let wanted = format!("http://mock.invalid/api/$metadata#Orders{wanted}");
        assert_eq!(answer["@odata.context"], wanted, "{apply}");
    }
    let sum = body(&shop, "Orders?$apply=aggregate(total with sum as sum)").await;
    assert_eq!(sum["value"][0]["sum@odata.type"], "#Decimal");
    for (apply, status, says) in [
        (
            "aggregate(total with Shop.median as m)",
            501,
            "`with Shop.median`",
        ),
        (
            "aggregate(total with sum from customerId with max as s)",
            501,
            "`from`",
        ),
        (
            "descendants($root/Orders,H,id,filter(id eq 1))",
            501,
            "`descendants`",
        ),
        ("groupby((nam))", 400, "`nam`"),
        ("topcount(-1,total)", 400, "a whole number"),
        ("top(", 400, "is expected"),
    ] {
        let answer = ask(&shop, &format!("Orders?$apply={apply}"), &[]).await;
        assert_eq!(answer.status, status, "{apply}: {}", answer.text());
        assert!(
            answer.message().contains(says),
            "{apply}: {}",
            answer.message()
        );
    }
}
