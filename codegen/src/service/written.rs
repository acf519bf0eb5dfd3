//! What the TOML parser says, in the terms of who wrote the file.

use odata_csdl::diagnostic::Diagnostic;
use odata_csdl::source::{SourceId, Sources, Span};

/// Its error at its place; what was meant, where that can be told.
pub(crate) fn toml_error(
    source: SourceId,
    sources: &Sources,
    error: &toml::de::Error,
) -> Diagnostic {
    let file = sources.get(source);
    let text = file.map(|file| file.text()).unwrap_or_default();
    let range = error.span().unwrap_or(0..0);
    let span = Span::new(source, range.start, range.end);
    let message = error.message();
    if let Some((field, known)) = unknown_field(message) {
        let said = Diagnostic::error("bad-toml", format!("unknown field `{field}`")).at(span, "");
        let near = odata_core::names::nearest(field, known.iter().copied());
        return match near {
            Some(near) => said.help(format!("did you mean `{near}`?")),
            None => said.help(format!("there are {}", known.join(", "))),
        };
    }
    let said = Diagnostic::error("bad-toml", message).at(span, "");
    let is_list = message.starts_with("invalid type: string") && message.ends_with("a sequence");
    match text.get(range).filter(|_| is_list) {
        Some(written) => said.help(format!("write `[{written}]`: it is a list")),
        None => said,
    }
}

/// `unknown field` of serde, and the names that it lists.
fn unknown_field(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message.strip_prefix("unknown field `")?;
    let (field, rest) = rest.split_once('`')?;
    let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    (!known.is_empty()).then_some((field, known))
}

/// A document where the file that names the documents is expected.
pub(super) fn other_notation(source: SourceId, sources: &Sources) -> Option<Diagnostic> {
    let file = sources.get(source)?;
    let (text, name) = (file.text(), file.name());
    let notation = match text.trim_start().chars().next()? {
        '<' => "XML",
        '{' => "JSON",
        _ => return None,
    };
    let is_metadata = text.contains("Edmx") || text.contains("$EntityContainer");
    let what = match is_metadata {
        true => "metadata of a service",
        false => notation,
    };
    let file = name.rsplit('/').next().unwrap_or(name);
    let help = match is_metadata {
        true => format!(
            "give the path of a service.toml that names it: `metadata = [\"{file}\"]`, beside `name` and `base-url`"
        ),
        false => "give the path of a service.toml".to_owned(),
    };
    let said = Diagnostic::error("bad-toml", format!("this is {what}, and no TOML"));
    Some(said.at(Span::new(source, 0, 0), "").help(help))
}
