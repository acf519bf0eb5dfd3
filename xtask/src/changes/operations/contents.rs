//! Media entities, streams, and their contents.

use odata::Content;
use odata_tests::cap::Packages;
use odata_tests::tour::Person;
use serde_json::json;

use super::calls::toured;
use crate::changes::operation::{Checked, Operation, holds, run, same};
use crate::changes::plain::Plain;
use crate::changes::scene::{Scene, Server};

pub(super) fn all() -> Vec<Operation> {
    use Server::{Cap, Mock, Odatapy};
    vec![
        Operation::only(
            "media entity: inserted by its content",
            &[Odatapy],
            run!(insert),
        )
        .but(Mock, run!(insert_on_mock)),
        Operation::only(
            "media entity: its content replaced",
            &[Odatapy, Mock],
            run!(replace),
        ),
        Operation::only(
            "media entity: its properties updated",
            &[Odatapy, Mock],
            run!(properties),
        ),
        Operation::only("stream property: set", &[Cap], run!(stream))
            .but(Mock, run!(stream_on_mock)),
        Operation::only("stream property: deleted", &[Cap], run!(stream_gone))
            .but(Mock, run!(stream_gone_on_mock)),
    ]
}

const PACKAGE: &str = "00000000-0000-0000-0000-000000000001";

/// Fails unless these bytes are there.
async fn is(plain: &Plain, path: &str, wanted: &[u8]) -> Checked {
    let (status, got) = plain.get(path).await?;
    same("the status", status, 200)?;
    match got == wanted {
        true => Ok(()),
        false => Err(format!("{path} has {:?}", String::from_utf8_lossy(&got)).into()),
    }
}

fn text(bytes: &'static [u8]) -> Content {
    Content::bytes("text/plain", bytes)
}

async fn insert(scene: Scene) -> Checked {
    let packages = scene.shop.packages();
    let made = packages.insert_media(text(b"\xc3\xa9 new")).send().await?;
    let place = format!("packages('{}')", made.id);
    is(&scene.plain, &format!("{place}/$value"), b"\xc3\xa9 new").await
}

async fn insert_on_mock(_: Scene) -> Checked {
    let (_server, tour, plain) = toured().await?;
    let made = tour.photos().insert_media(text(b"new")).send().await?;
    let place = format!("photos({})", made.id);
    plain.has(&place, json!({"id": made.id})).await?;
    is(&plain, &format!("{place}/$value"), b"new").await
}

async fn replace(scene: Scene) -> Checked {
    let package = scene.shop.packages().by_key("p1");
    package.media().put(text(b"\0replaced\xff")).send().await?;
    is(&scene.plain, "packages('p1')/$value", b"\0replaced\xff").await?;
    scene
        .plain
        .has("packages('p1')", json!({"name": "pkg.zip"}))
        .await
}

async fn properties(scene: Scene) -> Checked {
    use odata_tests::odatapy::Package;
    let packages = scene.shop.packages();
    packages
        .by_key("p1")
        .media()
        .put(text(b"kept"))
        .send()
        .await?;
    let changes = odata::Changes::new().set(Package::NAME, "pkg.zip");
    packages.by_key("p1").update(&changes).send().await?;
    scene
        .plain
        .has("packages('p1')", json!({"name": "pkg.zip"}))
        .await?;
    is(&scene.plain, "packages('p1')/$value", b"kept").await
}

async fn stream(scene: Scene) -> Checked {
    let id: odata::Guid = PACKAGE.parse()?;
    let content = scene.cap.packages().by_key(id).stream(Packages::CONTENT);
    content.put(text(b"\0streamed\xff")).send().await?;
    let place = format!("packages({PACKAGE})/content");
    is(&scene.plain, &place, b"\0streamed\xff").await
}

async fn stream_gone(scene: Scene) -> Checked {
    let id: odata::Guid = PACKAGE.parse()?;
    let content = scene.cap.packages().by_key(id).stream(Packages::CONTENT);
    content.put(text(b"to go")).send().await?;
    content.delete().send().await?;
    scene
        .plain
        .has_none(&format!("packages({PACKAGE})/content"))
        .await
}

async fn stream_on_mock(_: Scene) -> Checked {
    let (_server, tour, plain) = toured().await?;
    let portrait = tour.people().by_key("ann").stream(Person::PORTRAIT);
    portrait.put(text(b"\0streamed\xff")).send().await?;
    is(&plain, "people('ann')/portrait", b"\0streamed\xff").await
}

async fn stream_gone_on_mock(_: Scene) -> Checked {
    let (_server, tour, plain) = toured().await?;
    let portrait = tour.people().by_key("ann").stream(Person::PORTRAIT);
    portrait.put(text(b"to go")).send().await?;
    portrait.delete().send().await?;
    plain.has_none("people('ann')/portrait").await?;
    let (status, _) = plain.get("people('ann')").await?;
    holds("the person stays", status == 200)
}
