//! Waiting without `async`, also on threads of a runtime; clients that outlive a runtime.

use std::time::Duration;

use odata::{AccessToken, Retry, TokenCache};

use crate::wire::{PAGE, Wire, json, late, ms};

#[cfg(feature = "blocking")]
#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_is_there_for_waiting_may_wait() {
    use odata::blocking::{Wait as _, WaitEach as _};
    let wire = Wire::of(|_, _| json(PAGE)).await;
    let client = wire.client();
    let rows = tokio::task::spawn_blocking(move || {
        let one = client.library_files().query().send().wait().unwrap();
        let rows = client.library_files().stream().wait_each();
        one.items.len() + rows.count()
    });
    assert_eq!(rows.await.unwrap(), 2);
    let client = wire.client();
    let rows = tokio::task::block_in_place(|| client.library_files().all().wait().unwrap());
    assert_eq!(rows.len(), 1);
}

#[cfg(feature = "blocking")]
#[test]
fn async_code_must_not_wait() {
    use odata::blocking::Wait as _;
    for is_many in [true, false] {
        let runtime = match is_many {
            true => tokio::runtime::Runtime::new().unwrap(),
            false => tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap(),
        };
        let waited = runtime.block_on(async {
            let task = tokio::spawn(async { std::future::ready(1).wait() });
            task.await
        });
        let panic = waited.unwrap_err().into_panic();
        let said = panic.downcast_ref::<&str>().unwrap();
        assert!(said.contains("use `await` there"), "{said}");
    }
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

/// Connections of a runtime that is gone are not used.
#[test]
fn a_client_outlives_its_runtime() {
    let server = tokio::runtime::Runtime::new().unwrap();
    let wire = server.block_on(Wire::of(|_, _| json(PAGE)));
    let client = runtime().block_on(async { wire.builder().retry(Retry::never()).build() });
    let client = client.unwrap();
    for _ in 0..5 {
        let page = runtime().block_on(client.library_files().query().send());
        assert_eq!(page.unwrap().items.len(), 1);
    }
}

/// What asks for a token began in a runtime that is gone, and goes on in another one.
#[test]
fn a_token_is_got_though_the_runtime_is_gone_in_which_it_was_asked_for() {
    let server = tokio::runtime::Runtime::new().unwrap();
    let endpoint = server.block_on(Wire::of(|_, _| {
        late(
            ms(200),
            json(r#"{"access_token":"token-1","expires_in":3600}"#),
        )
    }));
    let wire = server.block_on(Wire::of(|_, _| json(PAGE)));
    let url = format!("{}token", endpoint.root);
    let credential = odata::ClientCredentials::new(&url, "id", "secret").unwrap();
    let client = wire.builder().credential(credential).build().unwrap();
    let first = runtime();
    let (one, other) = (client.clone(), client);
    let task = first.spawn(async move { one.library_files().query().send().await });
    first.block_on(async { tokio::time::sleep(ms(50)).await });
    let second = runtime();
    let waits = second.spawn(async move { other.library_files().query().send().await });
    second.block_on(async { tokio::time::sleep(ms(20)).await });
    drop(first);
    drop(task);
    let page =
        second.block_on(async { tokio::time::timeout(Duration::from_secs(20), waits).await });
    assert_eq!(page.unwrap().unwrap().unwrap().items.len(), 1);
}

/// The same of a token that is replaced early.
#[test]
fn an_early_refresh_goes_on_in_another_runtime() {
    let server = tokio::runtime::Runtime::new().unwrap();
    let wire = server.block_on(Wire::of(|_, _| json(PAGE)));
    let source = |_: Option<&str>| async {
        tokio::time::sleep(ms(100)).await;
        Ok(AccessToken::new("token")?.expires_in(ms(500)))
    };
    let client = wire
        .builder()
        .credential(TokenCache::new(source))
        .build()
        .unwrap();
    let page = runtime().block_on(client.library_files().query().send());
    page.unwrap();
    std::thread::sleep(ms(350));
    for _ in 0..4 {
        let runtime = runtime();
        let client = client.clone();
        let call = async move { client.library_files().query().send().await };
        let _ = runtime.block_on(async { tokio::time::timeout(ms(30), call).await });
    }
    let page = runtime().block_on(client.library_files().query().send());
    assert_eq!(page.unwrap().items.len(), 1);
}
