//! What proves who is asking stands nowhere, whoever repeats it.

use odata::doc_example::{Defender, LibraryFile};
use odata::{Changes, ReqwestTransport, Retry};

use crate::wire::{JSON, Step, Wire, answer, json, raw};

const TOKEN: &str = "hush-hush/hush+hush==";

async fn told(script: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static) -> Vec<String> {
    let wire = Wire::of(move |_, asked| {
        let proof = asked
            .lines()
            .find_map(|line| line.strip_prefix("authorization: "));
        script(proof.unwrap_or_default())
    })
    .await;
    let builder = wire.builder().bearer_token(TOKEN).retry(Retry::never());
    let client = builder.build().unwrap();
    let files = client.library_files();
    let mut all = Vec::new();
    let mut keep = |error: Option<odata::Error>| {
        if let Some(error) = error {
            all.push(format!(
                "{error} {:?} {:?}",
                error.service_error(),
                error.transport_error()
            ));
        }
    };
    keep(files.query().send().await.err());
    keep(files.all().await.err());
    keep(files.by_key("a").send().await.err());
    keep(files.query().total().send().await.err());
    let file = Changes::new().set(LibraryFile::FILE_NAME, "a");
    keep(files.insert(&file).send().await.err());
    let mut batch = client.client_batch();
    let handle = batch.add(&files.by_key("a"));
    match batch.send().await {
        Ok(mut answers) => keep(answers.take(handle).err()),
        Err(error) => keep(Some(error)),
    }
    all
}

trait ClientBatch {
    fn client_batch(&self) -> odata::Batch;
}

impl ClientBatch for Defender {
    fn client_batch(&self) -> odata::Batch {
        odata::Service::batch(self)
    }
}

