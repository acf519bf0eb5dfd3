//! What is done on machines, and the actions that come of it.

use odata_defender::{Machine, MachineAction};

use crate::row::{Row, asked, guid, one, page, text};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 8,
        page: "cancel-machine-action.md",
        request: "POST machineactions/988cc94e-7a8f-4b28-ab65-54970c5d5018/cancel",
        body: Some(r#"{"Comment": "Machine action was canceled by automation"}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machine_actions()
                    .by_key(guid("988cc94e-7a8f-4b28-ab65-54970c5d5018"))
                    .call(
                        MachineAction::cancel()
                            .comment("Machine action was canceled by automation"),
                    )
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 9,
        page: "collect-investigation-package.md",
        request: "POST machines/fb9ab6be3965095a09c057be7c90f0a2/collectInvestigationPackage",
        body: Some(r#"{"Comment": "Collect forensics due to alert 1234"}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("fb9ab6be3965095a09c057be7c90f0a2")
                    .call(Machine::collect_investigation_package(
                        "Collect forensics due to alert 1234",
                    ))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 70,
        page: "get-machineaction-object.md",
        request: "GET machineactions/2e9da30d-27f6-4208-81f2-9cd3d67893ba",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machine_actions()
                    .by_key(guid("2e9da30d-27f6-4208-81f2-9cd3d67893ba"))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 71,
        page: "get-machineactions-collection.md",
        request: "GET machineactions?$filter=machineId eq 'f46b9bb259ed4a7fb9981b73510e3cc7aa81ec1f'&$top=2",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machine_actions()
                        .filter(
                            MachineAction::MACHINE_ID
                                .eq("f46b9bb259ed4a7fb9981b73510e3cc7aa81ec1f"),
                        )
                        .top(2)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 77,
        page: "get-package-sas-uri.md",
        request: "GET machineactions/7327b54f-d718-525c-bca0-7dacde913b5a/getPackageUri",
        body: None,
        differs: &[
            (
                "key 7327b54fd718525cbca07dacde913b5ac3c85673",
                "the id of a machine action is a GUID by its page and in every answer; the example has 40 digits",
            ),
            (
                "case of GetPackageUri",
                "the line that defines the request has the other case",
            ),
        ],
        call: |d| {
            asked(async move {
                text(
                    d.machine_actions()
                        .by_key(guid("7327b54f-d718-525c-bca0-7dacde913b5a"))
                        .call(MachineAction::get_package_uri())
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 99,
        page: "isolate-machine.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/isolate",
        body: Some(r#"{"Comment": "Isolate machine due to alert 1234", "IsolationType": "Full"}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(
                        Machine::isolate("Isolate machine due to alert 1234")
                            .isolation_type("Full"),
                    )
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 102,
        page: "offboard-machine-api.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/offboard",
        body: Some(r#"{"Comment": "Offboard machine by automation"}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(Machine::offboard("Offboard machine by automation"))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 104,
        page: "restrict-code-execution.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/restrictCodeExecution",
        body: Some(r#"{"Comment": "Restrict code execution due to alert 1234"}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(Machine::restrict_code_execution(
                        "Restrict code execution due to alert 1234",
                    ))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 106,
        page: "run-av-scan.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/runAntiVirusScan",
        body: Some(
            r#"{"Comment": "Check machine for viruses due to alert 3212", "ScanType": "Full"}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(Machine::run_anti_virus_scan(
                        "Check machine for viruses due to alert 3212",
                        "Full",
                    ))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 109,
        page: "stop-and-quarantine-file.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/StopAndQuarantineFile",
        body: Some(
            r#"{"Comment": "Stop and quarantine file on machine due to alert 441688558380765161_2136280442", "Sha1": "87662bc3d60e4200ceaf7aae249d1c343f4b83c9"}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d.machines().by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07").call(Machine::stop_and_quarantine_file("Stop and quarantine file on machine due to alert 441688558380765161_2136280442", "87662bc3d60e4200ceaf7aae249d1c343f4b83c9")).send().await?)
            })
        },
    },
    Row {
        number: 110,
        page: "unisolate-machine.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/unisolate",
        body: Some(r#"{"Comment": "Unisolate machine since it was clean and validated"}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(Machine::unisolate(
                        "Unisolate machine since it was clean and validated",
                    ))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 111,
        page: "unrestrict-code-execution.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/unrestrictCodeExecution",
        body: Some(
            r#"{"Comment": "Unrestrict code execution since machine was cleaned and validated"}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(Machine::unrestrict_code_execution(
                        "Unrestrict code execution since machine was cleaned and validated",
                    ))
                    .send()
                    .await?)
            })
        },
    },
];
