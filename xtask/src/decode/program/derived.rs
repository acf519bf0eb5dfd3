//! The same page as serde derives read it: what a program would write that has no generator.

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Page {
    #[serde(rename = "@odata.nextLink")]
    pub next_link: Option<String>,
    pub value: Vec<Machine>,
}

#[allow(dead_code)]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    pub id: String,
    pub computer_dns_name: Option<String>,
    pub first_seen: Option<jiff::Timestamp>,
    pub os_platform: Option<String>,
    pub last_seen: Option<jiff::Timestamp>,
    pub os_processor: Option<String>,
    pub version: Option<String>,
    pub last_ip_address: Option<String>,
    pub last_external_ip_address: Option<String>,
    pub os_build: Option<i64>,
    pub health_status: Option<Health>,
    pub device_value: Option<Value>,
    pub rbac_group_name: Option<String>,
    pub risk_score: Option<Level>,
    pub exposure_level: Option<Level>,
    pub aad_device_id: Option<String>,
    #[serde(default)]
    pub machine_tags: Vec<String>,
    #[serde(default)]
    pub ip_addresses: Vec<IpAddress>,
    pub rbac_group_id: Option<i64>,
    pub is_aad_joined: Option<bool>,
    pub onboarding_status: Option<Onboarding>,
    pub os_architecture: Option<Architecture>,
}

#[allow(dead_code)]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IpAddress {
    pub ip_address: Option<String>,
    pub mac_address: Option<String>,
    pub operational_status: Option<String>,
}

#[derive(Deserialize)]
pub enum Health {
    Active,
    Inactive,
    ImpairedCommunication,
    NoSensorData,
    NoSensorDataImpairedCommunication,
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
pub enum Value {
    Normal,
    Low,
    High,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub enum Level {
    None,
    Informational,
    Low,
    Medium,
    High,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub enum Onboarding {
    #[serde(rename = "onboarded")]
    Onboarded,
    CanBeOnboarded,
    Unsupported,
    InsufficientInfo,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub enum Architecture {
    #[serde(rename = "64-bit")]
    Bits64,
    #[serde(rename = "32-bit")]
    Bits32,
    #[serde(other)]
    Other,
}

/// The rows one by one, each dropped before the next is read: what derives can do where somebody writes a visitor.
pub struct Each<'f>(pub &'f mut dyn FnMut(Machine));

impl<'de> serde::de::DeserializeSeed<'de> for Each<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> serde::de::Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "value" => map.next_value_seed(Rows(self.0))?,
                _ => drop(map.next_value::<serde::de::IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

struct Rows<'f>(&'f mut dyn FnMut(Machine));

impl<'de> serde::de::DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> serde::de::Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("rows")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(row) = rows.next_element()? {
            (self.0)(row);
        }
        Ok(())
    }
}
