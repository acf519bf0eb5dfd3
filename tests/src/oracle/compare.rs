//! Two trees of JSON side by side.

use std::fmt;

use serde_json::Value;

/// One place where two trees differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The names of the members that lead to it; an item goes by its number.
    pub path: Vec<String>,
    /// What is there in ours.
    pub ours: Option<Value>,
    /// What is there in theirs.
    pub theirs: Option<Value>,
}

impl Difference {
    /// The name of the member.
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |value: &Option<Value>| match value {
            Some(value) => value.to_string().chars().take(200).collect(),
            None => "nothing".to_owned(),
        };
        let (ours, theirs) = (show(&self.ours), show(&self.theirs));
        write!(f, "{}: ours {ours}, theirs {theirs}", self.path.join(" > "))
    }
}

/// All places where they differ, each as deep as it can be told. Members have no order; numbers are what JavaScript makes
/// of them.
pub fn differences(ours: &Value, theirs: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(&mut Vec::new(), ours, theirs, &mut found);
    found
}

fn compare(path: &mut Vec<String>, ours: &Value, theirs: &Value, found: &mut Vec<Difference>) {
    let mut differ = |path: &[String], ours: Option<&Value>, theirs: Option<&Value>| {
        found.push(Difference {
            path: path.to_vec(),
            ours: ours.cloned(),
            theirs: theirs.cloned(),
        });
    };
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (name, theirs) in theirs.iter().filter(|(name, _)| !ours.contains_key(*name)) {
                path.push(name.clone());
                differ(path, None, Some(theirs));
                path.pop();
            }
            for (name, ours) in ours {
                path.push(name.clone());
                match theirs.get(name) {
                    Some(theirs) => compare(path, ours, theirs, found),
                    None => found.push(Difference {
                        path: path.clone(),
                        ours: Some(ours.clone()),
                        theirs: None,
                    }),
                }
                path.pop();
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (at, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                path.push(at.to_string());
                compare(path, ours, theirs, found);
                path.pop();
            }
        }
        (Value::Number(one), Value::Number(other)) if one.as_f64() == other.as_f64() => {}
        _ if ours == theirs => {}
        _ => differ(path, Some(ours), Some(theirs)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn differences_are_found_where_they_are() {
        let ours = json!({"a": [1, {"b": "x"}], "c": 1.0, "d": true, "f": [1]});
        let theirs = json!({"a": [1, {"b": "y"}], "c": 1, "e": null, "f": [1, 2]});
        let mut found: Vec<String> = differences(&ours, &theirs)
            .iter()
            .map(ToString::to_string)
            .collect();
        found.sort();
        let expected = [
            "a > 1 > b: ours \"x\", theirs \"y\"",
            "d: ours true, theirs nothing",
            "e: ours nothing, theirs null",
            "f: ours [1], theirs [1,2]",
        ];
        assert_eq!(found, expected);
        assert!(differences(&ours, &ours).is_empty());
    }
}
