//! Live response: commands and their results.

use odata::Changes;
use odata_defender::{LiveResponseCommand, LiveResponseParameter, Machine, MachineAction};

use crate::row::{Row, asked, guid, one, text};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 65,
        page: "get-live-response-result.md",
        request: "GET machineactions/988cc94e-7a8f-4b28-ab65-54970c5d5018/GetLiveResponseResultDownloadLink(index=0)",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                text(
                    d.machine_actions()
                        .by_key(guid("988cc94e-7a8f-4b28-ab65-54970c5d5018"))
                        .call(MachineAction::get_live_response_result_download_link(0))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 107,
        page: "run-live-response.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/runliveresponse",
        body: Some(
            r#"{"Commands": [
{"type": "RunScript", "params": [{"key": "ScriptName", "value": "minidump.ps1"}, {"key": "Args", "value": "OfficeClickToRun"}]},
{"type": "GetFile", "params": [{"key": "Path", "value": "C:\\windows\\TEMP\\OfficeClickToRun.dmp.zip"}]}],
"Comment": "Testing Live Response API"}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                let parameter = |key: &str, value: &str| {
                    Changes::new()
                        .set(LiveResponseParameter::KEY, key)
                        .set(LiveResponseParameter::VALUE, value)
                };
                let script = Changes::new()
                    .set(LiveResponseCommand::TYPE, "RunScript")
                    .set(
                        LiveResponseCommand::PARAMS,
                        vec![
                            parameter("ScriptName", "minidump.ps1"),
                            parameter("Args", "OfficeClickToRun"),
                        ],
                    );
                let file = Changes::new()
                    .set(LiveResponseCommand::TYPE, "GetFile")
                    .set(
                        LiveResponseCommand::PARAMS,
                        vec![parameter(
                            "Path",
                            "C:\\windows\\TEMP\\OfficeClickToRun.dmp.zip",
                        )],
                    );
                let run = Machine::run_live_response(vec![script, file])
                    .comment("Testing Live Response API");
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(run)
                    .send()
                    .await?)
            })
        },
    },
];
