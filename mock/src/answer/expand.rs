//! Related entities within an answer (URL conventions 5.1.3).

use odata_core::url::{Expanded, QueryOption, encode_query};
use odata_csdl::model::NavigationProperty;

use crate::answer::Fault;
use crate::answer::query::Query;
use crate::answer::view::{Expansion, View};
use crate::answer::write::{Writer, quoted};
use crate::eval::{Object, Value, items, step};
use crate::shape;
use crate::store::Row;

/// An expansion that goes on in what it leads to (`$levels`).
#[derive(Clone)]
pub(crate) struct Again<'e> {
    expansion: &'e Expansion,
    left: u64,
    /// The entities above: none of them is expanded within itself when all levels are asked for.
    above: Vec<&'e Row>,
}

/// How deep `$levels=max` goes.
const DEEPEST: usize = 32;

/// How deep all that is expanded goes: `$levels` in an expansion that has `$levels` adds up.
const MOST_LEVELS: usize = 100;

impl<'w> Writer<'w> {
    /// Writes what is expanded of an object, and the links of what is not.
    pub(super) fn related(
        &self,
        object: &Object<'w>,
        view: &'w View,
        again: Option<&Again<'w>>,
        members: &mut Vec<String>,
    ) -> Result<(), Fault> {
        let model = self.context.world.model;
        let Some(id) = object.ty else { return Ok(()) };
        if view.expand.is_empty() && again.is_none() && !self.has_links() {
            return Ok(());
        }
        for property in model.navigation_properties(id) {
            let name = property.name.as_str();
            let is_this = |expansion: &Expansion| {
                let called_on = expansion.of_type.as_deref();
                let called_on = called_on.and_then(|ty| shape::find_structured(model, ty));
                (expansion.name == name || expansion.name == "*")
                    && called_on.is_none_or(|ty| model.is_a(id, ty))
            };
            // What is named counts more than what `*` takes in.
            let named = |expansion: &&Expansion| is_this(expansion) && expansion.name != "*";
            let expansions = || view.expand.iter();
            let found = expansions()
                .find(named)
                .or_else(|| expansions().find(|one| is_this(one)));
            let next = again.filter(|again| is_this(again.expansion));
            match (next, found) {
                (Some(again), _) => {
                    self.expanded(
                        object,
                        property,
                        again.expansion,
                        again.left,
                        &again.above,
                        members,
                    )?;
                }
                (None, Some(found)) => {
                    self.expanded(object, property, found, found.levels, &[], members)?;
                }
                (None, None) => self.full_links(object, name, members),
            }
        }
        Ok(())
    }

    fn has_links(&self) -> bool {
        self.format.metadata == crate::answer::accept::Metadata::Full
    }

    fn expanded(
        &self,
        owner: &Object<'w>,
        property: &'w NavigationProperty,
        expansion: &'w Expansion,
        levels: u64,
        above: &[&'w Row],
        members: &mut Vec<String>,
    ) -> Result<(), Fault> {
        let world = self.context.world;
        let fault = |error| Fault::evaluation(&error, "$expand");
        let mut value =
            step(world, &Value::Object(owner.clone()), &property.name).map_err(fault)?;
        if let Some(cast) = &expansion.cast {
            value = step(world, &value, cast).map_err(fault)?;
        }
        let name = property.name.as_str();
        let query = Query::of(&expansion.options);
        // `$it` is the item of the request, at any depth.
        let mut inner = self.clone();
        inner.depth += 1;
        if inner.depth > MOST_LEVELS {
            let message = format!("what is expanded goes deeper than {MOST_LEVELS} levels");
            return Err(Fault::bad_request(message).target("$expand"));
        }
        inner.context.it = Some(
            self.context
                .it
                .clone()
                .unwrap_or_else(|| Value::Object(owner.clone())),
        );
        let Some(list) = items(world.model, &value) else {
            let found = inner.context.found(&query, vec![value])?;
            let single = found.into_iter().next().unwrap_or(Value::Null);
            let text = inner.one(&single, expansion, owner, levels, above)?;
            members.push(format!("{}:{text}", quoted(name)));
            return Ok(());
        };
        let count_name = format!("{name}{}", self.format.control("count"));
        if expansion.as_what == Expanded::Count {
            let found = inner.context.found(&query, list)?;
            members.push(format!("{}:{}", quoted(&count_name), found.len()));
            return Ok(());
        }
        let evaluated = inner.context.evaluated(&query, list)?;
        if query.count {
            members.push(format!("{}:{}", quoted(&count_name), evaluated.count));
        }
        let all = evaluated.items;
        // Only where a link can lead to the rest is there a rest.
        let path = owner.path(world.model);
        let size = self.page_size.filter(|_| path.is_some());
        let size = size.unwrap_or(usize::MAX).min(all.len());
        let mut written = Vec::new();
        for item in all.get(..size).unwrap_or_default() {
            written.push(inner.one(item, expansion, owner, levels, above)?);
        }
        members.push(format!("{}:[{}]", quoted(name), written.join(",")));
        if size < all.len()
            && let Some(path) = path
        {
            let link = quoted(&self.rest_of(&path, name, expansion, size));
            let next = format!("{name}{}", self.format.control("nextLink"));
            members.push(format!("{}:{link}", quoted(&next)));
        }
        Ok(())
    }

    /// Writes one related entity, or a reference to it.
    fn one(
        &self,
        value: &Value<'w>,
        expansion: &'w Expansion,
        owner: &Object<'w>,
        levels: u64,
        above: &[&'w Row],
    ) -> Result<String, Fault> {
        let Value::Object(object) = value else {
            return Ok("null".to_owned());
        };
        if expansion.as_what == Expanded::References {
            return self.reference(object, Vec::new());
        }
        let is_above = |row: &Row| above.iter().any(|above| std::ptr::eq(*above, row));
        let goes_on = levels > 1
            && (levels != u64::MAX || (above.len() < DEEPEST && !is_above(object.members)));
        let again = goes_on.then(|| Again {
            expansion,
            left: if levels == u64::MAX {
                levels
            } else {
                levels - 1
            },
            above: above.iter().copied().chain([owner.members]).collect(),
        });
        self.object(object, &expansion.view, again.as_ref(), Vec::new())
    }

    /// Writes the id of an entity in place of the entity (OData JSON 4.01, 14).
    pub(crate) fn reference(
        &self,
        object: &Object<'w>,
        head: Vec<String>,
    ) -> Result<String, Fault> {
        let mut members = head;
        let path = object.path(self.context.world.model).ok_or_else(|| {
            Fault::not_implemented("an entity that is in no set has no reference").target("$ref")
        })?;
        let url = quoted(&format!("{}{path}", self.root));
        members.push(format!("\"{}\":{url}", self.format.control("id")));
        Ok(format!("{{{}}}", members.join(",")))
    }

    /// The URL of the related entities behind the first so many.
    fn rest_of(&self, path: &str, name: &str, expansion: &Expansion, delivered: usize) -> String {
        let cast = expansion.cast.iter().map(|cast| format!("/{cast}"));
        let cast: String = cast.collect();
        let end = match expansion.as_what {
            Expanded::References => "/$ref",
            _ => "",
        };
        let mut options: Vec<String> = expansion
            .options
            .iter()
            .filter(|option| !matches!(option, QueryOption::Levels(_)))
            .map(QueryOption::to_query)
            .collect();
        options.push(format!("{}={delivered}", encode_query("$skiptoken")));
        format!(
            "{}{path}/{name}{cast}{end}?{}",
            self.link_root,
            options.join("&")
        )
    }
}
