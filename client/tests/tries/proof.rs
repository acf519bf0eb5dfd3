//! A proof that the service does not accept.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use http::HeaderValue;
use odata::transport::BoxFuture;
use odata::{Credential, CredentialError};

use crate::sequence::{Sequence, files, ok, status};

/// A new token each time one is refused.
#[derive(Clone, Default)]
struct Tokens(Arc<AtomicU32>);

impl Credential for Tokens {
    fn authorization<'a>(
        &'a self,
        _: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        let token = format!("Bearer {}", self.0.load(Ordering::Relaxed));
        Box::pin(std::future::ready(Ok(
            HeaderValue::from_str(&token).unwrap()
        )))
    }

    fn rejected(&self, value: &HeaderValue) -> bool {
        let current = format!("Bearer {}", self.0.load(Ordering::Relaxed));
        assert_eq!(value.to_str().unwrap(), current);
        self.0.fetch_add(1, Ordering::Relaxed);
        true
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once() {
    let script = Sequence::of([status(401), ok(&files(&["a"]))]);
    let client = script
        .builder()
        .credential(Tokens::default())
        .build()
        .unwrap();
    client.library_files().query().send().await.unwrap();
    let proofs: Vec<_> = script
        .asked()
        .into_iter()
        .map(|it| (it.at, it.proof.unwrap()))
        .collect();
    let expected = [(0.0, "Bearer 0".to_owned()), (0.0, "Bearer 1".to_owned())];
    assert_eq!(proofs, expected);

    let script = Sequence::of([status(401), status(401)]);
    let client = script
        .builder()
        .credential(Tokens::default())
        .build()
        .unwrap();
    let error = client.library_files().query().send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.tries(), 2, "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_fixed_token_is_not_sent_again() {
    let script = Sequence::of([status(401)]);
    let client = script.builder().bearer_token("abc").build().unwrap();
    let error = client.library_files().query().send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(script.times().len(), 1);
}

/// One that has nothing to send.
struct Ended;

impl Credential for Ended {
    fn authorization<'a>(
        &'a self,
        _: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        Box::pin(std::future::ready(Err(CredentialError::new(
            "the secret has ended",
        ))))
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_proof_nothing_is_sent() {
    let script = Sequence::of([ok(&files(&["a"]))]);
    let client = script.builder().credential(Ended).build().unwrap();
    let error = client.library_files().query().send().await.unwrap_err();
    assert!(error.is_credential(), "{error}");
    assert!(!error.is_unauthorized() && !error.is_connect());
    assert!(error.to_string().contains("the secret has ended"));
    assert_eq!(script.times().len(), 0);
}
