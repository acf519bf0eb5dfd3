//! What is signed, read and checked as an authority would.

use std::collections::BTreeSet;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey,
};
use serde_json::Value;

use super::*;
use crate::client::basic_auth::base64;

/// A self-signed one. Whose key it is plays no part here.
const CERTIFICATE: &[u8] = include_bytes!("certificate.pem");

/// Its thumbprints, as OpenSSL has them.
const SHA256: &str = "0S_sHlaJ7E7wE6e5QOEolDce0FHzLeONqE6-I_5tpE8";
const SHA1: &str = "FWRIJFnR21lFS2SXbw1bRo-s-ZQ";

fn pem(kind: &str, der: &[u8]) -> String {
    format!(
        "-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n",
        base64(der)
    )
}

fn decoded(base64url: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => panic!("`{}` is no digit", char::from(c)),
    };
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for c in base64url.bytes() {
        bits = bits << 6 | u32::from(digit(c));
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}

/// The statement in a form: its header, its claims, what is signed, and the signature.
fn statement(body: &str) -> (Value, Value, String, Vec<u8>) {
    let pairs = url::form_urlencoded::parse(body.as_bytes());
    let mut pairs: std::collections::BTreeMap<_, _> = pairs.into_owned().collect();
    let signed = pairs.remove("client_assertion").expect("an assertion");
    let rest: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (&**n, &**v)).collect();
    assert_eq!(
        rest,
        [
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            ),
            ("client_id", APP),
            ("grant_type", "client_credentials"),
            ("scope", "s"),
        ]
    );
    let parts: Vec<&str> = signed.split('.').collect();
    let [header, claims, signature] = parts[..] else {
        panic!("{signed}");
    };
    let json = |part: &str| serde_json::from_slice(&decoded(part)).expect("JSON");
    (
        json(header),
        json(claims),
        format!("{header}.{claims}"),
        decoded(signature),
    )
}

#[tokio::test]
async fn the_statement_is_signed_with_the_key_and_names_the_certificate() {
    let key = KeyPair::generate(KeySize::Rsa2048).expect("a key");
    let der: Pkcs8V1Der<'_> = key.as_der().expect("PKCS #8");
    let text = pem("PRIVATE KEY", der.as_ref());
    // Both in one text, in any order.
    let both = [text.as_bytes(), CERTIFICATE].concat();
    for (sha1, algorithm, name, thumbprint) in [
        (false, "PS256", "x5t#S256", SHA256),
        (true, "RS256", "x5t", SHA1),
    ] {
        let wire = Wire::default();
        wire.answers([error(503, &[], ""), token("one", "3599")]);
        let credential = ClientCertificate::new(TENANT, APP, &both, &both)
            .expect("a credential")
            .transport(wire.clone())
            .clock(Hasty::default());
        let credential = match sha1 {
            true => credential.sha1_thumbprint(),
            false => credential,
        };
        let value = credential.authorization(Some("s")).await.expect("a token");
        assert_eq!(value, "Bearer one");
        let mut ids = BTreeSet::new();
        for (at, sent) in wire.sent().iter().enumerate() {
            let (header, claims, signed, signature) = statement(&sent.body);
            let expected = serde_json::json!({"alg": algorithm, "typ": "JWT", name: thumbprint});
            assert_eq!(header, expected);
            assert_eq!(claims["aud"], sent.url);
            assert_eq!((&claims["iss"], &claims["sub"]), (&APP.into(), &APP.into()));
            let begin = 1_700_000_000 + at as u64;
            assert_eq!(claims["nbf"], begin);
            assert_eq!(claims["iat"], begin);
            assert_eq!(claims["exp"], begin + 600);
            ids.insert(claims["jti"].as_str().expect("an id").to_owned());
            let public = key.public_key().as_ref();
            let checked = match sha1 {
                true => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public)
                    .verify(signed.as_bytes(), &signature),
                false => UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, public)
                    .verify(signed.as_bytes(), &signature),
            };
            checked.expect("the signature holds");
        }
        assert_eq!(ids.len(), 2, "each try has its own");
        let said = format!("{credential:?}");
        assert!(said.contains(APP) && !said.contains("key"), "{said}");
    }
}

/// PKCS #8 puts 26 bytes before what stands in `RSA PRIVATE KEY` (RFC 5208, 5; RFC 8017, A.1.2).
#[tokio::test]
async fn the_older_form_of_a_key_is_read() {
    let key = KeyPair::generate(KeySize::Rsa2048).expect("a key");
    let der: Pkcs8V1Der<'_> = key.as_der().expect("PKCS #8");
    let text = pem("RSA PRIVATE KEY", &der.as_ref()[26..]);
    let wire = Wire::default();
    wire.answers([token("one", "3599")]);
    let credential = ClientCertificate::new(TENANT, APP, CERTIFICATE, text.as_bytes())
        .expect("a credential")
        .transport(wire.clone())
        .clock(Hasty::default());
    assert!(credential.authorization(Some("s")).await.is_ok());
    let (_, _, signed, signature) = statement(&wire.sent()[0].body);
    UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, key.public_key().as_ref())
        .verify(signed.as_bytes(), &signature)
        .expect("the signature holds");
}

#[test]
fn what_is_no_key_is_said_without_showing_it() {
    let hush = pem("PRIVATE KEY", b"hush hush hush");
    let encrypted = pem("ENCRYPTED PRIVATE KEY", b"hush hush hush");
    let elliptic = pem("EC PRIVATE KEY", b"hush hush hush");
    for (certificate, key, said) in [
        (CERTIFICATE, "", "no unencrypted `PRIVATE KEY`"),
        (
            CERTIFICATE,
            encrypted.as_str(),
            "no unencrypted `PRIVATE KEY`",
        ),
        (
            CERTIFICATE,
            "-----BEGIN PRIVATE KEY-----\nhush!",
            "no unencrypted `PRIVATE KEY`",
        ),
        (CERTIFICATE, hush.as_str(), "no RSA key that can be used"),
        (CERTIFICATE, elliptic.as_str(), "no RSA key"),
        (hush.as_bytes(), hush.as_str(), "no `CERTIFICATE`"),
        (b"\xff\0", "", "no `CERTIFICATE`"),
    ] {
        let error = ClientCertificate::new(TENANT, APP, certificate, key.as_bytes());
        let error = error.unwrap_err().to_string();
        assert!(error.contains(said) && !error.contains("hush"), "{error}");
    }
}
