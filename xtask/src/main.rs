//! The project's reports and chores: `cargo xtask NAME`.

mod abnf;
mod changes;
mod conformance;
mod corpus;
mod cost;
mod decode;
mod defender;
mod exports;
mod faults;
mod golden;
mod machines;
mod overhead;
mod program;
mod queries;
mod soak;
mod wasm;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask NAME

  abnf [DIR]       reads the cases of OASIS for the grammar of URLs: ours, or those in a directory
  changes          changes data in each way on SAP CAP, odatapy and the mock, and looks at what came of it by plain HTTP
  conformance      runs the tests of what OData asks of clients, and makes sure that CONFORMANCE.md is what came of them
  conformance --write
                   writes it
  corpus [DIR]     generates a client from every $metadata document of a folder, and has rustc check all of them
  corpus --at-most MIB [DIR]
                   the same; rustc checks only what is no larger, and the others are told
  cost             what generated code costs to make and to compile; `cost help` tells its parts
  decode           how fast a page of Defender's machines is read, and in how much memory
  defender [DIR]   what is read from the pages of Microsoft Defender: ours, or those in a directory
  exports          a million rows of an export of Defender to disk, in pages and from a packed file, which break off on the way
  exports --rows N the same with so many
  faults           lets a client meet every known fault, and makes sure that docs/faults.md is what came of them
  faults --write   writes it
  golden           makes sure that checked-in generated code is what the generator writes
  golden --write   writes it
  overhead         what the client takes beside reqwest and serde: for a request, and for a million rows in pages
  overhead --quick the same, with less of everything
  queries          asks SAP CAP, odatapy and the mock the same questions over the same rows, and compares
  soak             200,000 requests, one in twenty spoilt: what comes of them, and of memory
  soak --requests N
                   so many
  wasm             compiles the client for WebAssembly, and has Node run a program with it against the mock
  wasm --check     compiles it; `wasm help` tells what it takes
";

fn main() -> ExitCode {
    if let Some(code) = cost::as_compiler() {
        return code;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["abnf"] => abnf::run(None),
        ["abnf", directory] => abnf::run(Some(directory)),
        ["changes"] => changes::run(),
        ["conformance"] => conformance::run(false),
        ["conformance", "--write"] => conformance::run(true),
        ["corpus", rest @ ..] => corpus::run(rest),
        ["cost", rest @ ..] => cost::run(rest),
        ["decode", rest @ ..] => decode::run(rest),
        ["defender"] => defender::run(None),
        ["defender", directory] => defender::run(Some(directory)),
        ["exports", rest @ ..] => exports::run(rest),
        ["faults"] => faults::run(false),
        ["faults", "--write"] => faults::run(true),
        ["golden"] => golden::run(false),
        ["golden", "--write"] => golden::run(true),
        ["overhead", rest @ ..] => overhead::run(rest),
        ["queries"] => queries::run(),
        ["soak", rest @ ..] => soak::run(rest),
        ["wasm", rest @ ..] => wasm::run(rest),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        [other, ..] => {
            eprintln!("there is no report `{other}`\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}
