//! Reads payloads with the types of `graph.rs`, which is generated; what came of each goes to the standard output as
//! JSON. The arguments are the folder of the payloads and a list of lines `file path type`, with a tab between them.

#![forbid(unsafe_code)]

#[allow(dead_code)]
mod graph;
mod types;

use odata::decode::Value;
use odata::json::{Fault, Reader};
use odata::{Extras, Structured};

use types::TYPES;

/// What was read, written back.
struct Read {
    wrote: String,
    extras: Extras,
}

type ReadAs = fn(&str) -> Result<Read, Fault>;

fn record<T: Structured>(text: &str) -> Result<Read, Fault> {
    let mut value = T::default();
    let mut reader = Reader::new(text);
    value.read(&mut reader)?;
    reader.end()?;
    let mut wrote = String::new();
    value.write(&mut wrote);
    let extras = value.extras().clone();
    // What was copied and what was read again from what was written is the same value.
    let mut again = T::default();
    again.read(&mut Reader::new(&wrote))?;
    let mut rewrote = String::new();
    again.clone().write(&mut rewrote);
    assert_eq!(wrote, rewrote, "a value changes when it is written twice");
    assert!(value.clone() == value, "a copy differs");
    Ok(Read { wrote, extras })
}

fn plain<T: Value + Default>(text: &str) -> Result<Read, Fault> {
    let mut value = T::default();
    let mut reader = Reader::new(text);
    value.read(&mut reader)?;
    reader.end()?;
    let mut wrote = String::new();
    value.write(&mut wrote);
    Ok(Read {
        wrote,
        extras: Extras::NONE,
    })
}

/// Calls back with the text of each value that the path leads to: names of members, `*` for each item.
fn each(path: &[&str], reader: &mut Reader<'_>, found: &mut dyn FnMut(&str)) -> Result<(), Fault> {
    match path {
        [] => found(reader.raw()?),
        ["*", rest @ ..] => reader.array(&mut |_, reader| each(rest, reader, found))?,
        [name, rest @ ..] => reader.object(&mut |member, reader| match member == *name {
            true => each(rest, reader, found),
            false => reader.skip(),
        })?,
    }
    Ok(())
}

fn json(text: &str) -> String {
    let mut json = String::new();
    text.to_owned().write(&mut json);
    json
}

fn optional(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), json)
}

/// Reads as the type, and then as the type that the payload itself says, where that is another.
fn read(line: usize, type_name: &str, text: &str) {
    let Some((_, read_as)) = TYPES.iter().find(|(known, _)| *known == type_name) else {
        let fault = json(&format!("no type `{type_name}` is generated"));
        println!("{{\"line\":{line},\"sent\":{text},\"fault\":{fault}}}");
        return;
    };
    match read_as(text) {
        Ok(Read { wrote, extras }) => {
            println!(
                "{{\"line\":{line},\"sent\":{text},\"wrote\":{wrote},\"etag\":{},\"id\":{},\"undeclared\":{}}}",
                optional(extras.etag()),
                optional(extras.id()),
                extras.all_undeclared().count(),
            );
            if let Some(said) = extras.type_name().filter(|said| *said != type_name) {
                read(line, said, text);
            }
        }
        Err(fault) => println!(
            "{{\"line\":{line},\"sent\":{text},\"fault\":{}}}",
            json(&fault.to_string())
        ),
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let list = std::fs::read_to_string(&arguments[2]).expect("the list");
    for (line, asked) in list.lines().enumerate() {
        let mut parts = asked.split('\t');
        let mut part = || parts.next().expect("three parts");
        let (file, path, type_name) = (part(), part(), part());
        let text = std::fs::read_to_string(format!("{}/{file}", arguments[1])).expect("a payload");
        let path: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
        let mut reader = Reader::new(&text);
        let walked = each(&path, &mut reader, &mut |text| read(line, type_name, text));
        if let Err(fault) = walked.and_then(|()| reader.end()) {
            println!("{{\"line\":{line},\"fault\":{}}}", json(&fault.to_string()));
        }
    }
}
