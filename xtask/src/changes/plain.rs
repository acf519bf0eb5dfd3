//! What a server holds, asked by plain HTTP and read as JSON: none of this project's client is in between.

use serde_json::Value as Json;

use super::Failure;
use super::operation::Checked;

/// A service root.
#[derive(Clone)]
pub(crate) struct Plain {
    root: String,
    http: reqwest::Client,
}

impl Plain {
    pub(crate) fn new(root: &str) -> Self {
        Plain {
            root: format!("{}/", root.trim_end_matches('/')),
            http: reqwest::Client::new(),
        }
    }

    /// Status and body of what is at that place below the root.
    pub(crate) async fn get(&self, path: &str) -> Result<(u16, Vec<u8>), Failure> {
        let answer = self.http.get(format!("{}{path}", self.root)).send().await?;
        let status = answer.status().as_u16();
        Ok((status, answer.bytes().await?.to_vec()))
    }

    /// The JSON there.
    pub(crate) async fn json(&self, path: &str) -> Result<Json, Failure> {
        let (status, body) = self.get(path).await?;
        if status != 200 {
            return Err(format!("{path} is answered {status}").into());
        }
        Ok(serde_json::from_slice(&body)?)
    }

    /// Fails unless what is there has these members with these values. A member that is null may be left out.
    pub(crate) async fn has(&self, path: &str, wanted: Json) -> Checked {
        let got = self.json(path).await?;
        for (name, wanted) in wanted.as_object().into_iter().flatten() {
            let got = got.get(name).unwrap_or(&Json::Null);
            if got != wanted {
                return Err(format!("{path} has {name} = {got} and not {wanted}").into());
            }
        }
        Ok(())
    }

    /// Fails unless there is nothing.
    pub(crate) async fn has_none(&self, path: &str) -> Checked {
        match self.get(path).await?.0 {
            404 | 204 => Ok(()),
            status => Err(format!("{path} is answered {status}, and should not be there").into()),
        }
    }

    /// A property of each item that is there, sorted.
    pub(crate) async fn each(&self, path: &str, property: &str) -> Result<Vec<String>, Failure> {
        let page = self.json(path).await?;
        let items = page.get("value").and_then(Json::as_array);
        let items = items.ok_or_else(|| format!("{path} is no collection: {page}"))?;
        let text = |item: &Json| match item.get(property) {
            Some(Json::String(text)) => text.clone(),
            other => other.unwrap_or(&Json::Null).to_string(),
        };
        let mut all: Vec<String> = items.iter().map(text).collect();
        all.sort();
        Ok(all)
    }

    /// Fails unless the items there are those, by a property.
    pub(crate) async fn are(&self, path: &str, property: &str, wanted: &[&str]) -> Checked {
        let got = self.each(path, property).await?;
        match got == wanted {
            true => Ok(()),
            false => Err(format!("{path} has {got:?} and not {wanted:?}").into()),
        }
    }
}
