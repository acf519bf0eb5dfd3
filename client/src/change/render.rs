//! What was set as JSON, as the version of the protocol has it.

use odata_core::descriptor::ProtocolVersion;
use url::Url;

use super::body::{Body, Deed, Member};
use super::json::write_string;
use super::link::Link;
use super::related::{Part, Related};
use super::whole::reference;
use crate::client::Client;
use crate::error::{Error, Result};

/// The body of a request.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    pub(crate) json: String,
    /// The version that its forms are of: 4.0, unless there is something in it that only 4.01 has.
    pub(crate) version: ProtocolVersion,
}

impl Payload {
    /// As it is sent to a URL.
    pub(crate) fn of(
        body: &Body,
        type_name: Option<&str>,
        deed: Deed,
        client: &Client,
    ) -> Result<Self> {
        let mut writer = Writer {
            version: client.version(),
            deed,
            root: Some(client.root()),
            json: String::new(),
            used: ProtocolVersion::V4_0,
        };
        writer.body(body, type_name)?;
        if writer.is_new() && body.needs_4_01() {
            writer.used = ProtocolVersion::V4_01;
        }
        Ok(Payload {
            json: writer.json,
            version: writer.used,
        })
    }
}

/// As it would be inserted by 4.0, or else as only 4.01 has it, for showing.
pub(super) fn shown(body: &Body) -> String {
    let only_4_01 = body.members.iter().any(|(_, member)| match member {
        Member::Related(related) => related.is_only_4_01(),
        _ => false,
    });
    let (version, deed) = match only_4_01 {
        true => (ProtocolVersion::V4_01, Deed::Update),
        false => (ProtocolVersion::V4_0, Deed::Insert),
    };
    let mut writer = Writer {
        version,
        deed,
        root: None,
        json: String::new(),
        used: ProtocolVersion::V4_0,
    };
    // Nothing is refused of what is only shown.
    let _ = writer.body(body, None);
    writer.json
}

struct Writer<'r> {
    version: ProtocolVersion,
    deed: Deed,
    /// That of the service; nothing where it is only shown.
    root: Option<&'r Url>,
    json: String,
    /// The version that has all forms that were used.
    used: ProtocolVersion,
}

