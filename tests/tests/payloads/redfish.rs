//! Mockups of Redfish, by DMTF: resources of a server, each an entity of a certain version. Sensors, protocols, memory and
//! the root are newer than the types that they are read with.

use crate::payload::{Payload, decodes};
use crate::read::one;
use crate::types::redfish;

pub(crate) const ALL: &[Payload] = &[
    decodes(
        "mockups_public-rackmount1_AccountService_Roles_Operator_index.json",
        one::<redfish::V1_3_3Role>,
        "a role",
    ),
    decodes(
        "mockups_public-rackmount1_CertificateService_CertificateEnrollments_1_index.json",
        one::<redfish::V1_0_1CertificateEnrollment>,
        "an enrollment",
    ),
    decodes(
        "mockups_public-rackmount1_CertificateService_EnrollmentCACertificates_index.json",
        one::<redfish::CertificateCollection>,
        "a collection of one certificate, by its id",
    ),
    decodes(
        "mockups_public-rackmount1_CertificateService_GenerateCSRActionInfo_index.json",
        one::<redfish::V1_5_0ActionInfo>,
        "the parameters of an action",
    ),
    decodes(
        "mockups_public-rackmount1_Chassis_1U_Controls_index.json",
        one::<redfish::ControlCollection>,
        "a collection, by ids",
    ),
    decodes(
        "mockups_public-rackmount1_Chassis_1U_PowerSubsystem_PowerSupplies_Bay1_Assembly_index.json",
        one::<redfish::V1_6_1Assembly>,
        "an assembly",
    ),
    decodes(
        "mockups_public-rackmount1_Chassis_1U_PowerSubsystem_PowerSupplies_Bay1_index.json",
        one::<redfish::V1_6_0PowerSupply>,
        "a power supply",
    ),
    decodes(
        "mockups_public-rackmount1_Chassis_1U_Power_index.json",
        one::<redfish::V1_7_3Power>,
        "power, voltages and supplies",
    ),
    decodes(
        "mockups_public-rackmount1_Chassis_1U_Sensors_Battery1OutputCurrent_index.json",
        one::<redfish::V1_0_0Sensor>,
        "a sensor, with durations",
    ),
    decodes(
        "mockups_public-rackmount1_Chassis_1U_Sensors_CPU1Power_index.json",
        one::<redfish::V1_0_0Sensor>,
        "a sensor, with parts of a second",
    ),
    decodes(
        "mockups_public-rackmount1_Chassis_1U_Sensors_PS2Out3V_index.json",
        one::<redfish::V1_0_0Sensor>,
        "a sensor that is not there",
    ),
    decodes(
        "mockups_public-rackmount1_ComponentIntegrity_SS-SPDM-1_index.json",
        one::<redfish::V1_3_2ComponentIntegrity>,
        "measurements by SPDM",
    ),
    decodes(
        "mockups_public-rackmount1_ComponentIntegrity_TPM-0_index.json",
        one::<redfish::V1_3_2ComponentIntegrity>,
        "measurements by a TPM",
    ),
    decodes(
        "mockups_public-rackmount1_KeyService_NVMeoFSecrets_index.json",
        one::<redfish::KeyCollection>,
        "a collection, by ids",
    ),
    decodes(
        "mockups_public-rackmount1_Managers_BMC_NetworkProtocol_index.json",
        one::<redfish::V1_0_0ManagerNetworkProtocol>,
        "protocols and ports",
    ),
    decodes(
        "mockups_public-rackmount1_Managers_BMC_SecurityPolicy_SPDM_TrustedCertificates_index.json",
        one::<redfish::CertificateCollection>,
        "a collection, by ids",
    ),
    decodes(
        "mockups_public-rackmount1_Systems_437XR1138R2_Certificates_contoso-subca_index.json",
        one::<redfish::V1_11_0Certificate>,
        "a certificate",
    ),
    decodes(
        "mockups_public-rackmount1_Systems_437XR1138R2_Memory_DIMM4_index.json",
        one::<redfish::V1_0_0Memory>,
        "an empty slot for memory",
    ),
    decodes(
        "mockups_public-rackmount1_Systems_437XR1138R2_SecureBoot_SecureBootDatabases_KEKDefault_Certificates_2_index.json",
        one::<redfish::V1_11_0Certificate>,
        "a certificate",
    ),
    decodes(
        "mockups_public-rackmount1_Systems_437XR1138R2_SecureBoot_SecureBootDatabases_db_Certificates_1_index.json",
        one::<redfish::V1_11_0Certificate>,
        "a certificate",
    ),
    decodes(
        "mockups_public-rackmount1_Systems_437XR1138R2_SecureBoot_SecureBootDatabases_db_Certificates_index.json",
        one::<redfish::CertificateCollection>,
        "a collection, by ids",
    ),
    decodes(
        "mockups_public-rackmount1_Systems_437XR1138R2_SecureBoot_SecureBootDatabases_dbx_Signatures_1_index.json",
        one::<redfish::V1_0_3Signature>,
        "a signature",
    ),
    decodes(
        "mockups_public-rackmount1_Systems_437XR1138R2_USBControllers_index.json",
        one::<redfish::USBControllerCollection>,
        "a collection, by ids",
    ),
    decodes(
        "mockups_public-rackmount1_UpdateService_FirmwareInventory_AC-RoT0_index.json",
        one::<redfish::V1_13_0SoftwareInventory>,
        "a firmware",
    ),
    decodes(
        "mockups_public-rackmount1_index.json",
        one::<redfish::V1_0_0ServiceRoot>,
        "the root of a service",
    ),
];
