//! Text to headers and preferences (ABNF, section 8).

use super::reader::Reader;
use super::{AnnotationPattern, Header, HeaderError, Preference};

/// Reads all of a text.
pub(super) fn whole<T>(
    text: &str,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, HeaderError>,
) -> Result<T, HeaderError> {
    let mut reader = Reader::new(text);
    let found = read(&mut reader)?;
    if reader.is_at_end() {
        Ok(found)
    } else {
        Err(reader.error("the end"))
    }
}

pub(super) fn header(text: &str) -> Result<Header, HeaderError> {
    whole(text, |reader| {
        let name = reader.some("the name of a header", |c| c != ':')?;
        reader.expect(":")?;
        reader.blanks();
        value(reader, &name.to_ascii_lowercase())
    })
}

fn value(reader: &mut Reader<'_>, name: &str) -> Result<Header, HeaderError> {
    Ok(match name {
        "asyncresult" => {
            let before = reader.error("a status of three digits");
            let digits = reader.digits()?;
            let status = digits.parse().ok().filter(|_| digits.len() == 3);
            Header::AsyncResult(status.ok_or(before)?)
        }
        "content-id" => Header::ContentId(request_id(reader)?.into()),
        "isolation" | "odata-isolation" => {
            reader.expect("snapshot")?;
            Header::Isolation
        }
        "odata-entityid" => {
            let is_part = |c: char| !c.is_control() && c != ' ';
            Header::EntityId(reader.some("an IRI", is_part)?.into())
        }
        "odata-error" => {
            if !reader.rest().starts_with("{\"code\":") {
                return Err(reader.error("an object that begins with its code"));
            }
            let is_part = |c: char| matches!(c, ' '..='~');
            Header::Error(reader.take(is_part).into())
        }
        "odata-maxversion" => Header::MaxVersion(version(reader)?),
        "odata-version" => {
            let before = reader.error("4.0 or 4.01");
            let found = version(reader)?;
            let digit = found.strip_prefix("4.0").ok_or(before.clone())?;
            if !matches!(digit.as_bytes(), [] | [b'1'..=b'9']) {
                return Err(before);
            }
            Header::Version(found)
        }
        "prefer" => Header::Prefer(preferences(reader)?),
        _ => {
            return Err(HeaderError {
                offset: 0,
                expected: "a header of OData's",
            });
        }
    })
}

/// What a request of a batch is called (request-id).
pub(super) fn request_id<'t>(reader: &mut Reader<'t>) -> Result<&'t str, HeaderError> {
    reader.some("an id", |c| c.is_ascii_alphanumeric() || "-._~".contains(c))
}

fn version(reader: &mut Reader<'_>) -> Result<Box<str>, HeaderError> {
    let major = reader.digits()?;
    reader.expect(".")?;
    Ok(format!("{major}.{}", reader.digits()?).into())
}

fn preferences(reader: &mut Reader<'_>) -> Result<Vec<Preference>, HeaderError> {
    let mut all = vec![preference(reader)?];
    loop {
        reader.blanks();
        if !reader.eat(",") {
            return Ok(all);
        }
        reader.blanks();
        all.push(preference(reader)?);
    }
}

pub(super) fn preference(reader: &mut Reader<'_>) -> Result<Preference, HeaderError> {
    let unknown = reader.error("a preference of OData's");
    let has_prefix = reader.eat("odata.");
    let name = reader.take(|c| c.is_ascii_alphabetic() || c == '-');
    let found = match name.to_ascii_lowercase().as_str() {
        "allow-entityreferences" => Preference::AllowEntityReferences,
        "callback" => callback(reader)?,
        "continue-on-error" => Preference::ContinueOnError(goes_on(reader)?),
        "include-annotations" => Preference::IncludeAnnotations(annotations(reader)?),
        "maxpagesize" => Preference::MaxPageSize(page_size(reader)?),
        "track-changes" => Preference::TrackChanges,
        _ if has_prefix => return Err(unknown),
        "omit-values" => {
            equals(reader)?;
            match reader.take(|c| c.is_ascii_alphabetic()) {
                word if word.eq_ignore_ascii_case("nulls") => Preference::OmitNulls,
                word if word.eq_ignore_ascii_case("defaults") => Preference::OmitDefaults,
                _ => return Err(reader.error("nulls or defaults")),
            }
        }
        "respond-async" => Preference::RespondAsync,
        "return" => {
            equals(reader)?;
            match reader.take(|c| c.is_ascii_alphabetic()) {
                "minimal" => Preference::ReturnMinimal,
                "representation" => Preference::ReturnRepresentation,
                _ => return Err(reader.error("minimal or representation")),
            }
        }
        "wait" => {
            equals(reader)?;
            Preference::Wait(number(reader)?)
        }
        _ => return Err(unknown),
    };
    Ok(found)
}

