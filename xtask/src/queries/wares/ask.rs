//! A question over vendors and wares, and its answer worked out by hand.

use serde_json::Value as Json;

use super::fixture::{Shop, Vendor, Ware};
use super::http::{Root, encoded};
use crate::queries::lacks::Server;

/// What an answer is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A collection, on however many pages.
    Rows,
    /// A collection, and before its rows their number on all pages.
    Counted,
    /// An entity.
    One,
    /// The value of a property.
    Value,
    /// Text.
    Text,
    /// The status alone.
    Status,
}

type Show = fn(&Json) -> String;
type Expect = Box<dyn Fn(&Shop) -> Vec<String>>;

/// A question over the sets `vendors` and `wares`.
pub(crate) struct Question {
    /// What is asked below the service root, not yet percent-encoded.
    pub(crate) path: String,
    body: Option<&'static str>,
    shape: Shape,
    is_ordered: bool,
    show: Show,
    expect: Expect,
}

impl Question {
    fn new(path: String, shape: Shape, show: Show, expect: Expect) -> Self {
        Question {
            path,
            body: None,
            shape,
            is_ordered: true,
            show,
            expect,
        }
    }

    /// A filter of wares, and which it keeps.
    pub(crate) fn wares(filter: &str, keep: fn(&Ware, &Shop) -> bool) -> Self {
        let expect = move |shop: &Shop| {
            let kept = shop.wares.iter().filter(|ware| keep(ware, shop));
            kept.map(|ware| ware.sku.clone()).collect()
        };
        Question {
            is_ordered: false,
            ..Self::new(
                format!("wares?$filter={filter}"),
                Shape::Rows,
                key,
                Box::new(expect),
            )
        }
    }

    /// A filter of vendors, and which it keeps.
    pub(crate) fn vendors(filter: &str, keep: fn(&Vendor, &Shop) -> bool) -> Self {
        let expect = move |shop: &Shop| {
            let kept = shop.vendors.iter().filter(|vendor| keep(vendor, shop));
            kept.map(|vendor| vendor.id.to_string()).collect()
        };
        Question {
            is_ordered: false,
            ..Self::new(
                format!("vendors?$filter={filter}"),
                Shape::Rows,
                key,
                Box::new(expect),
            )
        }
    }

    /// Rows in a certain order, each shown by its key.
    pub(crate) fn keys(path: &str, expect: fn(&Shop) -> Vec<String>) -> Self {
        Self::rows(path, key, expect)
    }

    /// Rows in a certain order.
    pub(crate) fn rows(path: &str, show: Show, expect: fn(&Shop) -> Vec<String>) -> Self {
        Self::new(path.to_owned(), Shape::Rows, show, Box::new(expect))
    }

    /// The number on all pages, then keys in a certain order.
    pub(crate) fn counted(path: &str, expect: fn(&Shop) -> Vec<String>) -> Self {
        Self::new(path.to_owned(), Shape::Counted, key, Box::new(expect))
    }

    /// One entity.
    pub(crate) fn one(path: &str, show: Show, expect: fn(&Shop) -> String) -> Self {
        let expect = move |shop: &Shop| vec![expect(shop)];
        Self::new(path.to_owned(), Shape::One, show, Box::new(expect))
    }

    /// The value of a property.
    pub(crate) fn value(path: &str, expect: fn(&Shop) -> String) -> Self {
        let expect = move |shop: &Shop| vec![expect(shop)];
        Self::new(path.to_owned(), Shape::Value, shown, Box::new(expect))
    }

    /// Text: a raw value or a count.
    pub(crate) fn text(path: &str, expect: fn(&Shop) -> String) -> Self {
        let expect = move |shop: &Shop| vec![expect(shop)];
        Self::new(path.to_owned(), Shape::Text, shown, Box::new(expect))
    }

    /// A status that says that there is nothing.
    pub(crate) fn status(path: &str, status: &'static str) -> Self {
        let expect = move |_: &Shop| vec![status.to_owned()];
        Self::new(path.to_owned(), Shape::Status, shown, Box::new(expect))
    }

