//! Headers and preferences to text.

use std::fmt::{self, Display, Formatter};

use super::{AnnotationPattern, Header, Preference};

impl Display for Header {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Header::AsyncResult(status) => write!(f, "AsyncResult: {status:03}"),
            Header::ContentId(id) => write!(f, "Content-ID: {id}"),
            Header::Isolation => f.write_str("OData-Isolation: snapshot"),
            Header::EntityId(id) => write!(f, "OData-EntityID: {id}"),
            Header::Error(json) => write!(f, "OData-Error: {json}"),
            Header::MaxVersion(version) => write!(f, "OData-MaxVersion: {version}"),
            Header::Version(version) => write!(f, "OData-Version: {version}"),
            Header::Prefer(preferences) => {
                f.write_str("Prefer: ")?;
                listed(f, preferences, ", ")
            }
        }
    }
}

impl Display for Preference {
    /// Without the prefix of OData 4.0.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Preference::AllowEntityReferences => f.write_str("allow-entityreferences"),
            Preference::Callback(url) => write!(f, "callback; url=\"{url}\""),
            Preference::ContinueOnError(goes_on) => write!(f, "continue-on-error={goes_on}"),
            Preference::IncludeAnnotations(patterns) => {
                f.write_str("include-annotations=\"")?;
                listed(f, patterns, ",")?;
                f.write_str("\"")
            }
            Preference::MaxPageSize(size) => write!(f, "maxpagesize={size}"),
            Preference::OmitDefaults => f.write_str("omit-values=defaults"),
            Preference::OmitNulls => f.write_str("omit-values=nulls"),
            Preference::RespondAsync => f.write_str("respond-async"),
            Preference::ReturnMinimal => f.write_str("return=minimal"),
            Preference::ReturnRepresentation => f.write_str("return=representation"),
            Preference::TrackChanges => f.write_str("track-changes"),
            Preference::Wait(seconds) => write!(f, "wait={seconds}"),
        }
    }
}

impl Display for AnnotationPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let sign = if self.exclude { "-" } else { "" };
        write!(f, "{sign}{}", self.terms)?;
        match &self.qualifier {
            Some(qualifier) => write!(f, "#{qualifier}"),
            None => Ok(()),
        }
    }
}

fn listed<T: Display>(f: &mut Formatter<'_>, items: &[T], between: &str) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        Display::fmt(item, f)?;
    }
    Ok(())
}
