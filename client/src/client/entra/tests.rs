//! What Microsoft's authority is asked.

use super::*;
use crate::client::oauth::tests::wire::{Hasty, Wire, error, token};
use crate::client::{ClientBuilder, Credential};
use crate::doc_example::Defender;

const TENANT: &str = "contoso.onmicrosoft.com";
const APP: &str = "00001111-aaaa-2222-bbbb-3333cccc4444";

fn credential(wire: &Wire) -> ClientSecret {
    ClientSecret::new(TENANT, APP, "hush~")
        .expect("a credential")
        .transport(wire.clone())
        .clock(Hasty::default())
}

/// The scope of the service goes to the authority, the token to the service; another root changes no scope.
#[tokio::test]
async fn the_scope_does_not_follow_the_host() {
    let page = || {
        error(
            200,
            &[("content-type", "application/json")],
            r#"{"value":[]}"#,
        )
    };
    for (builder, root, scope) in [
        (
            Defender::builder(),
            "https://api.security.microsoft.com/api/",
            "https%3A%2F%2Fapi.securitycenter.microsoft.com%2F.default",
        ),
        (
            Defender::builder().base_url("https://eu.api.security.microsoft.com/api/"),
            "https://eu.api.security.microsoft.com/api/",
            "https%3A%2F%2Fapi.securitycenter.microsoft.com%2F.default",
        ),
        (
            Defender::builder()
                .scope("https://securitycenter.onmicrosoft.com/windowsatpservice/.default"),
            "https://api.security.microsoft.com/api/",
            "https%3A%2F%2Fsecuritycenter.onmicrosoft.com%2Fwindowsatpservice%2F.default",
        ),
    ] {
        let (authority, service) = (Wire::default(), Wire::default());
        authority.answers([token("one", "3599")]);
        service.answers([page(), page()]);
        let builder: ClientBuilder<Defender> = builder;
        let defender = builder
            .credential(credential(&authority))
            .transport(service.clone())
            .build()
            .expect("a client");
        for _ in 0..2 {
            defender.library_files().send().await.expect("a page");
        }
        let asked = authority.sent();
        assert_eq!(asked.len(), 1);
        assert_eq!(
            asked[0].url,
            "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"
        );
        assert_eq!(
            asked[0].body,
            format!(
                "grant_type=client_credentials&client_id={APP}&client_secret=hush%7E&scope={scope}"
            )
        );
        for sent in service.sent() {
            assert!(sent.url.starts_with(root), "{}", sent.url);
            assert_eq!(sent.headers["authorization"], "Bearer one");
            assert!(!format!("{sent:?}").contains("one"), "{sent:?}");
        }
    }
}

#[tokio::test]
async fn other_clouds_have_other_authorities() {
    for (authority, url) in [
        (
            US_GOVERNMENT,
            "https://login.microsoftonline.us/contoso.onmicrosoft.com/oauth2/v2.0/token",
        ),
        (
            CHINA,
            "https://login.partner.microsoftonline.cn/contoso.onmicrosoft.com/oauth2/v2.0/token",
        ),
        (
            "http://localhost:8000/a/",
            "http://localhost:8000/a/contoso.onmicrosoft.com/oauth2/v2.0/token",
        ),
    ] {
        let wire = Wire::default();
        wire.answers([token("one", "3599")]);
        let credential = credential(&wire)
            .authority(authority)
            .expect("an authority");
        credential.authorization(Some("s")).await.expect("a token");
        assert_eq!(wire.sent()[0].url, url);
    }
    let wire = Wire::default();
    assert!(
        credential(&wire)
            .authority("http://login.contoso.com")
            .is_err()
    );
    let error = credential(&wire).authorization(None).await.unwrap_err();
    assert!(error.to_string().contains("no scope is known"), "{error}");
    assert!(wire.sent().is_empty());
}

#[test]
fn a_tenant_is_an_id_or_a_domain() {
    for tenant in ["", "a/b", "a?b", "..", "a b", "a%2fb", "\u{e9}"] {
        assert!(ClientSecret::new(tenant, APP, "hush").is_err(), "{tenant}");
    }
    assert!(ClientSecret::new(APP, APP, "").is_err());
    let said = format!("{:?}", credential(&Wire::default()));
    assert!(said.contains(APP) && !said.contains("hush"), "{said}");
}

#[cfg(feature = "certificate")]
mod certificates;
