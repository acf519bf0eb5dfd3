//! What of an item is written: what `$select` and `$expand` ask for (URL conventions 5.1.2 and 5.1.3).

use std::borrow::Cow;
use std::collections::BTreeMap;

use odata_core::url::{ExpandItem, Expanded, QueryOption, SelectItem};

use crate::answer::Fault;
use crate::answer::query::Query;

/// The members to write of an object.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// What is selected, by name; nothing where all is.
    members: Option<BTreeMap<String, Part>>,
    /// Whether all structural properties are selected, beside those that are named.
    all: bool,
    /// What is expanded here.
    pub(crate) expand: Vec<Expansion>,
    /// What is expanded within structural properties, by their names.
    deeper: BTreeMap<String, View>,
    /// What the context URL says of the selection, without its parentheses.
    names: Vec<String>,
}

/// A selected member.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) view: View,
    /// What is asked of a selected collection.
    pub(crate) options: Vec<QueryOption>,
}

/// One navigation property, or all of them (`*`), expanded.
#[derive(Clone, Debug)]
pub(crate) struct Expansion {
    /// The name of the property, or `*`.
    pub(crate) name: String,
    /// The type that the property is called on, where the path says one, and the one that what it leads to is cast to.
    pub(crate) of_type: Option<String>,
    pub(crate) cast: Option<String>,
    pub(crate) as_what: Expanded,
    pub(crate) options: Vec<QueryOption>,
    pub(crate) view: View,
    /// How many levels; `u64::MAX` for all of them.
    pub(crate) levels: u64,
}

/// How many levels can be asked for by number: more is only asked to keep a service busy.
const LEVELS: u64 = 32;

impl View {
    pub(crate) fn of(query: &Query<'_>) -> Result<View, Fault> {
        let mut view = View::default();
        for item in query.select.into_iter().flatten() {
            view.select(item)?;
        }
        for item in query.expand {
            view.expand(item)?;
        }
        Ok(view)
    }

    fn select(&mut self, item: &SelectItem) -> Result<(), Fault> {
        let nested = View::of(&Query::of(&item.options))?;
        let mut name = item.path.to_string();
        if let Some(inner) = nested.inner() {
            name.push_str(&format!("({inner})"));
        }
        self.names.push(name);
        if item.path == "*" {
            self.all = true;
            self.members.get_or_insert_default();
            return Ok(());
        }
        let mut members = self.members.get_or_insert_default();
        let mut names = item
            .path
            .split('/')
            .filter(|name| !is_type(name))
            .peekable();
        while let Some(name) = names.next() {
            let is_new = !members.contains_key(name);
            let part = members.entry(name.to_owned()).or_default();
            if names.peek().is_some() {
                // What is selected as a whole stays whole.
                if !is_new && part.view.members.is_none() {
                    return Ok(());
                }
                members = part.view.members.get_or_insert_default();
            } else {
                let deeper = std::mem::take(&mut part.view.deeper);
                part.view = nested;
                part.view.deeper.extend(deeper);
                part.options = item.options.clone();
                return Ok(());
            }
        }
        Ok(())
    }

    fn expand(&mut self, item: &ExpandItem) -> Result<(), Fault> {
        let query = Query::of(&item.options);
        if item.path == "$value" {
            let message = "the mock does not expand `$value`";
            return Err(Fault::not_implemented(message).target("$expand"));
        }
        if let Some(option) = item
            .options
            .iter()
            .find(|option| matches!(option, QueryOption::Temporal(..)))
        {
            let message = format!("the mock does not evaluate `{}`", option.name());
            return Err(Fault::not_implemented(message).target(option.name()));
        }
        let levels = match query.levels {
            None => 1,
            Some(None) => u64::MAX,
            Some(Some(levels)) if levels <= LEVELS => levels,
            Some(Some(levels)) => {
                let message = format!("`$levels` is at most {LEVELS} here, not {levels}");
                return Err(Fault::bad_request(message).target("$levels"));
            }
        };
        let mut segments: Vec<&str> = item.path.split('/').collect();
        let cast = segments.pop_if(|last| is_type(last));
        let name = segments.pop().unwrap_or_default();
        let of_type = segments.pop_if(|last| is_type(last));
        let parents: Vec<&str> = segments.into_iter().filter(|name| !is_type(name)).collect();
        let expansion = Expansion {
            name: name.to_owned(),
            of_type: of_type.map(str::to_owned),
            cast: cast.map(str::to_owned),
            as_what: item.as_what,
            view: View::of(&query)?,
            options: item.options.clone(),
            levels,
        };
        let mut at = self;
        for name in parents {
            at = at.deeper.entry(name.to_owned()).or_default();
        }
        at.expand.push(expansion);
        Ok(())
    }

    /// What to write of a structural member; nothing when it is not selected.
    pub(crate) fn member(&self, name: &str) -> Option<Cow<'_, Part>> {
        let selected = match &self.members {
            None => None,
            Some(members) => match members.get(name) {
                Some(part) => Some(part),
                None if self.all || self.deeper.contains_key(name) => None,
                None => return None,
            },
        };
        let Some(below) = self.deeper.get(name) else {
            return Some(selected.map_or_else(|| Cow::Owned(Part::default()), Cow::Borrowed));
        };
        let mut part = selected.cloned().unwrap_or_default();
        part.view.absorb(below);
        Some(Cow::Owned(part))
    }

    /// Expands what another view expands too.
    fn absorb(&mut self, other: &View) {
        self.expand.extend(other.expand.iter().cloned());
        for (name, below) in &other.deeper {
            self.deeper.entry(name.clone()).or_default().absorb(below);
        }
    }

    /// The part of the context URL that says what is selected and expanded (Protocol 10.9).
    pub(crate) fn context(&self, is_newer: bool) -> String {
        let mut names = self.names.clone();
        for expansion in &self.expand {
            if expansion.as_what == Expanded::Count || expansion.name == "*" {
                continue;
            }
            let inner = expansion.view.context(is_newer);
            match (inner.is_empty(), is_newer) {
                (false, _) => names.push(format!("{}{inner}", expansion.name)),
                (true, true) => names.push(format!("{}()", expansion.name)),
                (true, false) => {}
            }
        }
        if names.is_empty() {
            String::new()
        } else {
            format!("({})", names.join(","))
        }
    }

    fn inner(&self) -> Option<String> {
        (!self.names.is_empty()).then(|| self.names.join(","))
    }
}

fn is_type(name: &str) -> bool {
    name.contains('.') && !name.starts_with('@')
}
