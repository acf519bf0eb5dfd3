//! Requests as command lines of curl: bash reads them as they are meant, and curl sends what the client sends.

use std::io::Write as _;
use std::process::{Command, Stdio};

use odata::doc_example::{Defender, LibraryFile};
use odata::{Changes, ClientBuilder, Curl, Service as _};
use odata_mock::{Canned, MockService, SeenRequest};

use crate::sequence::Sequence;

fn builder() -> ClientBuilder<Defender> {
    Sequence::of([]).builder()
}

/// The words that bash makes of a command line.
fn words(line: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{line}");
    let mut bash = Command::new("bash");
    bash.arg("-s")
        .env("TOKEN", "t0ken")
        .env("HOME", "nowhere")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in variables {
        bash.env(name, value);
    }
    let mut bash = bash.spawn().expect("bash runs");
    let mut input = bash.stdin.take().unwrap();
    let writes = std::thread::spawn(move || input.write_all(script.as_bytes()));
    let output = bash.wait_with_output().unwrap();
    writes.join().unwrap().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.is_empty(), "{said}\n{line}");
    let words = String::from_utf8(output.stdout).unwrap();
    words.split_terminator('\0').map(str::to_owned).collect()
}

const NASTY: &str = "it's $HOME `id` $(id) \"x\" \\ !! {a,b} [1-2] *\n\u{e9}\u{1F600}\t; & | > #";

#[test]
fn bash_reads_what_is_meant() {
    let defender = builder().bearer_token("hush").build().unwrap();
    let query = defender
        .library_files()
        .filter(LibraryFile::DESCRIPTION.eq(NASTY))
        .option("it's", NASTY)
        .option("empty", "")
        .top(1);
    let url = query.url().unwrap();
    let shown = query.as_curl().unwrap().showing_options();
    assert_eq!(
        words(&shown.to_string(), &[]),
        [
            url.as_str(),
            "-H",
            "accept: application/json;odata.metadata=minimal",
            "-H",
            "odata-maxversion: 4.0",
            "-H",
            "Authorization: Bearer t0ken"
        ]
        .map(str::to_owned)
    );
    // The option is a variable, and what is put into it is no command.
    let (hidden, name) = (query.as_curl().unwrap().to_string(), "OPTION_IT_S");
    assert!(!hidden.contains("hush"), "{hidden}");
    let encoded = url.query_pairs().find(|(name, _)| name == "it's");
    assert_eq!(encoded.unwrap().1, NASTY);
    let raw = url.query().unwrap().split('&');
    let raw = raw
        .filter_map(|pair| pair.split_once('='))
        .find(|pair| pair.1.len() > 100 && !pair.0.starts_with('$'));
    let raw = raw.unwrap().1;
    assert!(!hidden.contains(raw), "{hidden}");
    assert_eq!(words(&hidden, &[(name, raw)])[0], url.as_str());

    let changes = Changes::new().set(LibraryFile::DESCRIPTION, NASTY);
    let files = defender.library_files();
    let update = files.by_key("a'b").update(&changes).if_match("W/\"1\"");
    let words = words(&update.as_curl().unwrap().to_string(), &[]);
    assert_eq!(words[..2], ["-X", "PATCH"]);
    assert!(words.contains(&"if-match: W/\"1\"".to_owned()), "{words:?}");
    let body = words.last().unwrap();
    assert_eq!(words[words.len() - 2], "--data-raw");
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["description"], NASTY);
}

/// Whatever is in it, a body is one word: texts of what means something to a shell, by chance.
#[test]
fn bash_reads_any_text_as_it_is() {
    let defender = builder().build().unwrap();
    let signs: Vec<char> = "'\"\\$`!{}[]()<>|&;*?~#=%^ \t\n\r@-a1\u{e9}\u{2028}"
        .chars()
        .collect();
    let mut chance = 1_u64;
    let mut next = || {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize
    };
    let mut lines = String::new();
    let texts: Vec<String> = (0..300)
        .map(|_| {
            (0..next() % 12)
                .map(|_| signs[next() % signs.len()])
                .collect()
        })
        .collect();
    for text in &texts {
        let files = defender.library_files();
        let query = files.option("o", text.as_str()).by_post();
        let curl = query.as_curl().unwrap().showing_options();
        let changes = Changes::new().set(LibraryFile::DESCRIPTION, text.as_str());
        let insert = files.insert(&changes).as_curl().unwrap();
        lines += &format!("{curl}\n{insert}\n");
    }
    let words = words(&lines, &[]);
    let bodies = words.split(|word| word == "--data-raw").skip(1);
    let bodies: Vec<&String> = bodies.map(|words| &words[0]).collect();
    assert_eq!(bodies.len(), 600);
    for (text, bodies) in texts.iter().zip(bodies.chunks(2)) {
        // Options are encoded; what they hold is asked of whoever reads URLs.
        let url = format!("http://x/?{}", bodies[0])
            .parse::<http::Uri>()
            .unwrap();
        assert!(url.query().unwrap().starts_with("o="), "{url}");
        let json: serde_json::Value = serde_json::from_str(bodies[1]).unwrap();
        assert_eq!(json["description"], text.as_str());
    }
}

