//! A page of machines: the documented sample, row by row, with other values in it.

use odata::json::Reader;
use serde_json::Value;

/// What the page's table documents and its sample leaves out.
const MORE: &str = r#"{
    "deviceValue": "Normal",
    "ipAddresses": [
        { "ipAddress": "203.0.113.98", "macAddress": "8CEC4B897E73", "operationalStatus": "Up" },
        { "ipAddress": "2001:db8:1234:5678:9abc:def0:1234:5678", "macAddress": "8CEC4B897E73", "operationalStatus": "Up" }
    ],
    "onboardingStatus": "onboarded",
    "osArchitecture": "64-bit"
}"#;

/// The texts that a property may have where the documents list them.
const LISTED: [(&str, &[&str]); 7] = [
    (
        "healthStatus",
        &[
            "Active",
            "Inactive",
            "ImpairedCommunication",
            "NoSensorData",
            "Unknown",
        ],
    ),
    (
        "riskScore",
        &["None", "Informational", "Low", "Medium", "High"],
    ),
    ("exposureLevel", &["None", "Low", "Medium", "High"]),
    ("deviceValue", &["Normal", "Low", "High"]),
    (
        "onboardingStatus",
        &[
            "onboarded",
            "CanBeOnboarded",
            "Unsupported",
            "InsufficientInfo",
        ],
    ),
    ("osArchitecture", &["64-bit", "32-bit"]),
    (
        "osPlatform",
        &[
            "Windows10",
            "Windows11",
            "WindowsServer2019",
            "Linux",
            "macOS",
        ],
    ),
];

/// Numbers that look random and are the same in every run (xorshift).
#[derive(Clone)]
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        Random(0x9e37_79b9_7f4a_7c15)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }
}

/// Makes rows.
pub struct Maker {
    sample: Vec<(String, Value)>,
    random: Random,
    /// Each row has its members in an order of its own.
    shuffled: bool,
}

impl Maker {
    pub fn new(sample: &str, shuffled: bool) -> Self {
        let sample = [sample, MORE].into_iter().flat_map(members).collect();
        Maker {
            sample,
            random: Random::new(),
            shuffled,
        }
    }

    pub fn row(&mut self, json: &mut String) {
        let mut members: Vec<&(String, Value)> = self.sample.iter().collect();
        for at in (1..members.len()).rev().filter(|_| self.shuffled) {
            members.swap(at, self.random.below(at + 1));
        }
        json.push('{');
        for (at, (name, value)) in members.into_iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            let value = varied(name, value, &mut self.random);
            json.push_str(&format!("{}:{value}", Value::from(name.as_str())));
        }
        json.push('}');
    }

    /// Rows and commas, so many.
    pub fn rows(&mut self, count: usize, json: &mut String) {
        for at in 0..count {
            if at > 0 {
                json.push(',');
            }
            self.row(json);
        }
    }
}

/// The members of an object in their order, which a `Value` does not keep.
fn members(json: &str) -> Vec<(String, Value)> {
    let mut members = Vec::new();
    let read = Reader::new(json).object(&mut |name, reader| {
        let value = serde_json::from_str(reader.raw()?).expect("JSON");
        members.push((name.to_owned(), value));
        Ok(())
    });
    read.expect("the sample is an object");
    members
}

pub const HEAD: &str =
    "{\"@odata.context\":\"https://api.security.microsoft.com/api/$metadata#Machines\",";

/// A whole page.
pub fn page(sample: &str, count: usize, shuffled: bool) -> String {
    let mut json = format!("{HEAD}\"value\":[");
    Maker::new(sample, shuffled).rows(count, &mut json);
    json + "]}"
}

fn varied(name: &str, value: &Value, random: &mut Random) -> Value {
    if let Some((_, texts)) = LISTED.iter().find(|(known, _)| *known == name) {
        return texts[random.below(texts.len())].into();
    }
    match value {
        Value::String(_) if name == "aadDeviceId" && random.below(4) == 0 => Value::Null,
        Value::String(text) => match text.ends_with('Z') {
            true => time(random),
            false => digits(text, random),
        }
        .into(),
        Value::Number(number) => {
            let number = number.as_u64().unwrap_or(1) as usize;
            random.below(2 * number + 1).into()
        }
        Value::Bool(_) => (random.below(2) == 0).into(),
        Value::Array(items) => {
            let count = random.below(items.len() + 1);
            let count = if name == "ipAddresses" {
                items.len()
            } else {
                count
            };
            items[..count]
                .iter()
                .map(|item| varied("", item, random))
                .collect()
        }
        Value::Object(members) => {
            let varied = members
                .iter()
                .map(|(name, value)| (name.clone(), varied(name, value, random)));
            Value::Object(varied.collect())
        }
        Value::Null => Value::Null,
    }
}

fn time(random: &mut Random) -> String {
    let (month, day) = (1 + random.below(12), 1 + random.below(28));
    let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
    let fraction = random.below(10_000_000);
    format!("2024-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:07}Z")
}

/// The same text with other digits in it, decimal or hexadecimal as they were.
fn digits(text: &str, random: &mut Random) -> String {
    let other = |c: char, random: &mut Random| match c {
        '0'..='9' => char::from(b'0' + random.below(10) as u8),
        'a'..='f' if text.len() > 20 => char::from(b'a' + random.below(6) as u8),
        other => other,
    };
    text.chars().map(|c| other(c, random)).collect()
}
