//! Protocol 4.0, 13.2: interoperable clients. The service answers in 4.0.

use crate::wire::Version::V4_0;
use crate::{basic, checks, delta, later};

#[tokio::test]
async fn v4_0_13_2_item_01_sends_odata_max_version() {
    checks::max_version_is_sent(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_02_says_version_and_type_of_a_body() {
    checks::bodies_say_what_they_are(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_03_consumes_json() {
    checks::json_is_read(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_04_follows_redirects() {
    checks::redirects_are_followed(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_05_follows_next_links() {
    checks::next_links_are_followed(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_06_accepts_what_is_not_declared() {
    checks::what_is_not_declared_is_accepted(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_07_updates_by_patch() {
    checks::updates_are_patches(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_08_supports_basic_authentication() {
    basic::basic_authentication_is_supported(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_09_asks_for_references() {
    checks::references_are_asked_for(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_10_reads_what_was_deleted() {
    delta::deltas_are_read(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_12_supports_minimal_metadata() {
    checks::minimal_metadata_is_supported(V4_0).await;
}

#[tokio::test]
async fn v4_0_13_2_item_11_supports_asynchronous_answers() {
    later::asynchronous_answers_are_supported(V4_0).await;
}
