//! One document through the generator.

use std::path::Path;
use std::time::{Duration, Instant};

use odata_codegen::Builder;
use odata_codegen::csdl::diagnostic::{Diagnostics, Severity};
use odata_codegen::csdl::source::Sources;
use odata_codegen::csdl::syntax::Document;
use odata_codegen::csdl::xml;

use super::found::Found;
use super::references::References;

/// Codes of what is no CSDL that is read: an older version, another kind of file.
const NOT_SUPPORTED: [&str; 2] = ["old-odata", "not-csdl"];

/// What the generator made of a document.
pub(crate) struct Made {
    /// The types that it declares.
    pub(crate) types: usize,
    /// The actions and functions that it declares.
    pub(crate) operations: usize,
    /// How long the generator took.
    pub(crate) time: Duration,
    pub(crate) result: Result<String, Refused>,
}

/// Why nothing was generated.
pub(crate) struct Refused {
    /// The codes of the errors, each once, in their order.
    pub(crate) codes: Vec<&'static str>,
    /// The errors as a user sees them.
    pub(crate) rendered: String,
    /// How many errors there are.
    errors: usize,
}

impl Refused {
    /// Whether it is no document of V4 at all, which one diagnostic says.
    pub(crate) fn is_not_supported(&self) -> bool {
        self.errors == 1 && self.codes.iter().all(|code| NOT_SUPPORTED.contains(code))
    }

    /// Whether it is no CSDL at all, well-formed or not; the reader said so once.
    pub(crate) fn is_malformed(&self) -> bool {
        self.errors == 1 && self.codes == ["malformed-xml"]
    }
}

/// Generates everything that a document has, with a service.toml that says no more than where it is.
pub(crate) fn make(found: &Found, at: usize, copies: &Path, references: &References) -> Made {
    let documents = read(found, copies);
    let schemas = || documents.iter().flat_map(|document| &document.schemas);
    let types = schemas()
        .map(|one| one.structured_types.len() + one.enum_types.len() + one.type_definitions.len());
    let (types, operations) = (types.sum(), schemas().map(|one| one.operations.len()).sum());
    let service = format!(".service-{at:04}.toml");
    let text = service_toml(found, &references.of(found, &documents));
    let start = Instant::now();
    let result = match std::fs::write(copies.join(&service), text) {
        Ok(()) => Builder::new(&service).root(copies).generate(),
        Err(error) => {
            let result = Err(Refused {
                codes: Vec::new(),
                rendered: error.to_string(),
                errors: 1,
            });
            return Made {
                types,
                operations,
                time: Duration::ZERO,
                result,
            };
        }
    };
    let time = start.elapsed();
    let result = match result {
        Ok(generated) => Ok(generated.text),
        Err(error) => {
            let errors: Vec<&'static str> = error
                .diagnostics()
                .into_iter()
                .flatten()
                .filter(|one| one.severity == Severity::Error)
                .map(|one| one.code)
                .collect();
            let mut codes = Vec::new();
            for code in &errors {
                if !codes.contains(code) {
                    codes.push(*code);
                }
            }
            Err(Refused {
                codes,
                rendered: error.to_string(),
                errors: errors.len(),
            })
        }
    };
    Made {
        types,
        operations,
        time,
        result,
    }
}

/// The documents as they are written; none where they cannot be read.
fn read(found: &Found, copies: &Path) -> Vec<Document> {
    let mut sources = Sources::new();
    let mut documents = Vec::new();
    for file in &found.files {
        let source = sources.load_as(&file.display().to_string(), &copies.join(file));
        let read = source
            .ok()
            .and_then(|source| xml::read(source, &sources, &mut Diagnostics::new()));
        documents.extend(read);
    }
    documents
}

fn service_toml(found: &Found, references: &[(String, String)]) -> String {
    let quoted = |text: &str| toml_string(text);
    let files: Vec<String> = found
        .files
        .iter()
        .map(|file| quoted(&file.display().to_string().replace('\\', "/")))
        .collect();
    let mut text = format!(
        "name = \"Service\"\nbase-url = \"https://service.contoso.com/odata/\"\nmetadata = [{}]\n",
        files.join(", ")
    );
    // A vocabulary or a part of a model is worth its types.
    text += "\n[defects]\nno-entity-set = \"ignore\"\n";
    if !references.is_empty() {
        text += "\n[references]\n";
        for (uri, file) in references {
            text += &format!("{} = {}\n", quoted(uri), quoted(file));
        }
    }
    text
}

/// A basic string of TOML: it escapes what JSON does.
fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