impl Writer<'_> {
    fn body(&mut self, body: &Body, type_name: Option<&str>) -> Result<()> {
        self.json.push('{');
        let mut first = true;
        if let Some(name) = body.type_name.or(type_name) {
            self.name("@odata.type", &mut first);
            write_string(&format!("#{name}"), &mut self.json);
        }
        for (name, member) in &body.members {
            match member {
                Member::Related(related) => self.related(name, related, &mut first)?,
                other => {
                    self.name(name, &mut first);
                    self.member(other)?;
                }
            }
        }
        self.json.push('}');
        Ok(())
    }

    fn name(&mut self, name: &str, first: &mut bool) {
        if !std::mem::take(first) {
            self.json.push(',');
        }
        write_string(name, &mut self.json);
        self.json.push(':');
    }

    fn member(&mut self, member: &Member) -> Result<()> {
        match member {
            Member::Json(json) => self.json.push_str(json),
            Member::Object(body) => self.body(body, None)?,
            Member::List(all) => self.list(all, Self::member)?,
            Member::Reference(link) => self.reference(link)?,
            // It stands in an object, which knows its name.
            Member::Related(_) => {}
        }
        Ok(())
    }

    fn list<T>(&mut self, all: &[T], one: impl Fn(&mut Self, &T) -> Result<()>) -> Result<()> {
        self.json.push('[');
        for (at, item) in all.iter().enumerate() {
            if at > 0 {
                self.json.push(',');
            }
            one(self, item)?;
        }
        self.json.push(']');
        Ok(())
    }

    fn is_new(&self) -> bool {
        self.version >= ProtocolVersion::V4_01
    }

    fn related(&mut self, name: &str, related: &Related, first: &mut bool) -> Result<()> {
        let is_update = self.deed != Deed::Insert;
        let removes = |part: &Part| matches!(part, Part::Removed(..));
        if related.parts.iter().any(removes) {
            if !is_update {
                return self.refuse(format!(
                    "what is inserted leads to nothing yet that `{name}` could be taken from"
                ));
            }
            if related.replaces {
                return self.refuse(format!(
                    "`{name}` is set as a whole, so that nothing is removed from it"
                ));
            }
        }
        match self.is_new() {
            true => self.related_4_01(name, related, first),
            false => self.related_4_0(name, related, first),
        }
    }

    /// Entities by their own values, and links in an annotation of their own (OData JSON 4.0, 8.5 and 8.6).
    fn related_4_0(&mut self, name: &str, related: &Related, first: &mut bool) -> Result<()> {
        let is_update = self.deed != Deed::Insert;
        if related.parts.is_empty() && !related.many {
            return self.refuse(format!(
                "OData 4.0 does not set a navigation property to null, as `{name}` is here: `.navigate(...).unlink()` does it"
            ));
        }
        if is_update && (related.replaces || related.parts.iter().any(|one| !one.is_link())) {
            return self.refuse(format!(
                "OData 4.0 has no deep update, and `{name}` comes with values of its own: change what it leads to by requests to \
                 `.navigate(...)`, or bind it"
            ));
        }
        let links: Vec<&Link> = related.links().collect();
        if !links.is_empty() {
            self.name(&format!("{name}@odata.bind"), first);
            match (&links[..], related.many) {
                ([only], false) => self.url(only)?,
                _ => self.list(&links, |writer, link| writer.url(link))?,
            }
        }
        let bodies: Vec<&Body> = related.bodies().collect();
        if !bodies.is_empty() || links.is_empty() {
            self.name(name, first);
            match (&bodies[..], related.many) {
                ([only], false) => self.body(only, None)?,
                _ => self.list(&bodies, |writer, body| writer.body(body, None))?,
            }
        }
        Ok(())
    }

    /// Entities and references to entities, each where it belongs (OData JSON 4.01, 8.5, 8.6, 15).
    fn related_4_01(&mut self, name: &str, related: &Related, first: &mut bool) -> Result<()> {
        let is_update = self.deed != Deed::Insert;
        let is_delta = is_update && related.many && !related.replaces;
        let name = match is_delta {
            true => format!("{name}@delta"),
            false => name.to_owned(),
        };
        self.name(&name, first);
        if is_update || related.parts.is_empty() || related.links().next().is_some() {
            self.used = ProtocolVersion::V4_01;
        }
        match (&related.parts[..], related.many) {
            ([], false) => self.json.push_str("null"),
            ([only], false) => self.part(only)?,
            (parts, _) => self.list(parts, Self::part)?,
        }
        Ok(())
    }

    fn part(&mut self, part: &Part) -> Result<()> {
        match part {
            Part::Own(body) => self.body(body, None)?,
            Part::Link(link) => {
                self.json.push_str("{\"@id\":");
                self.url(link)?;
                self.json.push('}');
            }
            Part::Removed(link, reason) => {
                self.json.push_str("{\"@removed\":{\"reason\":");
                write_string(reason, &mut self.json);
                self.json.push_str("},\"@id\":");
                self.url(link)?;
                self.json.push('}');
            }
        }
        Ok(())
    }

    /// An entity by reference, where it stands as a value.
    fn reference(&mut self, link: &Link) -> Result<()> {
        let text = match self.root {
            Some(root) => link.as_served(root)?,
            None => link.shown(None),
        };
        reference(&text, &mut self.json);
        Ok(())
    }

    fn url(&mut self, link: &Link) -> Result<()> {
        let text = match self.root {
            Some(root) => link.text(root)?,
            None => link.shown(None),
        };
        write_string(&text, &mut self.json);
        Ok(())
    }

    fn refuse(&self, why: String) -> Result<()> {
        match self.root {
            Some(_) => Err(Error::refused(why)),
            None => Ok(()),
        }
    }
}

impl Part {
    fn is_link(&self) -> bool {
        matches!(self, Part::Link(_))
    }
}

impl Related {
    /// Whether no request of 4.0 has it.
    fn is_only_4_01(&self) -> bool {
        let removes = |part: &Part| matches!(part, Part::Removed(..));
        self.parts.is_empty() && !self.many || self.parts.iter().any(removes)
    }

    fn links(&self) -> impl Iterator<Item = &Link> {
        self.parts.iter().filter_map(|part| match part {
            Part::Link(link) => Some(link),
            _ => None,
        })
    }
}
