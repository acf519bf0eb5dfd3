//! Reads a page of Defender's machines with the generated client and with others: `cargo xtask decode`.

mod derived;
#[allow(dead_code)]
mod machines;
mod rows;
mod served;
mod speed;

const ROWS: usize = 10_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let sample = include_str!("sample.json");
    let words: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    match words.as_slice() {
        ["profile", side, times, order @ ..] => {
            let times = times.parse().expect("how many times");
            speed::profile(sample, side, ROWS, times, *order == ["shuffled"]);
        }
        _ => {
            speed::measure(sample, ROWS, false);
            speed::measure(sample, ROWS, true);
        }
    }
}
