//! Authenticated scans: their definitions, agents and history.

use odata::Changes;
use odata_defender::{
    DeviceAuthenticatedScanDefinition, DeviceAuthenticatedScanDefinitionScanAuthenticationParams,
    DeviceAuthenticatedScanDefinitionScannerAgent, WindowsAuthParams,
};

use crate::row::{Row, asked, changed, nothing, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 1,
        page: "add-a-new-scan-definition.md",
        request: "POST DeviceAuthenticatedScanDefinitions",
        body: Some(
            r##"{"scanType": "Windows", "scanName": "Test Windows scan", "isActive": true, "target": "127.0.0.1", "intervalInHours": 1,
"targetType": "Ip", "scannerAgent": {"machineId": "eb663a27ae9d032f61bc268a79eedf14c4b90f77"}, "scanAuthenticationParams":
{"@odata.type": "#microsoft.windowsDefenderATP.api.WindowsAuthParams", "type": "Kerberos", "username": "username", "domain": "password", "isGmsaUser": true}}"##,
        ),
        differs: &[(
            "a body that is no JSON",
            "the page's JSON has a comma too many",
        )],
        call: |d| {
            asked(async move {
                let scanner = Changes::new().set(
                    DeviceAuthenticatedScanDefinitionScannerAgent::MACHINE_ID,
                    "eb663a27ae9d032f61bc268a79eedf14c4b90f77",
                );
                let definition = Changes::new()
                    .set(DeviceAuthenticatedScanDefinition::SCAN_TYPE, "Windows")
                    .set(
                        DeviceAuthenticatedScanDefinition::SCAN_NAME,
                        "Test Windows scan",
                    )
                    .set(DeviceAuthenticatedScanDefinition::IS_ACTIVE, true)
                    .set(DeviceAuthenticatedScanDefinition::TARGET, "127.0.0.1")
                    .set(DeviceAuthenticatedScanDefinition::INTERVAL_IN_HOURS, 1)
                    .set(DeviceAuthenticatedScanDefinition::TARGET_TYPE, "Ip")
                    .set(DeviceAuthenticatedScanDefinition::SCANNER_AGENT, scanner)
                    .set(
                        DeviceAuthenticatedScanDefinition::SCAN_AUTHENTICATION_PARAMS,
                        credentials(),
                    );
                one(d
                    .device_authenticated_scan_definitions()
                    .insert(&definition)
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 2,
        page: "add-a-new-scan-definition.md",
        request: "PATCH DeviceAuthenticatedScanDefinitions/289224fb-1686-472c-9751-5555960854ca",
        body: Some(
            r##"{"scanName": "Test Update Windows scan", "isActive": false, "target": "127.0.0.2,127.0.0.3", "intervalInHours": 1,
"targetType": "Ip", "scanAuthenticationParams": {
"@odata.type": "#microsoft.windowsDefenderATP.api.WindowsAuthParams", "type": "Kerberos", "username": "username", "domain": "password", "isGmsaUser": true}}"##,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                let changes = Changes::new()
                    .set(
                        DeviceAuthenticatedScanDefinition::SCAN_NAME,
                        "Test Update Windows scan",
                    )
                    .set(DeviceAuthenticatedScanDefinition::IS_ACTIVE, false)
                    .set(
                        DeviceAuthenticatedScanDefinition::TARGET,
                        "127.0.0.2,127.0.0.3",
                    )
                    .set(DeviceAuthenticatedScanDefinition::INTERVAL_IN_HOURS, 1)
                    .set(DeviceAuthenticatedScanDefinition::TARGET_TYPE, "Ip")
                    .set(
                        DeviceAuthenticatedScanDefinition::SCAN_AUTHENTICATION_PARAMS,
                        credentials(),
                    );
                let definition = d
                    .device_authenticated_scan_definitions()
                    .by_key("289224fb-1686-472c-9751-5555960854ca");
                changed(definition.update(&changes).send().await?)
            })
        },
    },
    Row {
        number: 3,
        page: "add-a-new-scan-definition.md",
        request: "POST DeviceAuthenticatedScanDefinitions/BatchDelete",
        body: Some(
            r#"{"ScanDefinitionIds": ["td32f17af-5cc2-4e4e-964a-4c4ef7d216e2", "ab32g20af-5dd2-4a5e-954a-4c4ef7d216e2"]}"#,
        ),
        differs: &[(
            "a body that is no JSON",
            "the page's JSON has a comma too many",
        )],
        call: |d| {
            asked(async move {
                nothing(
                    d.device_authenticated_scan_definitions()
                        .call(DeviceAuthenticatedScanDefinition::batch_delete([
                            "td32f17af-5cc2-4e4e-964a-4c4ef7d216e2",
                            "ab32g20af-5dd2-4a5e-954a-4c4ef7d216e2",
                        ]))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 24,
        page: "Get-agent-details.md",
        request: "GET DeviceAuthenticatedScanAgents/7f3d76a6976818553e996875dc91f55df6b26625",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .device_authenticated_scan_agents()
                    .by_key("7f3d76a6976818553e996875dc91f55df6b26625")
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 33,
        page: "get-all-scan-agents.md",
        request: "GET DeviceAuthenticatedScanAgents",
        body: None,
        differs: &[(
            "no method",
            "the example is an URL alone; the page defines GET",
        )],
        call: |d| asked(async move { page(d.device_authenticated_scan_agents().send().await?) }),
    },
    Row {
        number: 34,
        page: "get-all-scan-definitions.md",
        request: "GET DeviceAuthenticatedScanDefinitions",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move { page(d.device_authenticated_scan_definitions().send().await?) })
        },
    },
    Row {
        number: 84,
        page: "Get-scan-history-by-definition.md",
        request: "POST DeviceAuthenticatedScanDefinitions/GetScanHistoryByScanDefinitionId",
        body: Some(
            r#"{"ScanDefinitionIds": ["4ad8d463-6b3a-4894-b42a-a2de9ea0a8ae", "60c4aa57-c573-4488-8d18-230914792a92", "c6220f67-2cad-4ba3-a2fa-7ded6384da56"]}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                page(d.device_authenticated_scan_definitions().call(DeviceAuthenticatedScanDefinition::get_scan_history_by_scan_definition_id(["4ad8d463-6b3a-4894-b42a-a2de9ea0a8ae", "60c4aa57-c573-4488-8d18-230914792a92", "c6220f67-2cad-4ba3-a2fa-7ded6384da56"])).send().await?)
            })
        },
    },
    Row {
        number: 85,
        page: "Get-scan-history-by-session.md",
        request: "POST DeviceAuthenticatedScanDefinitions/GetScanHistoryBySessionId",
        body: Some(r#"{"SessionIds": ["01decc497f4b4ec49a5fc4e12597f8c8"]}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.device_authenticated_scan_definitions()
                        .call(
                            DeviceAuthenticatedScanDefinition::get_scan_history_by_session_id([
                                "01decc497f4b4ec49a5fc4e12597f8c8",
                            ]),
                        )
                        .send()
                        .await?,
                )
            })
        },
    },
];

/// Those of the example, whose domain is `password`.
fn credentials() -> Changes<DeviceAuthenticatedScanDefinitionScanAuthenticationParams> {
    let windows: Changes<WindowsAuthParams> = Changes::new()
        .set(WindowsAuthParams::TYPE, "Kerberos")
        .set(WindowsAuthParams::USERNAME, "username")
        .set(WindowsAuthParams::DOMAIN, "password")
        .set(WindowsAuthParams::IS_GMSA_USER, true);
    windows.upcast()
}
