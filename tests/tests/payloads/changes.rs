//! What changed since a delta link was given.

use std::future::Future;
use std::pin::Pin;

use odata::{ChangedLink, Delta, Structured};
use odata_tests::lost;
use serde_json::Value;

use crate::payload::{Outcome, Wrong};
use crate::read::refused;
use crate::sent::Sent;

/// Changes of entities of that type.
pub(crate) fn changes<T: Structured>(sent: Sent) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        let link = "https://atlas.contoso.com/odata/Changes?$deltatoken=0";
        let asked = sent.client(200).all_of::<T>().keep_annotations();
        let mut changes = asked.delta_from(&link.parse().expect("a link"));
        let json = sent.json();
        let mut rows = json["value"].as_array().expect("changes").iter();
        let mut members = 0;
        while let Some(change) = changes.next().await {
            let row = rows.next().expect("no more than was sent");
            members += row.as_object().map_or(0, serde_json::Map::len);
            is_whole(change.map_err(refused)?, row)?;
        }
        assert_eq!(rows.next(), None);
        // A relative link is given out as an absolute one.
        let link = changes.delta_link().map(|link| link.to_string());
        match (link, json["@odata.deltaLink"].as_str()) {
            (Some(link), Some(sent)) if link.ends_with(sent) => Ok(members),
            (None, None) => Ok(members),
            (link, _) => Err(Wrong::Lost(format!("the delta link: {link:?}"))),
        }
    })
}

fn is_whole<T: Structured>(change: Delta<T>, sent: &Value) -> Result<(), Wrong> {
    let text = |name: &str| sent[name].as_str().map(str::to_owned);
    let context = text("@odata.context").unwrap_or_default();
    let same = match change {
        Delta::Changed(row) => {
            let mut wrote = String::new();
            odata::Value::write(&row, &mut wrote);
            let mut wrote: Value = serde_json::from_str(&wrote).expect("JSON");
            let extras = row.extras();
            // What did not come is empty, and said to be.
            let present = extras.present().expect("it is known what came");
            let declared = T::INFO.properties.iter();
            for absent in declared.filter(|name| !present.contains(name)) {
                wrote.as_object_mut().expect("an object").remove(*absent);
            }
            if let Some(lost) = lost::between(sent, &wrote) {
                return Err(Wrong::Lost(lost));
            }
            extras.id() == text("@odata.id").as_deref()
                && extras.context().unwrap_or_default() == context
        }
        Delta::ChangedRelated(entity) => {
            entity.context == context
                && entity.id == text("@odata.id")
                && serde_json::from_str::<Value>(&entity.json).ok().as_ref() == Some(sent)
        }
        Delta::Removed(removed) => {
            context.ends_with("/$deletedEntity")
                && removed.id == text("id")
                && removed.reason == text("reason")
                && serde_json::from_str::<Value>(&removed.json).ok().as_ref() == Some(sent)
        }
        Delta::LinkAdded(link) => context.ends_with("/$link") && is_link(&link, sent),
        Delta::LinkRemoved(link) => context.ends_with("/$deletedLink") && is_link(&link, sent),
        _ => false,
    };
    match same {
        true => Ok(()),
        false => Err(Wrong::Lost(sent.to_string())),
    }
}

fn is_link(link: &ChangedLink, sent: &Value) -> bool {
    let ends = [
        (Some(&*link.source), "source"),
        (Some(&*link.relationship), "relationship"),
        (link.target.as_deref(), "target"),
    ];
    ends.iter().all(|(end, name)| *end == sent[*name].as_str())
}
