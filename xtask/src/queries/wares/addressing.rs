//! What is addressed by paths: properties, related entities, references, counts; and queries in bodies.

use super::ask::{Question, key};

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    let mut all = values();
    all.extend(related());
    all.extend(others());
    all
}

fn values() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::value("wares('bolt')/name", |_| "Bolt M8".into()),
        Q::value("wares('rope')/price", |_| "19.9".into()),
        Q::value("wares('wire')/tags", |_| "[metal small tool]".into()),
        Q::value("vendors(2)/place/city", |_| "Köln".into()),
        Q::value("wares('bolt')/vendor/name", |_| "Acme".into()),
        Q::text("wares('wire')/name/$value", |_| "Drähte 🔌".into()),
        Q::text("wares('bolt')/amount/$value", |_| "1200".into()),
        Q::text("vendors(1)/founded/$value", |_| "1947-07-14".into()),
        Q::text("vendors(4)/place/zip/$value", |_| "00001".into()),
        Q::text("wares('bolt')/vendor/country/$value", |_| "US".into()),
        Q::status("wares('gift')/name", "204"),
        Q::status("wares('gift')/vendor", "204"),
        Q::status("wares('absent')", "404"),
        Q::status("wares('absent')/name", "404"),
        Q::status("wares?$filter=nome eq 'x'", "400"),
        Q::status("wares?$top=-1", "400"),
    ]
}

fn related() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::keys("vendors(1)/wares?$orderby=sku", |_| {
            vec!["bolt".into(), "nut".into()]
        }),
        Q::keys("vendors(2)/wares?$filter=price lt 100", |_| {
            vec!["rope".into()]
        }),
        Q::keys("vendors(5)/wares?$orderby=price desc&$top=1", |_| {
            vec!["tee".into()]
        }),
        Q::keys("wares('crane')/parts?$orderby=sku&$skip=1", |_| {
            vec!["rope".into(), "wire".into()]
        }),
        Q::keys("wares('nut')/whole/parts", |_| vec!["nut".into()]),
        Q::keys("wares('rope')/vendor/wares?$orderby=sku", |_| {
            vec!["crane".into(), "rope".into()]
        }),
        Q::counted("vendors(2)/wares?$count=true&$orderby=sku&$top=1", |_| {
            vec!["count=2".into(), "crane".into()]
        }),
        Q::text("vendors(1)/wares/$count", |_| "2".into()),
        Q::text("wares('crane')/parts/$count?$filter=price lt 1", |_| {
            "1".into()
        }),
        Q::text("wares/$count?$filter=vendor/country eq 'US'", |_| {
            "3".into()
        }),
        Q::text("wares/$count?$search=M8", |_| "2".into()),
        Q::one("wares('nut')/whole", key, |_| "bolt".into()),
        Q::one("wares('nut')/whole/vendor", key, |_| "1".into()),
        Q::one("vendors(2)/wares('rope')", key, |_| "rope".into()),
        Q::status("vendors(1)/wares('rope')", "404"),
        Q::one(
            "wares('rope')/vendor/$ref",
            |row| {
                let id = row
                    .get("@odata.id")
                    .and_then(serde_json::Value::as_str)
                    .unwrap_or_default();
                id.rsplit('/').next().unwrap_or_default().to_owned()
            },
            |_| "vendors(2)".into(),
        ),
        Q::rows(
            "vendors(1)/wares/$ref?$orderby=sku",
            |row| {
                let id = row
                    .get("@odata.id")
                    .and_then(serde_json::Value::as_str)
                    .unwrap_or_default();
                id.rsplit('/').next().unwrap_or_default().to_owned()
            },
            |_| vec!["wares('bolt')".into(), "wares('nut')".into()],
        ),
    ]
}

fn others() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::posted("wares", "$filter=price gt 40&$orderby=sku", |_| {
            vec!["crane".into(), "saw".into()]
        }),
        Q::posted("vendors", "$orderby=id desc&$top=2", |_| {
            vec!["5".into(), "4".into()]
        }),
        Q::posted(
            "vendors",
            "$filter=wares/any(w:w/sku eq 'rope')&$select=id",
            |_| vec!["2".into()],
        ),
        Q::one("$entity?$id=wares('rope')", key, |_| "rope".into()),
        Q::rows(
            "$crossjoin(vendors,wares)?$filter=vendors/id eq wares/vendor_id and wares/price gt 40&$expand=wares($select=sku)",
            |row| row.get("wares").map_or_else(String::new, key),
            |_| vec!["crane".into(), "saw".into()],
        ),
        Q::keys(
            "wares?$filter=vendor_id eq $root/vendors(2)/id&$orderby=sku",
            |_| vec!["crane".into(), "rope".into()],
        ),
        Q::one("wares(sku='rope')", key, |_| "rope".into()),
        Q::one("vendors(@v)?@v=3", key, |_| "3".into()),
    ]
}
