//! Other services than Redfish's: cookies, and tokens in a body.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, Response};
use odata::doc_example::{Defender, LibraryFile};
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{Changes, Session};

/// What was asked, with its headers and body, of SAP Business One's Service Layer or one that gives tokens in bodies.
#[derive(Clone, Default)]
struct Layer(Arc<Mutex<Vec<(String, HeaderMap, String)>>>);

const SESSION: &str = r##"{"@odata.context":"$metadata#B1Sessions/$entity","SessionId":"HUSH-7","SessionTimeout":30}"##;

impl Transport for Layer {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let path = request.uri().path().to_owned();
        let body = request
            .body()
            .as_bytes()
            .cloned()
            .unwrap_or_default()
            .to_vec();
        self.0.lock().unwrap().push((
            format!("{} {path}", request.method()),
            request.headers().clone(),
            String::from_utf8(body).unwrap(),
        ));
        let answer = Response::builder().header("content-type", "application/json");
        let (answer, body) = match path.rsplit('/').next().unwrap() {
            "Login" => (
                answer
                    .header("set-cookie", "B1SESSION=HUSH-7; HttpOnly;")
                    .header("set-cookie", "ROUTEID=.node1; path=/b1s"),
                SESSION,
            ),
            "Logout" => (answer.status(204), ""),
            "v2" | "" => (answer.header("x-csrf-token", "HUSH-csrf"), "{}"),
            _ => (answer, r#"{"fileName":"a","value":[]}"#),
        };
        let body = Bytes::from_static(body.as_bytes());
        Box::pin(std::future::ready(Ok(answer.body(body.into()).unwrap())))
    }
}

impl Layer {
    fn builder(&self) -> odata::ClientBuilder<Defender> {
        let root = "https://b1.contoso.com:50000/b1s/v2/";
        Defender::builder().base_url(root).transport(self.clone())
    }

    fn asked(&self) -> Vec<(String, HeaderMap, String)> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

fn business_one() -> Session {
    Session::login("Login")
        .member("CompanyDB", "SBODEMOUS")
        .member("UserName", "manager")
        .member("Password", "HUSH")
}

#[tokio::test]
async fn cookies_of_a_login_go_along() {
    let layer = Layer::default();
    let session = business_one().cookies().logout("Logout");
    let builder = layer.builder().credential(session.clone());
    let client = builder.header("x-tenant", "7").build().unwrap();
    client.library_files().send().await.unwrap();
    session.end().await.unwrap();
    let asked = layer.asked();
    let names: Vec<&str> = asked.iter().map(|(asked, ..)| asked.as_str()).collect();
    let expected = [
        "POST /b1s/v2/Login",
        "GET /b1s/v2/libraryfiles",
        "POST /b1s/v2/Logout",
    ];
    assert_eq!(names, expected);
    assert_eq!(
        asked[0].2,
        r#"{"CompanyDB":"SBODEMOUS","UserName":"manager","Password":"HUSH"}"#
    );
    assert!(!asked[0].1.contains_key("cookie"));
    // What the builder adds goes along everywhere: a gateway may want it.
    assert!(
        asked
            .iter()
            .all(|(_, headers, _)| headers["x-tenant"] == "7")
    );
    for (_, headers, _) in &asked[1..] {
        assert_eq!(headers["cookie"], "B1SESSION=HUSH-7; ROUTEID=.node1");
        assert!(headers["cookie"].is_sensitive());
    }
}

#[tokio::test]
async fn a_token_of_a_body_goes_where_it_is_said_to() {
    for (header, expected, scheme) in [
        (
            "Authorization",
            "Bearer HUSH-7",
            "Authorization: Bearer $TOKEN",
        ),
        ("X-Session", "HUSH-7", "x-session: $TOKEN"),
    ] {
        let layer = Layer::default();
        let session = business_one().member_token("SessionId", header);
        let client = layer.builder().credential(session).build().unwrap();
        let files = client.library_files();
        files.send().await.unwrap();
        let asked = layer.asked();
        assert_eq!(asked[1].1[header], expected);
        let curl = files.top(1).as_curl().unwrap().to_string();
        assert!(curl.contains(scheme) && !curl.contains("HUSH"), "{curl}");
    }
    let layer = Layer::default();
    let session = business_one().member_token("Token", "X-Session");
    let client = layer.builder().credential(session).build().unwrap();
    let error = client.library_files().send().await.unwrap_err().to_string();
    assert!(
        error.contains("no text as member `Token`") && !error.contains("HUSH"),
        "{error}"
    );
}

#[tokio::test]
async fn a_login_wants_no_token_against_forged_requests() {
    let layer = Layer::default();
    let builder = layer.builder().csrf_tokens();
    let client = builder
        .credential(business_one().cookies())
        .build()
        .unwrap();
    let new = Changes::<LibraryFile>::new().set(LibraryFile::DESCRIPTION, "d");
    client.library_files().insert(&new).send().await.unwrap();
    let asked = layer.asked();
    let names: Vec<&str> = asked.iter().map(|(asked, ..)| asked.as_str()).collect();
    let expected = [
        "POST /b1s/v2/Login",
        "HEAD /b1s/v2/",
        "POST /b1s/v2/libraryfiles",
    ];
    assert_eq!(names, expected);
    assert_eq!(asked[1].1["cookie"], "B1SESSION=HUSH-7; ROUTEID=.node1");
    assert_eq!(asked[2].1["x-csrf-token"], "HUSH-csrf");
}