    /// Keys in a certain order, asked for by `POST` to `/$query` with these options in the body.
    pub(crate) fn posted(
        set: &str,
        options: &'static str,
        expect: fn(&Shop) -> Vec<String>,
    ) -> Self {
        Question {
            body: Some(options),
            ..Self::new(format!("{set}/$query"), Shape::Rows, key, Box::new(expect))
        }
    }

    /// The answer worked out by hand.
    pub(crate) fn expected(&self, shop: &Shop) -> Vec<String> {
        (self.expect)(shop)
    }

    /// The question as the table shows it.
    pub(crate) fn query(&self) -> String {
        match self.body {
            Some(body) => format!("POST {} {body}", self.path),
            None => self.path.clone(),
        }
    }

    /// Whether these are the same rows.
    pub(crate) fn same(&self, wanted: &[String], got: &[String]) -> bool {
        if self.is_ordered {
            return wanted == got;
        }
        let sorted = |texts: &[String]| {
            let mut texts = texts.to_vec();
            texts.sort();
            texts
        };
        sorted(wanted) == sorted(got)
    }

    /// Asks; every page is read.
    pub(crate) fn ask(&self, server: Server, root: &Root) -> Result<Vec<String>, String> {
        // CAP has the parts of a complex value as properties of the entity.
        let path = match server {
            Server::Cap => self.path.replace("place/", "place_"),
            _ => self.path.clone(),
        };
        let mut path = encoded(&path);
        let body = self.body.map(encoded);
        let mut texts = Vec::new();
        // A server that never ends its pages is wrong, not slow.
        for page in 0..20 {
            let sent = body.as_deref().filter(|_| page == 0);
            let answer = root.ask(&path, sent).map_err(|error| error.to_string())?;
            if self.shape == Shape::Status {
                return Ok(vec![answer.status.to_string()]);
            }
            if answer.status != 200 {
                let start: String = answer.body.chars().take(160).collect();
                return Err(format!("{} {start}", answer.status));
            }
            if self.shape == Shape::Text {
                return Ok(vec![answer.body]);
            }
            let json: Json =
                serde_json::from_str(&answer.body).map_err(|error| error.to_string())?;
            if self.shape == Shape::One {
                return Ok(vec![(self.show)(&json)]);
            }
            let value = json.get("value").ok_or("the answer has no `value`")?;
            if self.shape == Shape::Value {
                return Ok(vec![shown(value)]);
            }
            let rows = value.as_array().ok_or("`value` is no array")?;
            if page == 0 && self.shape == Shape::Counted {
                let count = json.get("@odata.count").ok_or("the answer has no count")?;
                texts.push(format!("count={}", shown(count)));
            }
            texts.extend(rows.iter().map(self.show));
            match json.get("@odata.nextLink").and_then(Json::as_str) {
                Some(next) => path = root.below(next),
                None => return Ok(texts),
            }
        }
        Err("the pages do not end".to_owned())
    }
}

/// The key of a row.
pub(crate) fn key(row: &Json) -> String {
    let key = row.get("sku").or_else(|| row.get("id"));
    key.map_or_else(|| row.to_string(), shown)
}

/// A value as text; numbers are the same however they are written, and as a string too where it is one.
pub(crate) fn shown(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::String(text) => match text.parse::<f64>() {
            Ok(number) if text.contains('.') || text.parse::<i64>().is_ok() => number.to_string(),
            _ => text.clone(),
        },
        Json::Number(number) => number
            .as_f64()
            .map_or_else(|| number.to_string(), |one| one.to_string()),
        Json::Bool(truth) => truth.to_string(),
        Json::Array(items) => format!(
            "[{}]",
            items.iter().map(shown).collect::<Vec<_>>().join(" ")
        ),
        Json::Object(members) => {
            let mut texts: Vec<String> = members
                .iter()
                .filter(|(name, _)| !name.contains('@'))
                .map(|(name, value)| format!("{name}={}", shown(value)))
                .collect();
            texts.sort();
            format!("{{{}}}", texts.join(" "))
        }
    }
}