/// EQ-h of the ABNF.
fn equals(reader: &mut Reader<'_>) -> Result<(), HeaderError> {
    reader.blanks();
    reader.expect("=")?;
    reader.blanks();
    Ok(())
}

fn number(reader: &mut Reader<'_>) -> Result<u64, HeaderError> {
    let before = reader.error("a number");
    reader.digits()?.parse().map_err(|_| before)
}

fn page_size(reader: &mut Reader<'_>) -> Result<u64, HeaderError> {
    equals(reader)?;
    if reader.rest().starts_with('0') {
        return Err(reader.error("a number greater than 0"));
    }
    number(reader)
}

fn goes_on(reader: &mut Reader<'_>) -> Result<bool, HeaderError> {
    let blanks = reader.rest();
    if !blanks.trim_start_matches([' ', '\t']).starts_with('=') {
        return Ok(true);
    }
    equals(reader)?;
    if reader.eat("true") {
        Ok(true)
    } else {
        reader.expect("false").map(|()| false)
    }
}

/// `callback; url="..."`; the URL must have a scheme and something behind it.
fn callback(reader: &mut Reader<'_>) -> Result<Preference, HeaderError> {
    reader.blanks();
    reader.expect(";")?;
    reader.blanks();
    reader.expect("url")?;
    equals(reader)?;
    reader.expect("\"")?;
    let before = reader.error("a URL");
    let url = reader.take(|c| matches!(c, '!'..='~') && c != '"');
    let scheme = url.split(':').next().unwrap_or_default();
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let begins = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    if !begins || !scheme.chars().all(is_scheme) || url.len() < scheme.len() + 2 {
        return Err(before);
    }
    reader.expect("\"")?;
    Ok(Preference::Callback(url.into()))
}

fn annotations(reader: &mut Reader<'_>) -> Result<Vec<AnnotationPattern>, HeaderError> {
    equals(reader)?;
    reader.expect("\"")?;
    let mut all = vec![pattern(reader)?];
    while reader.eat(",") {
        all.push(pattern(reader)?);
    }
    reader.expect("\"")?;
    Ok(all)
}

fn pattern(reader: &mut Reader<'_>) -> Result<AnnotationPattern, HeaderError> {
    let exclude = reader.eat("-");
    let mut terms = String::new();
    if reader.eat("*") {
        terms.push('*');
    } else {
        let namespace = reader.identifier();
        if namespace.is_empty() {
            return Err(reader.error("a namespace or `*`"));
        }
        terms.push_str(namespace);
        let mut has_term = false;
        while reader.eat(".") {
            has_term = true;
            terms.push('.');
            if reader.eat("*") {
                terms.push('*');
                break;
            }
            let part = reader.identifier();
            if part.is_empty() {
                return Err(reader.error("a term or `*`"));
            }
            terms.push_str(part);
        }
        if !has_term {
            return Err(reader.error("`.` and a term or `*`"));
        }
    }
    let mut qualifier = None;
    if reader.eat("#") {
        let name = reader.identifier();
        if name.is_empty() {
            return Err(reader.error("a qualifier"));
        }
        qualifier = Some(name.into());
    }
    Ok(AnnotationPattern {
        exclude,
        terms: terms.into(),
        qualifier,
    })
}