#[test]
fn only_who_asks_with_a_credential_says_so() {
    let plain = builder().build().unwrap();
    assert!(
        !plain
            .library_files()
            .as_curl()
            .unwrap()
            .to_string()
            .contains("TOKEN")
    );
    let basic = builder().basic_auth("ann", "hush").build().unwrap();
    let shown = basic.library_files().as_curl().unwrap();
    assert!(
        shown
            .to_string()
            .ends_with("-H \"Authorization: Basic $TOKEN\""),
        "{shown}"
    );
    assert!(!format!("{shown:?}{shown}").contains("hush"));
    // What is not sent has no command line.
    let files = plain.library_files();
    let refused = files.by_key("a").update(&Changes::new()).if_match("\n");
    assert!(refused.as_curl().unwrap_err().is_refused());
    let long = files.option("x", "y".repeat(70_000));
    assert!(long.as_curl().unwrap_err().is_refused());
    let post = long.by_post().as_curl().unwrap().to_string();
    assert!(post.ends_with("--data-raw 'x='\"$OPTION_X\""), "{post}");
}

/// What a server sees of a request, without what programs say of themselves.
fn seen(service: &MockService) -> Vec<String> {
    let shown = |request: &SeenRequest| {
        let own = ["host", "user-agent", "accept-encoding", "content-length"];
        let headers = request
            .headers
            .iter()
            .filter(|(name, _)| !own.contains(&name.as_str()));
        let mut headers: Vec<_> = headers
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort();
        let body = String::from_utf8(request.body.to_vec()).unwrap();
        format!("{} {} {headers:?} {body}", request.method, request.target)
    };
    service.requests().iter().map(shown).collect()
}

#[tokio::test]
#[cfg(feature = "reqwest")]
async fn curl_sends_what_the_client_sends() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("skipped: there is no curl");
        return;
    }
    let csdl = include_str!("../../../specs/defender/metadata.xml");
    let service = || {
        let canned = |_: &SeenRequest| Some(Canned::json(&serde_json::json!({"value": []})));
        MockService::from_csdl(csdl).unwrap().intercept(canned)
    };
    let (ours, curls) = (service(), service());
    let (server, other) = (ours.serve().await.unwrap(), curls.serve().await.unwrap());
    let client = |url: String| {
        Defender::builder()
            .base_url(url)
            .bearer_token("t0ken")
            .build()
            .unwrap()
    };
    let (here, there) = (client(server.url()), client(other.url()));

    let run = |curl: odata::Result<Curl>| {
        let line = curl.unwrap().showing_options().to_string();
        async move {
            let mut bash = tokio::task::spawn_blocking(move || {
                let line = line.replacen("curl", "curl --silent --show-error --noproxy '*'", 1);
                Command::new("bash")
                    .args(["-c", &line])
                    .env("TOKEN", "t0ken")
                    .output()
            });
            let output = (&mut bash).await.unwrap().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && said.is_empty(), "{said}");
        }
    };
    let query = |defender: &Defender| {
        let files = defender.library_files();
        files
            .filter(LibraryFile::DESCRIPTION.eq(NASTY))
            .option("[a-b]{c,d}", NASTY)
            .max_page_size(5)
    };
    let changes = || {
        Changes::new()
            .set(LibraryFile::DESCRIPTION, NASTY)
            .set(LibraryFile::FILE_NAME, "@a")
    };
    query(&here).send().await.unwrap();
    run(query(&there).as_curl()).await;
    query(&here).by_post().send().await.unwrap();
    run(query(&there).by_post().as_curl()).await;
    let _ = here.library_files().by_key(NASTY).send().await;
    run(there.library_files().by_key(NASTY).as_curl()).await;
    let _ = here.library_files().insert(&changes()).send().await;
    run(there.library_files().insert(&changes()).as_curl()).await;
    let _ = here
        .library_files()
        .by_key("a")
        .update(&changes())
        .if_match("\"1\"")
        .send()
        .await;
    run(there
        .library_files()
        .by_key("a")
        .update(&changes())
        .if_match("\"1\"")
        .as_curl())
    .await;
    let _ = here.library_files().by_key("a").delete().send().await;
    run(there.library_files().by_key("a").delete().as_curl()).await;
    let _ = here.library_files().total().send().await;
    run(there.library_files().total().as_curl()).await;
    let _ = here
        .library_files()
        .by_key("a")
        .property(LibraryFile::SHA256)
        .send()
        .await;
    run(there
        .library_files()
        .by_key("a")
        .property(LibraryFile::SHA256)
        .as_curl())
    .await;
    let _ = here.library_files().by_key("a").media().bytes().await;
    run(there.library_files().by_key("a").media().as_curl()).await;
    let _ = here.library_files().references().send().await;
    run(there.library_files().references().as_curl()).await;
    let id = "libraryfiles('a')";
    let _ = here.client().entity::<LibraryFile>(id).send().await;
    run(there.client().entity::<LibraryFile>(id).as_curl()).await;

    let (ours, curls) = (seen(&ours), seen(&curls));
    assert_eq!(ours.len(), 11);
    for (ours, curls) in ours.iter().zip(&curls) {
        assert_eq!(ours, curls);
    }
    assert_eq!(ours.len(), curls.len());
}
