//! What a program pays that uses a part of Graph: the library is built, the program is compiled and linked.

use std::fs;
use std::process::Command;

use super::checking::{self, SERDE, cheaper};
use super::documents::{Document, corpora};
use super::recorder::Usage;
use super::scratch::{Crate, Mode, Scratch, at};
use super::twin;

/// A user as Graph answers it.
const USER: &str = "payloads/msgraph/response-user.json";

const LEFT_OUT: &str = r#"{ "birthday": "1990-01-01T00:00:00Z", "hireDate": "2014-01-01T00:00:00Z", "deviceEnrollmentLimit": 5,"#;

/// What a program that decodes one `User` takes, in release: ours, and with serde derives. Only the compiler's run for the
/// program itself counts, its linker included.
pub(crate) fn user(scratch: &Scratch, code: &str, times: usize) -> Result<(Usage, Usage), String> {
    let payload = corpora(scratch).join(USER);
    let json = fs::read_to_string(&payload).map_err(|error| at(&payload, &error))?;
    // Graph's schema says that these are never null, and Graph leaves them out all the same.
    let json = json.replacen('{', LEFT_OUT, 1);
    let libraries = (
        checking::ours(scratch, Document::Graph, code.to_owned()),
        checking::theirs(Document::Graph, twin::of(code)?),
    );
    let ours = program(
        "ours-user",
        scratch.ours("odata", "client", ", default-features = false") + &beside("ours-graph"),
        "let mut user = ours_graph::User::default();\n    \
         let mut reader = odata::json::Reader::new(JSON);\n    \
         odata::Value::read(&mut user, &mut reader).expect(\"it is a user\");\n    \
         println!(\"{:?}\", user.display_name);",
        &json,
    );
    let theirs = program(
        "twin-user",
        format!("serde_json = \"1\"\n{}", beside("twin-graph")),
        "let user: twin_graph::User = serde_json::from_str(JSON).expect(\"it is a user\");\n    \
         println!(\"{:?}\", user.display_name);",
        &json,
    );
    // As they are now; an earlier measurement may have left something else there.
    scratch.declare(&libraries.0)?;
    scratch.declare(&libraries.1)?;
    let (mut best_ours, mut best_theirs) = (None, None);
    for _ in 0..times {
        best_ours = cheaper(best_ours, scratch.measure(&ours, Mode::Release)?);
        best_theirs = cheaper(best_theirs, scratch.measure(&theirs, Mode::Release)?);
    }
    let said = (run(scratch, &ours)?, run(scratch, &theirs)?);
    if said.0 != said.1 || !said.0.starts_with("Some(") {
        return Err(format!(
            "the programs read different things: ours {}, theirs {}",
            said.0, said.1
        ));
    }
    best_ours
        .zip(best_theirs)
        .ok_or_else(|| "nothing was measured".to_owned())
}

fn beside(name: &str) -> String {
    format!("{name} = {{ path = '../{name}' }}\n")
}

fn program(name: &'static str, dependencies: String, body: &str, json: &str) -> Crate {
    let text = format!("const JSON: &str = {json:?};\n\nfn main() {{\n    {body}\n}}\n");
    Crate {
        name,
        dependencies,
        root: "main.rs",
        files: vec![("main.rs", text)],
    }
}

fn run(scratch: &Scratch, one: &Crate) -> Result<String, String> {
    let program = scratch.program(one);
    let output = Command::new(&program)
        .output()
        .map_err(|error| at(&program, &error))?;
    if !output.status.success() {
        return Err(at(&program, &String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What a pruned Graph adds to a program, in seconds of CPU.
#[derive(Clone, Debug)]
pub(crate) struct Added {
    /// The program with the generated code in it, that asks for users.
    pub(crate) ours: Usage,
    /// The program that asks reqwest and reads a `serde_json::Value`.
    pub(crate) bare: Usage,
    /// The runtime: `odata`, `odata-core`, and what else the bare program does not have.
    pub(crate) runtime: Vec<(String, f64)>,
}

/// A program with Graph pruned to `users`, against one with bare reqwest, both built in release with all that they depend on
/// there already.
pub(crate) fn pruned(scratch: &Scratch, times: usize) -> Result<Added, String> {
    // With the same features, so that both programs are built from the same reqwest.
    let futures =
        "futures-util = { version = \"0.3\", default-features = false, features = [\"std\"] }\n";
    let tokio = "tokio = { version = \"1\", default-features = false, features = [\"rt\"] }\n";
    let reqwest = "reqwest = { version = \"0.13\", default-features = false, features = [\"rustls\", \"http2\", \"gzip\", \"stream\"] }\n";
    let bare = Crate {
        name: "bare-users",
        dependencies: format!("{SERDE}{reqwest}{futures}{tokio}"),
        root: "main.rs",
        files: vec![("main.rs", BARE.to_owned())],
    };
    let code = Document::GraphUsers.code(scratch)?;
    let ours = Crate {
        name: "ours-users",
        dependencies: scratch.ours("odata", "client", "") + tokio,
        root: "main.rs",
        files: vec![("main.rs", OURS.to_owned()), ("graph.rs", code)],
    };
    // The runtime is built anew each time, so that its cost can be told; what reqwest brings is there by then.
    scratch.prime(&bare, Mode::Release)?;
    scratch.declare(&ours)?;
    scratch.forget_what_is_not_in(&ours, &bare)?;
    let shared = scratch.crates(&bare)?;
    let built = scratch.prime(&ours, Mode::Release)?;
    let runtime = built
        .into_iter()
        .filter(|(name, _)| name != "ours_users" && !shared.contains(name))
        .map(|(name, usage)| (name, usage.cpu))
        .collect();
    let (mut best_ours, mut best_bare) = (None, None);
    for _ in 0..times {
        best_ours = cheaper(best_ours, scratch.measure(&ours, Mode::Release)?);
        best_bare = cheaper(best_bare, scratch.measure(&bare, Mode::Release)?);
    }
    let (ours, bare) = best_ours.zip(best_bare).ok_or("nothing was measured")?;
    Ok(Added {
        ours,
        bare,
        runtime,
    })
}

const BARE: &str = r#"fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let users: serde_json::Value = runtime.block_on(async {
        let client = reqwest::Client::new();
        let answer = client.get("https://graph.microsoft.com/v1.0/users?$top=5").bearer_auth("token").send().await.expect("an answer");
        let body = answer.bytes().await.expect("a body");
        serde_json::from_slice(&body).expect("JSON")
    });
    for user in users["value"].as_array().into_iter().flatten() {
        println!("{}", user["displayName"]);
    }
}
"#;

const OURS: &str = r#"mod graph;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let users = runtime.block_on(async {
        let client = graph::Graph::builder().bearer_token("token").build().expect("a client");
        client.users().top(5).send().await.expect("an answer")
    });
    for user in users {
        println!("{:?}", user.display_name);
    }
}
"#;
