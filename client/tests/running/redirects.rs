//! Redirects of every kind.

use odata::doc_example::{Defender, LibraryFile};
use odata::{ApiKey, Changes, Retry, Service as _};

use crate::wire::{JSON, PAGE, Wire, answer, json};

fn to(status: u16, location: &str) -> Vec<crate::wire::Step> {
    answer(
        &format!("{status} Over There"),
        &format!("location: {location}\r\n"),
        "",
    )
}

fn client(wire: &Wire) -> Defender {
    let builder = wire
        .builder()
        .bearer_token("hush-hush-hush")
        .header("x-tenant", "t-hush");
    builder.retry(Retry::never()).build().unwrap()
}

const ALL: [u16; 5] = [301, 302, 303, 307, 308];

#[tokio::test]
async fn a_question_is_asked_elsewhere_and_proves_who_asks_only_to_the_service() {
    for status in ALL {
        let other = Wire::of(|_, _| json(PAGE)).await;
        for (location, is_own) in [
            (format!("{}b?sig=hush", other.root), false),
            ("/b?x=1#there".to_owned(), true),
            ("b".to_owned(), true),
            ("?x=2".to_owned(), true),
        ] {
            let wire = Wire::of(move |number, _| match number {
                0 => to(status, &location),
                _ => json(PAGE),
            })
            .await;
            let client = client(&wire);
            let page = client.library_files().query().send().await.unwrap();
            assert_eq!(page.items.len(), 1);
            let asked = match is_own {
                true => wire.asked(),
                false => other.asked(),
            };
            let last = asked.last().unwrap().to_ascii_lowercase();
            assert!(last.starts_with("get "), "{status}: {last}");
            assert!(!last.contains('#'), "{last}");
            assert_eq!(
                last.contains("authorization: bearer hush"),
                is_own,
                "{status}: {last}"
            );
            assert_eq!(last.contains("x-tenant"), is_own, "{status}: {last}");
        }
    }
}

#[tokio::test]
async fn a_key_in_a_header_of_its_own_stays_at_home() {
    let other = Wire::of(|_, _| json(PAGE)).await;
    let place = format!("{}b", other.root);
    let wire = Wire::of(move |_, _| to(302, &place)).await;
    let key = ApiKey::new("x-api-key", "hush-hush-hush").unwrap();
    let mut secret = http::HeaderValue::from_static("hush-also");
    secret.set_sensitive(true);
    let client = wire.builder().credential(key).build().unwrap();
    let query = client.library_files().header("x-other", secret);
    query.send().await.unwrap();
    assert!(!other.asked()[0].contains("hush"), "{:?}", other.asked());
    assert!(wire.asked()[0].contains("hush-also"));
}

