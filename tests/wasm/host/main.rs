//! Plays the scenes: a mock for each, Node with the library, and what came of both.
//!
//! Its argument is the library as rustc made it.

mod node;
mod scenes;

use std::process::ExitCode;

use node::Node;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(failed) => ExitCode::from(u8::from(failed > 0)),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

async fn run() -> Result<usize, String> {
    let library = std::env::args_os().nth(1).ok_or("which library?")?;
    let node = Node::new(library.as_ref())?;
    let scenes = scenes::all();
    let mut failed = 0;
    for scene in &scenes {
        let outcome = scene.play(&node).await;
        let shown = outcome
            .as_ref()
            .map_or_else(Clone::clone, |()| "held".to_owned());
        println!("{:34} {shown}", scene.name);
        failed += usize::from(outcome.is_err());
    }
    println!(
        "\nwasm: scenes={} held={} failed={failed}",
        scenes.len(),
        scenes.len() - failed
    );
    Ok(failed)
}
