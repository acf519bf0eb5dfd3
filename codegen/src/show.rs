//! What a service has, as a table for whoever chooses from it: `odata-codegen --show`. It ends where planning and naming end; nothing is
//! emitted.

mod overview;
mod shown;
mod table;
mod words;

use std::ffi::OsStr;
use std::path::Path;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::Model;
use odata_csdl::source::Sources;

use crate::describe::{Described, of, read};
use crate::error::{Error, Result};
use crate::extended::load_text;
use crate::generate::{Prepared, prepare, resolve};
use crate::load::Files;
use crate::names::Names;
use crate::plan::Plan;
use crate::service::Areas;

/// What is shown: the model, and what of it is generated, where a `service.toml` says that.
struct Shown<'s> {
    model: &'s Model,
    /// What it is called at the head.
    title: String,
    chosen: Option<Chosen<'s>>,
}

/// What is generated, and what it is called in Rust.
#[derive(Clone, Copy)]
struct Chosen<'s> {
    plan: &'s Plan<'s>,
    names: &'s Names<'s>,
}

/// What a service has: its entity sets, singletons, operations and types, or all of one of them, by its name. `path` leads to a
/// `service.toml`, which also tells what is generated and its names in Rust, or to a `$metadata` document alone. `root` is where the
/// path starts.
///
/// # Errors
/// When a document is missing or wrong, and when nothing is called so.
///
/// # Example
/// ```no_run
/// let root = std::path::Path::new("");
/// print!("{}", odata_codegen::show(root, "metadata.xml".as_ref(), None)?);
/// print!("{}", odata_codegen::show(root, "metadata.xml".as_ref(), Some("Books"))?);
/// # Ok::<(), odata_codegen::Error>(())
/// ```
pub fn show(root: &Path, path: &Path, name: Option<&str>) -> Result<String> {
    let mut files = Files::new(root);
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let text = match is_service(path) {
        true => of_service(path, name, &mut files, &mut sources, &mut diagnostics),
        false => of_document(path, name, &mut files, &mut sources, &mut diagnostics),
    };
    text.ok_or_else(|| Error::documents(sources, diagnostics))
}

fn is_service(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("toml"))
}

fn of_service(
    path: &Path,
    name: Option<&str>,
    files: &mut Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let described = read(path, None, &Areas::All, files, sources, diagnostics)?;
    let show = |prepared: Prepared<'_, '_>, diagnostics: &mut Diagnostics| {
        let shown = Shown {
            model: prepared.model,
            title: prepared.service.name.value.clone(),
            chosen: Some(Chosen {
                plan: prepared.plan,
                names: prepared.names,
            }),
        };
        shown.text(name, diagnostics)
    };
    prepare(described, sources, diagnostics, show)?
}

/// A document alone: as if a service.toml named nothing else.
fn of_document(
    path: &Path,
    name: Option<&str>,
    files: &mut Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    if let Err(error) = files.load(path, sources) {
        let help = "the path is relative to the current folder";
        diagnostics.push(files.unreadable(path, &error, help));
        return None;
    }
    let file = path.file_name().unwrap_or(path.as_os_str());
    let file = file.to_string_lossy();
    let text = format!(
        "name = 'Service'\nbase-url = 'https://localhost/'\nmetadata = [{}]\n",
        quoted(&file)
    );
    let service = load_text("service.toml", &text, sources, diagnostics)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let Described {
        service,
        documents,
        referenced,
        metadata,
        ..
    } = of(service, folder, files, sources, diagnostics)?;
    let mut said = Diagnostics::new();
    let model = resolve(documents, referenced, sources, &mut said, diagnostics);
    service.policies.settle(said, &metadata, diagnostics);
    diagnostics.stop_on_errors().ok()?;
    let shown = Shown {
        model: &model,
        title: file.into_owned(),
        chosen: None,
    };
    shown.text(name, diagnostics)
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for one in text.chars() {
        match one {
            '"' | '\\' => quoted.extend(['\\', one]),
            one if one.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(one))),
            one => quoted.push(one),
        }
    }
    quoted.push('"');
    quoted
}

impl Shown<'_> {
    fn text(&self, name: Option<&str>, diagnostics: &mut Diagnostics) -> Option<String> {
        let Some(name) = name else {
            return Some(overview::of(self));
        };
        let text = shown::of(self, name);
        if text.is_none() {
            let mut unknown =
                Diagnostic::error("unknown-name", format!("{} has no `{name}`", self.title));
            let names = shown::names(self.model);
            if let Some(near) = odata_core::names::nearest(name, names.iter().map(String::as_str)) {
                unknown = unknown.help(format!("did you mean `{near}`?"));
            }
            diagnostics.push(unknown.help("`--show` without a name shows what is there"));
        }
        text
    }
}
