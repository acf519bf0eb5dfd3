//! Tokens over the wire: a stream that outlives its token, endpoints that answer what they like.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use odata::{AccessToken, ClientCredentials, CredentialError, Retry, TokenCache};

use crate::wire::{JSON, PAGE, Wire, answer, json, ms};

fn cache(asked: &Arc<AtomicUsize>) -> TokenCache {
    let asked = asked.clone();
    TokenCache::new(move |_: Option<&str>| {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        std::future::ready(AccessToken::new(&format!("token-{number}")))
    })
}

/// Three seconds go by with each look at it.
#[derive(Default)]
struct Hasty(std::sync::atomic::AtomicU64);

impl odata::Clock for Hasty {
    fn now(&self) -> Duration {
        Duration::from_secs(3 * self.0.fetch_add(1, Ordering::SeqCst))
    }

    fn date(&self) -> std::time::SystemTime {
        std::time::SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> odata::transport::BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_stream_outlives_its_token() {
    let wire = Wire::of(|_, asked| {
        let page = asked.split("$skiptoken=").nth(1).map_or(0, |rest| {
            rest.split(' ').next().unwrap().parse::<usize>().unwrap()
        });
        // Each token is good for two pages.
        let token = page / 2;
        if !asked.contains(&format!("Bearer token-{token}\r\n")) {
            return answer("401 Unauthorized", "www-authenticate: Bearer\r\n", "");
        }
        let link = format!(r#","@odata.nextLink":"?$skiptoken={}""#, page + 1);
        let link = if page < 7 { link } else { String::new() };
        json(&format!(r#"{{"value":[{{"fileName":"{page}"}}]{link}}}"#))
    })
    .await;
    for look_ahead in [true, false] {
        let asked = Arc::default();
        // Tokens that replace one another within five seconds would all be in vain.
        let cache = cache(&asked).clock(Hasty::default());
        let client = wire.builder().credential(cache).build().unwrap();
        let mut rows = client.library_files().stream().look_ahead(look_ahead);
        let mut names = Vec::new();
        while let Some(row) = rows.next().await {
            names.push(row.unwrap().file_name);
            tokio::time::sleep(ms(5)).await;
        }
        assert_eq!(names, ["0", "1", "2", "3", "4", "5", "6", "7"]);
        assert_eq!(asked.load(Ordering::SeqCst), 4);
    }
}

/// Half of a page came, and what asks for it again is refused: that is renewed once, too.
#[tokio::test]
async fn a_page_that_broke_off_is_asked_for_with_another_token() {
    let whole = r#"{"value":[{"fileName":"a"},{"fileName":"b"}]}"#;
    let wire = Wire::of(move |number, asked| match number {
        0 => vec![
            crate::wire::Step::Send(
                format!(
                    "HTTP/1.1 200 OK\r\n{JSON}content-length: {}\r\n\r\n{}",
                    whole.len(),
                    &whole[..30]
                )
                .into_bytes(),
            ),
            crate::wire::Step::Close,
        ],
        _ if asked.contains("token-1") => json(whole),
        _ => answer("401 Unauthorized", "", ""),
    })
    .await;
    let asked = Arc::default();
    let client = wire.builder().credential(cache(&asked)).build().unwrap();
    let rows = client.library_files().all().await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn an_endpoint_that_answers_anything_gives_no_token_and_tells_none() {
    for (body, is_token) in [
        (
            r#"{"access_token":"hush\r\nx-evil: 1","token_type":"Bearer"}"#,
            false,
        ),
        (
            r#"{"access_token":"hush-hush\n","token_type":"Bearer","expires_in":-5}"#,
            true,
        ),
        (r#"{"access_token":"hush-hush","expires_in":1e300}"#, true),
        (
            r#"{"access_token":"hush-hush","expires_in":99999999999999999999}"#,
            true,
        ),
        (r#"{"access_token":"h\u00fcsh"}"#, true),
        (r#"{"access_token":""}"#, false),
        (r#"{"access_token":["hush"]}"#, false),
        (r#"{"access_token":"hush-hush"}{}"#, false),
        (r#"{"access_token":"Bearer hush"}"#, false),
        (r#"{"access_token":"hush","token_type":"mac"}"#, false),
        ("hush", false),
        ("", false),
    ] {
        let endpoint = Wire::of(move |_, _| json(body)).await;
        let url = format!("{}token", endpoint.root);
        let credential = ClientCredentials::new(&url, "id", "secret-secret").unwrap();
        let wire = Wire::of(|_, _| json(PAGE)).await;
        let builder = wire.builder().credential(credential);
        let client = builder.retry(Retry::never()).build().unwrap();
        for _ in 0..2 {
            match client.library_files().send().await {
                Ok(_) => assert!(is_token, "{body}"),
                Err(error) => {
                    assert!(!is_token && error.is_credential(), "{body}: {error}");
                    assert!(!error.to_string().contains("hush"), "{error}");
                    assert!(!error.to_string().contains("secret-secret"), "{error}");
                }
            }
        }
        assert!(
            wire.asked()
                .iter()
                .all(|asked| !asked.contains("\r\nx-evil"))
        );
    }
}

/// The one that refreshes is dropped in the middle; another one takes it up, and nobody fails while the old token holds.
#[tokio::test(start_paused = true)]
async fn a_refresh_that_is_dropped_or_fails_costs_nobody_anything() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let cache = TokenCache::new(move |_: Option<&str>| {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            match number {
                0 => Ok(AccessToken::new("one")?.expires_in(Duration::from_secs(3600))),
                // Too late for who waits five seconds.
                1 => std::future::pending().await,
                2 => Err(CredentialError::new("the vault is shut")),
                _ => Ok(AccessToken::new("two")?.expires_in(Duration::from_secs(3600))),
            }
        }
    });
    use odata::Credential as _;
    let value = |value: http::HeaderValue| value.to_str().unwrap().to_owned();
    assert_eq!(
        value(cache.authorization(None).await.unwrap()),
        "Bearer one"
    );
    tokio::time::advance(Duration::from_secs(3350)).await;
    {
        let refresh = cache.authorization(None);
        let dropped = tokio::time::timeout(ms(100), refresh).await;
        assert!(dropped.is_err());
    }
    assert_eq!(
        value(cache.authorization(None).await.unwrap()),
        "Bearer one"
    );
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    // It is used while it holds.
    assert_eq!(
        value(cache.authorization(None).await.unwrap()),
        "Bearer one"
    );
    tokio::time::advance(Duration::from_secs(40)).await;
    assert_eq!(
        value(cache.authorization(None).await.unwrap()),
        "Bearer two"
    );
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}