#[tokio::test]
async fn a_token_that_is_repeated_is_not_told() {
    let text = |status: &'static str, kind: &'static str| {
        move |proof: &str| {
            let headers = format!("content-type: {kind}\r\n");
            answer(status, &headers, &format!("you sent {proof}, did you not?"))
        }
    };
    for (what, all) in [
        ("an echo", told(text("200 OK", "text/plain")).await),
        ("HTML", told(text("200 OK", "text/html")).await),
        ("no JSON as JSON", told(text("200 OK", "application/json")).await),
        ("HTML as JSON", told(|proof| answer("200 OK", JSON, &format!("<p>{proof}</p>"))).await),
        ("a refusal", told(text("400 Bad Request", "text/plain")).await),
        ("a refusal in JSON", told(|proof| {
            let body = serde_json::json!({"error": {"code": proof, "message": proof, "innererror": {"a": proof}}});
            answer("403 Forbidden", JSON, &body.to_string())
        }).await),
        ("a refusal with escapes", told(|proof| {
            let proof = proof.replace('/', "\\/");
            answer("403 Forbidden", JSON, &format!(r#"{{"error":{{"message":"{proof}"}}}}"#))
        }).await),
        ("a refusal as a URL has it", told(|proof| {
            let proof: String = url::form_urlencoded::byte_serialize(proof.trim_start_matches("Bearer ").as_bytes()).collect();
            answer("403 Forbidden", "", &format!("no user at /login?token={proof}"))
        }).await),
        ("an error within an answer", told(|proof| {
            json(&serde_json::json!({"value": [], "error": {"code": "x", "message": proof}}).to_string())
        }).await),
        ("an object", told(|proof| json(&serde_json::json!({"a": proof, "headers": {"authorization": proof}}).to_string())).await),
        ("a value that does not fit", told(|proof| json(&serde_json::json!({"value": [{"fileName": 1, "creationTime": proof}], "creationTime": proof}).to_string())).await),
        ("a link", told(|proof| json(&serde_json::json!({"value": [], "fileName": "a", "@odata.nextLink": format!("http://{proof}/")}).to_string())).await),
        ("a redirect", told(|proof| answer("302 Found", &format!("location: ftp://{proof}/{proof}\r\n"), "")).await),
        ("a challenge", told(|proof| answer("401 Unauthorized", &format!("www-authenticate: Bearer error=\"{proof}\"\r\n"), "")).await),
        ("a status line", told(|proof| answer(&format!("500 {proof}"), "", "")).await),
        ("no HTTP", told(|proof| raw(&format!("{proof}\r\n\r\n"))).await),
        ("a request id", told(|proof| answer("500 No", &format!("request-id: {proof}\r\n"), "")).await),
    ] {
        assert!(!all.is_empty(), "{what}");
        for told in all {
            for part in ["hush-hush", "hush%2B", "hush\\/"] {
                assert!(!told.contains(part), "{what}: {told}");
            }
        }
    }
}

/// A proxy whose URL has a password, which nothing shows.
#[tokio::test]
async fn the_password_of_a_proxy_is_not_told() {
    let proxy = Wire::of(|_, asked| {
        assert!(asked.contains("proxy-authorization"));
        answer(
            "407 Proxy Authentication Required",
            "proxy-authenticate: Basic realm=\"x\"\r\n",
            "",
        )
    })
    .await;
    let place = proxy.root.replace("http://", "http://user:hush-hush@");
    for (root, proxied) in [
        ("http://127.0.0.1:1/", reqwest::Proxy::all(&place)),
        ("https://service.invalid/", reqwest::Proxy::all(&place)),
        (
            "https://service.invalid/",
            reqwest::Proxy::all("http://user:hush-hush@127.0.0.1:1/"),
        ),
    ] {
        let proxied = proxied.unwrap();
        let key = http::HeaderMap::from_iter([(
            http::HeaderName::from_static("x-api-key"),
            http::HeaderValue::from_static("hush-key"),
        )]);
        let configured =
            |builder: reqwest::ClientBuilder| builder.proxy(proxied).default_headers(key);
        let transport = ReqwestTransport::configured(configured).unwrap();
        let shown = format!("{transport:?}");
        assert!(!shown.contains("hush"), "{shown}");
        let builder = Defender::builder().base_url(root).transport(transport);
        let client = builder.retry(Retry::never()).build().unwrap();
        let error = client.library_files().send().await.unwrap_err();
        let told = format!("{error} {error:?} {:?}", error.transport_error());
        assert!(!told.contains("hush"), "{told}");
        // user:hush-hush
        assert!(!told.contains("dXNlcjpodXNoLWh1c2g"), "{told}");
    }
    assert!(proxy.asked()[0].contains("dXNlcjpodXNoLWh1c2g"));
}

/// What is recorded has no signature of a place, however that is written.
#[cfg(feature = "record")]
#[tokio::test]
async fn no_signature_is_recorded() {
    let wire = Wire::of(|number, _| match number {
        0 => answer("302 Found", "location: /b?sig=hush-1\r\n", ""),
        _ => {
            let headers = format!(
                "{JSON}content-location: http://127.0.0.1/x?sig=hush-2\r\noperation-location: https://x/y?sig=hush-3\r\nx-place: /y?sig=hush-4\r\nx-auth-token: hush-5\r\n"
            );
            answer("200 OK", &headers, crate::wire::PAGE)
        }
    })
    .await;
    let recorder = odata::Recorder::new(ReqwestTransport::new().unwrap());
    let builder = wire.builder().transport(recorder.clone());
    let client = builder.bearer_token("hush-0-hush").build().unwrap();
    client
        .library_files()
        .option("code", "hush-6")
        .send()
        .await
        .unwrap();
    let kept = format!("{:?}", recorder.recording());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    recorder.recording().save(&path).unwrap();
    let kept = kept + &std::fs::read_to_string(path).unwrap();
    for secret in 0..=6 {
        assert!(
            !kept.contains(&format!("hush-{secret}")),
            "hush-{secret}: {kept}"
        );
    }
}