#[tokio::test]
async fn a_redirect_that_leads_nowhere_good_is_told() {
    for status in ALL {
        for location in [
            "http://user:hush@127.0.0.1/",
            "ftp://127.0.0.1/hush",
            "javascript:alert(1)",
            "http://[::1",
            "http://",
            "\u{ff}\u{fe}",
        ] {
            let wire = Wire::of(move |_, _| to(status, location)).await;
            let error = client(&wire)
                .library_files()
                .query()
                .send()
                .await
                .unwrap_err();
            let said = error.to_string();
            assert!(error.is_link(), "{location}: {said}");
            assert!(!said.contains("user:hush"), "{said}");
            assert_eq!(wire.asked().len(), 1);
        }
        // Nothing to go to.
        let wire = Wire::of(move |_, _| answer(&format!("{status} X"), "", "")).await;
        let error = client(&wire)
            .library_files()
            .query()
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

#[tokio::test]
async fn a_change_is_sent_on_only_as_it_is_and_only_to_the_service() {
    for status in ALL {
        let is_same = status >= 307;
        let other = Wire::of(|_, _| answer("204 No Content", "", "")).await;
        for (location, is_own) in [("/b".to_owned(), true), (format!("{}b", other.root), false)] {
            for method in ["POST", "PATCH", "PUT", "DELETE"] {
                let place = location.clone();
                let wire = Wire::of(move |number, asked| match number {
                    0 => to(status, &place),
                    _ if asked.starts_with("POST") => {
                        answer("201 Created", JSON, r#"{"fileName":"a"}"#)
                    }
                    _ => answer("204 No Content", "", ""),
                })
                .await;
                let client = client(&wire);
                let files = client.library_files();
                let changes = Changes::new().set(LibraryFile::FILE_NAME, "a");
                let done = match method {
                    "POST" => files.insert(&changes).send().await.map(drop),
                    "PATCH" => files.by_key("a").update(&changes).send().await.map(drop),
                    "PUT" => {
                        let content = odata::Content::bytes("text/plain", "x");
                        let put = files.by_key("a").media().put(content).if_match("*");
                        put.send().await.map(drop)
                    }
                    _ => files.by_key("a").delete().send().await.map(drop),
                };
                let what = format!("{method} {status} {location}");
                assert_eq!(done.is_ok(), is_same && is_own, "{what}: {done:?}");
                assert_eq!(
                    wire.asked().len(),
                    if is_same && is_own { 2 } else { 1 },
                    "{what}"
                );
                if let Some(second) = wire.asked().get(1) {
                    let body = |text: &str| text.split("\r\n\r\n").nth(1).unwrap().to_owned();
                    assert!(second.starts_with(method), "{what}");
                    assert_eq!(body(second), body(&wire.asked()[0]), "{what}");
                }
            }
        }
        assert!(other.asked().is_empty(), "{:?}", other.asked());
    }
}

/// Who answers 401 elsewhere was sent no token, so that none is thrown away for it; and what it asks to wait is not for the service.
#[tokio::test]
async fn another_host_takes_no_token_and_no_time() {
    let refusal = |status: &'static str| async move {
        let other = Wire::of(move |_, _| answer(status, "retry-after: 600\r\n", "")).await;
        let place = format!("{}b", other.root);
        let wire = Wire::of(move |number, _| match number {
            0 => to(302, &place),
            _ => json(PAGE),
        })
        .await;
        (wire, other)
    };
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = asked.clone();
    let cache = odata::TokenCache::new(move |_: Option<&str>| {
        counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        std::future::ready(odata::AccessToken::new("hush-hush-hush"))
    });
    for status in [
        "401 Unauthorized",
        "429 Too Many Requests",
        "503 Service Unavailable",
    ] {
        let (wire, _other) = refusal(status).await;
        let builder = wire.builder().credential(cache.clone());
        let client = builder.retry(Retry::never()).build().unwrap();
        let error = client.library_files().send().await.unwrap_err();
        assert!(error.to_string().contains(status), "{error}");
        let soon = client.within(std::time::Duration::from_secs(5));
        assert_eq!(soon.library_files().send().await.unwrap().items.len(), 1);
    }
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 1);
}

#[tokio::test]
async fn no_signature_of_a_place_is_told() {
    for answers in ["403 Forbidden", "200 OK", "302 Found"] {
        let other = Wire::of(move |_, _| {
            let headers = "content-type: text/html\r\nlocation: /c?sig=hush-sig&$top=1#hush\r\n";
            answer(answers, headers, "<html>")
        })
        .await;
        let place = format!("{}b?sv=hush-sv&sig=hush-sig", other.root);
        let wire = Wire::of(move |_, _| to(302, &place)).await;
        let client = client(&wire);
        let files = client.library_files();
        let page = files.query().send().await.unwrap_err();
        let row = files.stream().next().await.unwrap().unwrap_err();
        let one = files.by_key("a").send().await.unwrap_err();
        for error in [page, row, one] {
            let told = format!("{error} {error:?} {:?}", error.transport_error());
            assert!(!told.contains("hush"), "{answers}: {told}");
        }
    }
}
