//! What is done with a collection: applied, computed, searched, filtered, counted, ordered, cut (Protocol 4.01, 11.2.6).

use std::borrow::Cow;
use std::collections::BTreeMap;

use odata_core::expr::{Compute, Expr, Search};

use crate::answer::query::Query;
use crate::answer::{Fault, apply};
use crate::eval::{self, Added, Evaluator, Value, World};

/// What expressions are evaluated with, beside the items.
#[derive(Clone)]
pub(crate) struct Context<'a> {
    pub(crate) world: World<'a>,
    pub(crate) aliases: &'a BTreeMap<String, Expr>,
    /// The item of the request (`$it`), where the collection is what that item has.
    pub(crate) it: Option<Value<'a>>,
}

/// What a collection comes to.
pub(crate) struct Evaluated<'a> {
    /// The items that were asked for.
    pub(crate) items: Vec<Value<'a>>,
    /// How many there were before they were cut.
    pub(crate) count: usize,
}

impl<'a> Context<'a> {
    /// Evaluates expressions about an item.
    pub(crate) fn evaluator(&self, item: Value<'a>) -> Evaluator<'a> {
        let it = self.it.clone().unwrap_or_else(|| item.clone());
        Evaluator::new(self.world, it)
            .about(item)
            .with_aliases(self.aliases)
    }

    /// Does all that the options ask of a collection; `$select` and `$expand` are for who writes it.
    pub(crate) fn evaluated(
        &self,
        query: &Query<'a>,
        items: Vec<Value<'a>>,
    ) -> Result<Evaluated<'a>, Fault> {
        let mut items = self.found(query, items)?;
        let count = items.len();
        if !query.order_by.is_empty() {
            let evaluator = |item| self.evaluator(item);
            items = eval::sort(self.world, evaluator, items, query.order_by)
                .map_err(|error| Fault::evaluation(&error, "$orderby"))?;
        }
        let skipped = at_most(query.skip.unwrap_or(0), items.len());
        items.drain(..skipped);
        items.truncate(at_most(query.top.unwrap_or(u64::MAX), items.len()));
        Ok(Evaluated { items, count })
    }

    /// The items that `$apply`, `$search` and `$filter` leave, in the order that they had.
    pub(crate) fn found(
        &self,
        query: &Query<'a>,
        items: Vec<Value<'a>>,
    ) -> Result<Vec<Value<'a>>, Fault> {
        let mut items = items;
        if let Some(apply) = query.apply {
            items = apply::applied(self, apply, items)?;
        }
        if !query.compute.is_empty() {
            items = items
                .into_iter()
                .map(|item| self.computed(query.compute, item, "$compute"))
                .collect::<Result<_, _>>()?;
        }
        if let Some(search) = query.search {
            items = self.searched(search, items, "$search")?;
        }
        if let Some(filter) = query.filter {
            items = self.filtered(filter, items, "$filter")?;
        }
        Ok(items)
    }

    /// The items that a search finds.
    pub(crate) fn searched(
        &self,
        search: &Search,
        items: Vec<Value<'a>>,
        option: &str,
    ) -> Result<Vec<Value<'a>>, Fault> {
        let mut kept = Vec::new();
        for item in items {
            let found = eval::matches(self.world, &item, search);
            if found.map_err(|error| Fault::evaluation(&error, option))? {
                kept.push(item);
            }
        }
        Ok(kept)
    }

    /// The items that a filter is true for.
    pub(crate) fn filtered(
        &self,
        filter: &'a Expr,
        items: Vec<Value<'a>>,
        option: &str,
    ) -> Result<Vec<Value<'a>>, Fault> {
        let mut kept = Vec::new();
        for item in items {
            let truth = self.evaluator(item.clone()).evaluate(filter);
            let truth = truth.map_err(|error| Fault::evaluation(&error, option))?;
            if truth.truth() == Some(true) {
                kept.push(item);
            }
        }
        Ok(kept)
    }

    /// An item with what is computed of it; each value can use those before it.
    pub(crate) fn computed(
        &self,
        compute: &'a [Compute],
        item: Value<'a>,
        option: &str,
    ) -> Result<Value<'a>, Fault> {
        let mut item = item;
        for one in compute {
            let value = self.evaluator(item.clone()).evaluate(&one.value);
            let value = value.map_err(|error| Fault::evaluation(&error, option))?;
            if let Value::Object(object) = &item {
                let added: Added<'a> = (Cow::Borrowed(&*one.alias), value);
                item = Value::Object(object.with(vec![added]));
            }
        }
        Ok(item)
    }
}

/// A number that a client asks for, no more than there are.
pub(crate) fn at_most(wanted: u64, there_are: usize) -> usize {
    usize::try_from(wanted).unwrap_or(usize::MAX).min(there_are)
}
