//! A Defender of a few devices on this machine.

use std::error::Error;
use std::io::Write as _;
use std::sync::Mutex;

use flate2::Compression;
use flate2::write::GzEncoder;
use odata_mock::{Canned, MockServer, MockService};
use serde_json::{Value, json};

const METADATA: &str = include_str!("../../metadata.xml");
const ACTION: &str = "0791e868-a43f-61d9-c710-0fd4e1e0d3e3";
const VULNERABLE: usize = 1500;

fn machines() -> Value {
    json!([
        {"id": "1e5bc9d7e413ddd7902c2932e418702b84d0cc07", "computerDnsName": "desk-1.contoso.com", "osPlatform": "Windows11",
         "healthStatus": "Active", "riskScore": "High", "exposureLevel": "Medium", "machineTags": ["finance"]},
        {"id": "2f5bc9d7e413ddd7902c2932e418702b84d0cc08", "computerDnsName": "desk-2.contoso.com", "osPlatform": "Windows11",
         "healthStatus": "Active", "riskScore": "None", "exposureLevel": "Low", "machineTags": []},
        {"id": "3a5bc9d7e413ddd7902c2932e418702b84d0cc09", "computerDnsName": "build.contoso.com", "osPlatform": "Ubuntu",
         "healthStatus": "Inactive", "riskScore": "Medium", "exposureLevel": "High", "machineTags": ["ci"]},
    ])
}

fn indicators() -> Value {
    json!([
        {"id": "1", "indicatorValue": "220e7d15b011d7fac48f2bd61114db1022197f7f", "indicatorType": "FileSha1", "action": "Alert",
         "title": "old", "description": "known already"},
        {"id": "2", "indicatorValue": "bad.example", "indicatorType": "DomainName", "action": "Alert", "title": "same",
         "description": "as in the file"},
    ])
}

fn action(status: &str) -> Value {
    json!({"id": ACTION, "type": "Isolate", "status": status, "requestor": "admin@contoso.com",
           "machineId": "1e5bc9d7e413ddd7902c2932e418702b84d0cc07", "computerDnsName": "desk-1.contoso.com"})
}

/// A file of an export, as the service packs it.
fn export() -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    for at in 0..VULNERABLE {
        let severity = ["Low", "Medium", "High", "Critical"][at % 4];
        let row = json!({"id": format!("{at}"), "deviceName": format!("desk-{}.contoso.com", at % 3), "softwareName": "parser, \"fast\"",
                         "softwareVersion": "1.2", "cveId": format!("CVE-2026-{at:05}"), "vulnerabilitySeverityLevel": severity});
        // Writing into memory does not fail.
        drop(writeln!(packed, "{row}"));
    }
    packed.finish().unwrap_or_default()
}

pub(crate) async fn start() -> Result<MockServer, Box<dyn Error>> {
    let api = "microsoft.windowsDefenderATP.api";
    let file = Mutex::new(None);
    let service = MockService::from_csdl(METADATA)?
        .entity_set("machines", machines())?
        .entity_set("indicators", indicators())?
        .entity_set("machineactions", json!([action("Succeeded")]))?
        .operation(&format!("{api}.isolate"), |_| Ok(action("Pending")))?
        .operation(&format!("{api}.import"), |call| {
            let sent = call.parameter("Indicators");
            let sent = sent.as_array().cloned().unwrap_or_default();
            let answer = |one: &Value| json!({"id": "3", "indicator": one["indicatorValue"], "isFailed": false, "failureReason": null});
            Ok(sent.iter().map(answer).collect())
        })?
        .operation(&format!("{api}.advancedqueries_run"), |_| {
            Ok(json!({
                "Schema": [{"Name": "Timestamp", "Type": "DateTime"}, {"Name": "DeviceName", "Type": "String"}, {"Name": "FileName", "Type": "String"}],
                "Results": [
                    {"Timestamp": "2026-11-30T08:01:26.2648757Z", "DeviceName": "desk-1.contoso.com", "FileName": "powershell.exe"},
                    {"Timestamp": "2026-11-30T08:02:11.5614772Z", "DeviceName": "build.contoso.com", "FileName": "curl"},
                ],
            }))
        })?
        .intercept(move |request| match request.path() {
            path if path.ends_with("/machines/SoftwareVulnerabilitiesExport") => {
                let link = format!("{}/storage/one.json.gz?sig=secret", request.origin);
                Some(Canned::json(&json!({"exportFiles": [link], "generatedTime": "2026-11-30T08:00:00Z"})))
            }
            "/storage/one.json.gz" => {
                let mut file = file.lock().ok()?;
                let bytes: &Vec<u8> = file.get_or_insert_with(export);
                Some(Canned::status(200).header("content-type", "application/octet-stream").body(bytes.clone()))
            }
            _ => None,
        });
    Ok(service.serve().await?)
}
