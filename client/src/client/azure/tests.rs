use std::sync::Mutex;

use azure_core::credentials::{AccessToken as AzureToken, TokenRequestOptions};
use azure_core::error::ErrorKind;
use azure_core::time::OffsetDateTime;

use super::*;
use crate::client::oauth::tests::wire::Hasty;

/// Gives a token that ends so many seconds behind the clock's beginning, and then nothing.
#[derive(Debug)]
struct Fake {
    end: i64,
    asked: Mutex<Vec<String>>,
}

#[async_trait::async_trait]
impl TokenCredential for Fake {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AzureToken> {
        let mut asked = self.asked.lock().expect("the list");
        asked.push(scopes.join(" "));
        match asked.len() {
            1 => {
                let end = OffsetDateTime::from_unix_timestamp(1_700_000_000 + self.end);
                Ok(AzureToken::new("hush", end.expect("a date")))
            }
            _ => Err(azure_core::Error::with_message(
                ErrorKind::Credential,
                "nobody is logged in",
            )),
        }
    }
}

fn setup(end: i64) -> (AzureCredential, Arc<Fake>, Hasty) {
    let fake = Arc::new(Fake {
        end,
        asked: Mutex::default(),
    });
    let clock = Hasty::default();
    let credential = AzureCredential::new(fake.clone()).clock(clock.clone());
    (credential, fake, clock)
}

#[tokio::test]
async fn its_token_is_kept_until_it_ends() {
    let (credential, fake, clock) = setup(100);
    for _ in 0..3 {
        let value = credential.authorization(Some("a/.default")).await;
        assert_eq!(value.expect("a token"), "Bearer hush");
        // The clock goes on.
        drop(clock.sleep(Duration::from_secs(20)));
    }
    assert_eq!(*fake.asked.lock().expect("the list"), ["a/.default"]);
    drop(clock.sleep(Duration::from_secs(40)));
    let error = credential
        .authorization(Some("a/.default"))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "nobody is logged in");
    let said = format!("{credential:?}");
    assert!(!said.contains("hush"), "{said}");
}

#[tokio::test]
async fn a_token_that_has_ended_is_told_by_the_service() {
    // Its end lies in the past, by this clock: it is used once, and asked for again.
    let (credential, fake, _) = setup(-5);
    let value = credential.authorization(Some("s")).await.expect("a token");
    assert_eq!(value, "Bearer hush");
    assert!(credential.rejected(&value));
    assert!(credential.authorization(Some("s")).await.is_err());
    assert_eq!(fake.asked.lock().expect("the list").len(), 2);
    assert!(
        credential
            .authorization(None)
            .await
            .unwrap_err()
            .to_string()
            .contains("no scope")
    );
}
