//! The baseline's reader: an owned tree of elements by quick-xml.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// An element, with all that it holds.
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| error.to_string())?;
            attributes.push((
                attribute.key.local_name().as_ref().to_owned(),
                value.into_owned(),
            ));
        }
        Ok(Element {
            name: start.local_name().as_ref().to_owned(),
            attributes,
            children: Vec::new(),
        })
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Its name in the document.
    pub(crate) fn called(&self) -> &str {
        self.attribute("Name").unwrap_or_default()
    }

    pub(crate) fn of_kind<'t>(&'t self, kind: &'t str) -> impl Iterator<Item = &'t Element> {
        self.children.iter().filter(move |child| child.name == kind)
    }
}

/// Reads a whole document.
pub(crate) fn tree(document: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(document);
    let mut open = vec![Element {
        name: String::new(),
        attributes: Vec::new(),
        children: Vec::new(),
    }];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => open.push(Element::of(&start)?),
            Event::Empty(start) => {
                let element = Element::of(&start)?;
                open.last_mut().ok_or("no root")?.children.push(element);
            }
            Event::End(_) => {
                let done = open.pop().ok_or("an end without a start")?;
                open.last_mut()
                    .ok_or("an end without a start")?
                    .children
                    .push(done);
            }
            Event::Eof => return open.pop().ok_or_else(|| "no root".to_owned()),
            _ => {}
        }
    }
}

/// The elements of that name, outermost ones first.
pub(crate) fn gather<'t>(element: &'t Element, kind: &str, found: &mut Vec<&'t Element>) {
    for child in &element.children {
        if child.name == kind {
            found.push(child);
        }
        gather(child, kind, found);
    }
}
