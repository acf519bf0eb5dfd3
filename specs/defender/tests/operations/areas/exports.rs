//! Exports of the whole inventory: pages and files.

use odata_defender::Machine;

use crate::row::{Row, asked, moment, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 14,
        page: "device-health-export-antivirus-health-report-api.md",
        request: "GET machines/InfoGatheringExport",
        body: None,
        differs: &[(
            "host api-us.securitycenter.contoso.com",
            "the vendor's stand-in for the host",
        )],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::info_gathering_export(None))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 15,
        page: "export-certificate-inventory-assessment.md",
        request: "GET machines/certificateAssessmentByMachine",
        body: None,
        differs: &[(
            "case of CertificateAssessmentByMachine",
            "the line that defines the request has the other case",
        )],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::certificate_assessment_by_machine(None))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 16,
        page: "export-certificate-inventory-assessment.md",
        request: "GET machines/certificateAssessmentExport",
        body: None,
        differs: &[(
            "host api.securitycenter.contoso.com",
            "the vendor's stand-in for the host",
        )],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::certificate_assessment_export(None))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 17,
        page: "export-firmware-hardware-assessment.md",
        request: "GET machines/HardwareFirmwareInventoryByMachine",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::hardware_firmware_inventory_by_machine(None))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 18,
        page: "export-firmware-hardware-assessment.md",
        request: "GET machines/HardwareFirmwareInventoryExport",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::hardware_firmware_inventory_export(None))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 19,
        page: "export-security-baseline-assessment.md",
        request: "GET machines/baselineComplianceAssessmentByMachine",
        body: None,
        differs: &[(
            "case of BaselineComplianceAssessmentByMachine",
            "the line that defines the request has the other case",
        )],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::baseline_compliance_assessment_by_machine(None))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 20,
        page: "export-security-baseline-assessment.md",
        request: "GET machines/BaselineComplianceAssessmentExport",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::baseline_compliance_assessment_export(None))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 37,
        page: "get-assessment-browser-extensions.md",
        request: "GET machines/BrowserExtensionsInventoryByMachine?pageSize=5",
        body: None,
        differs: &[
            ("blanks in the URL", "the URL is broken into two by blanks"),
            ("case of Machines", "most pages write machines"),
            (
                "query sinceTime=2021-05-19T18:35:49.924Z",
                "no table of the page has it",
            ),
        ],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::browser_extensions_inventory_by_machine(Some(5)))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 38,
        page: "get-assessment-browser-extensions.md",
        request: "GET machines/browserextensionsinventoryExport",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::browser_extensions_inventory_export(None))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 39,
        page: "get-assessment-information-gathering.md",
        request: "GET machines/InfoGatheringExport?sasValidHours=1",
        body: None,
        differs: &[
            (
                "query $sasValidHours=1",
                "the table of the page has it without the dollar sign, which OData keeps to its own options",
            ),
            ("no query sasValidHours=1", "the same"),
        ],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::info_gathering_export(Some(1)))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 40,
        page: "get-assessment-non-cpe-software-inventory.md",
        request: "GET machines/SoftwareInventoryNoProductCodeByMachine?pageSize=3",
        body: None,
        differs: &[
            (
                "no method",
                "the example is an URL alone; the page defines GET",
            ),
            ("blanks in the URL", "the URL is broken into two by blanks"),
            ("query sinceTime=2021-05-19", "no table of the page has it"),
        ],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::software_inventory_no_product_code_by_machine(
                            Some(3),
                        ))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 41,
        page: "get-assessment-non-cpe-software-inventory.md",
        request: "GET machines/SoftwareInventoryNonCpeExport",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::software_inventory_non_cpe_export(None))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 42,
        page: "get-assessment-secure-config.md",
        request: "GET machines/SecureConfigurationsAssessmentByMachine?pageSize=5",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::secure_configurations_assessment_by_machine(Some(
                            5,
                        )))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 43,
        page: "get-assessment-secure-config.md",
        request: "GET machines/SecureConfigurationsAssessmentExport",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::secure_configurations_assessment_export(None))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 44,
        page: "get-assessment-software-inventory.md",
        request: "GET machines/SoftwareInventoryByMachine?pageSize=5",
        body: None,
        differs: &[
            ("blanks in the URL", "the URL is broken into two by blanks"),
            (
                "query sinceTime=2021-05-19T18:35:49.924Z",
                "no table of the page has it",
            ),
        ],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::software_inventory_by_machine(Some(5)))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 45,
        page: "get-assessment-software-inventory.md",
        request: "GET machines/SoftwareInventoryExport",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::software_inventory_export(None))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 46,
        page: "get-assessment-software-vulnerabilities.md",
        request: "GET machines/SoftwareVulnerabilitiesByMachine?pageSize=5",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::software_vulnerabilities_by_machine(Some(5)))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 47,
        page: "get-assessment-software-vulnerabilities.md",
        request: "GET machines/SoftwareVulnerabilitiesExport",
        body: None,
        differs: &[(
            "host api-us.securitycenter.contoso.com",
            "the vendor's stand-in for the host",
        )],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .call(Machine::software_vulnerabilities_export(None))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 48,
        page: "get-assessment-software-vulnerabilities.md",
        request: "GET machines/SoftwareVulnerabilityChangesByMachine?sinceTime=2021-05-19T18:35:49.924Z&pageSize=5",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::software_vulnerability_changes_by_machine(
                            Some(moment("2021-05-19T18:35:49.924Z")),
                            Some(5),
                        ))
                        .send()
                        .await?,
                )
            })
        },
    },
];
