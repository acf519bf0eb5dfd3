//! Protocol 4.01, 13.3: interoperable clients. The service answers in 4.01.

use odata::{Date, Service};
use odata_tests::atlas::{Picture, Place, Sight};
use serde_json::json;

use crate::wire::Version::V4_01;
use crate::wire::Wire;
use crate::{basic, checks, delta, later};

#[tokio::test]
async fn v4_01_13_3_item_01_sends_odata_max_version() {
    checks::max_version_is_sent(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_02_says_version_and_type_of_a_body() {
    checks::bodies_say_what_they_are(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_03_consumes_json() {
    checks::json_is_read(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_04_follows_redirects() {
    checks::redirects_are_followed(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_05_follows_next_links() {
    checks::next_links_are_followed(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_06_accepts_what_is_not_declared() {
    checks::what_is_not_declared_is_accepted(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_07_updates_by_patch() {
    checks::updates_are_patches(V4_01).await;
}

/// All options of OData's own that a query has, on one level and on the one below.
#[tokio::test]
async fn v4_01_13_3_item_08_keeps_the_dollar_of_options() {
    let wire = Wire::answering(|_| Some(V4_01.page(json!([]), None))).await;
    let atlas = wire.atlas();
    let query = atlas
        .places()
        .filter(Place::NAME.eq("x"))
        .search("y")
        .order_by(Place::NAME.asc())
        .expand(
            Place::SIGHTS
                .filter(Sight::STARS.gt(3))
                .order_by(Sight::STARS.desc())
                .top(2)
                .skip(1)
                .count(),
        )
        .top(3)
        .skip(1)
        .count();
    query.send().await.expect("a page");
    atlas
        .places()
        .select(Place::ID)
        .send()
        .await
        .expect("a page");
    atlas
        .client()
        .entity::<Place>("places(1)")
        .send()
        .await
        .ok();
    let mut names: Vec<String> = Vec::new();
    for request in wire.service.requests() {
        let query = odata_core::url::decode(request.query()).expect("UTF-8");
        let inner = query.split_once('(').map_or("", |(_, rest)| rest);
        let options = query
            .split('&')
            .chain(inner.trim_end_matches(')').split(';'));
        names.extend(options.filter_map(|one| Some(one.split_once('=')?.0.to_owned())));
    }
    names.retain(|name| !name.contains('('));
    for name in &names {
        assert!(name.starts_with('$'), "{names:?}");
    }
    for name in [
        "$filter", "$search", "$orderby", "$expand", "$top", "$skip", "$count", "$select", "$id",
    ] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
    assert!(
        names.iter().filter(|name| *name == "$top").count() == 2,
        "{names:?}"
    );
}

#[tokio::test]
async fn v4_01_13_3_item_09_names_are_in_their_case() {
    let wire = Wire::answering(|_| Some(V4_01.page(json!([]), None))).await;
    let places = wire.atlas().places();
    let day: Date = "2026-01-31".parse().expect("a date");
    let texts = Place::NAME
        .contains("a")
        .and(Place::NAME.starts_with("b"))
        .and(Place::NAME.ends_with("c"))
        .and(Place::NAME.index_of("d").ge(1))
        .and(Place::NAME.length().lt(9))
        .and(Place::NAME.substring(1).ne("e"))
        .and(
            Place::NAME
                .to_lower()
                .eq("f")
                .or(!Place::NAME.to_upper().eq("G")),
        )
        .and(Place::NAME.trim().concat("h").le("i"))
        .and(Place::NAME.matches_pattern("^j"));
    places.filter(texts).send().await.expect("a page");
    let pictures = wire.atlas().pictures();
    let dates = Picture::TAKEN
        .year()
        .eq(2026)
        .and(Picture::TAKEN.month().gt(1))
        .and(Picture::TAKEN.day().le(9))
        .and(Picture::TAKEN.lt(day));
    pictures
        .filter(dates)
        .order_by(Picture::TAKEN.desc())
        .send()
        .await
        .expect("a page");
    let asked = wire.asked().join("\n");
    for name in [
        "contains(",
        "startswith(",
        "endswith(",
        "indexof(",
        "length(",
        "substring(",
        "tolower(",
        "toupper(",
        "trim(",
        "concat(",
        "matchesPattern(",
        "year(",
        "month(",
        "day(",
        " eq ",
        " ne ",
        " gt ",
        " ge ",
        " lt ",
        " le ",
        " and ",
        " or ",
        "not ",
        " desc",
        "$filter=",
        "$orderby=",
    ] {
        assert!(asked.contains(name), "{name}\n{asked}");
    }
    // What a user writes in another case is not sent so.
    for (text, sent) in [
        ("name EQ 'X'", Some("name eq 'X'")),
        (
            "Contains(name,'X') AND NOT (id GE 1)",
            Some("contains(name,'X') and not (id ge 1)"),
        ),
        ("NAME eq 'X'", None),
    ] {
        let query = places.filter_text(text).ok();
        let url = query.map(|query| query.url().expect("a URL").to_string());
        let filter = url.map(|url| odata_core::url::decode(&url).expect("UTF-8"));
        let filter = filter.as_deref().and_then(|url| url.split_once("$filter="));
        assert_eq!(filter.map(|(_, filter)| filter), sent, "{text}");
    }
}

#[tokio::test]
async fn v4_01_13_3_item_10_supports_basic_authentication() {
    basic::basic_authentication_is_supported(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_11_asks_for_references() {
    checks::references_are_asked_for(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_12_reads_what_was_deleted() {
    delta::deltas_are_read(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_14_supports_minimal_metadata() {
    checks::minimal_metadata_is_supported(V4_01).await;
}

#[tokio::test]
async fn v4_01_13_3_item_13_supports_asynchronous_answers() {
    later::asynchronous_answers_are_supported(V4_01).await;
}
