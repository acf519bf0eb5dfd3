//! The documents of the corpus that do not generate by default, with what is said of each; and where documents of it
//! refer to.

use odata_codegen::Defect;

/// A document that is wrong.
pub(crate) struct Expected {
    /// What its path ends with, or, with `!/` at its end, the archive that it is in.
    pub(crate) document: &'static str,
    /// The code of its first error.
    pub(crate) code: &'static str,
    /// What is wrong with it.
    pub(crate) why: &'static str,
}

impl Expected {
    /// Whether the generator can be told to go on: then it has to, and what it generates has to compile.
    pub(crate) fn goes_on(&self) -> bool {
        // Those of an archive are alike, and one of them would tell what all of them do.
        if self.document.ends_with("!/") {
            return false;
        }
        Defect::named(self.code).is_some_and(|defect| defect.meanwhile.is_some())
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        let ends = |name: &str| {
            name.strip_suffix(self.document)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        match name.find("!/").filter(|_| self.document.ends_with("!/")) {
            Some(end) => name.get(..end + 2).is_some_and(ends),
            None => ends(name),
        }
    }
}

/// The line of the list that a document stands on. The first one counts.
pub(crate) fn of(name: &str) -> Option<&'static Expected> {
    EXPECTED.iter().find(|one| one.is(name))
}

const fn expect(document: &'static str, code: &'static str, why: &'static str) -> Expected {
    Expected {
        document,
        code,
        why,
    }
}

/// Every one of them.
pub(crate) const EXPECTED: &[Expected] = &[
    expect(
        "connected-service-codegen/EntitiesEnumsFunctions.xml",
        "unknown-base-type",
        "a test document, cut out of TripPin without one of its types",
    ),
    expect(
        "connected-service-codegen/Multiplicity.xml",
        "unknown-type",
        "a test document whose types are named by another namespace than its own",
    ),
    expect(
        "connected-service-codegen/NamespaceInKeywordsWithRefModel.xml",
        "unknown-type",
        "the document that it refers to uses this one's namespace, and does not include it",
    ),
    expect(
        "connected-service-codegen/NamespaceInKeywordsWithRefModelReferenced.xml",
        "unknown-type",
        "it uses the namespace of the document that refers to it, and does not include it",
    ),
    expect(
        "connected-service-codegen/UpperCamelCaseWithNamespacePrefix.xml",
        "duplicate-name",
        "a test document with a function that has a parameter twice",
    ),
    expect(
        "msgraph/preprocess_csdl_test_input.xml",
        "duplicate-name",
        "test data of a program that mends Graph's metadata: pieces, some of them twice",
    ),
    expect(
        "msgraph/preprocess_csdl_test_output.xml",
        "duplicate-name",
        "the same, mended otherwise",
    ),
    expect(
        "odata-samples/School.xml",
        "unknown-key-property",
        "its keys name `Id`; the properties are `StudentId`, `TeacherId` and so on",
    ),
    expect(
        "odata.net/OData.csdl",
        "missing-attribute",
        "a parameter whose type stands in an element, as it did before V4",
    ),
    expect(
        "olingo/fromdoc1-metadata.xml",
        "missing-attribute",
        "the type of a navigation property stands outside of the element",
    ),
    expect(
        "olingo/fromdoc3-metadata.xml",
        "bad-value",
        "a test document with an annotation of several values",
    ),
    expect(
        "sap-cloud-sdk/java-gen/AllowedFunctionsResolverTest-InvalidAttributeValue.edmx",
        "bad-value",
        "made to be wrong: `Bool` is `invalid`",
    ),
    expect(
        "sap-cloud-sdk/java-gen/DatamodelMetadataGenerationTest-input-semantically-inconsistent-metadata.edmx",
        "unknown-type",
        "made to be wrong: a property of `Edm.NotExistingType`",
    ),
    expect(
        "sap-cloud-sdk/java-gen/DatamodelMetadataGenerationTest-input-syntactically-inconsistent-metadata.edmx",
        "malformed-xml",
        "made to be wrong: a start tag and its end tag differ",
    ),
    expect(
        "sap-fiori/v4-edmjson.xml",
        "unknown-type",
        "it has properties of `Edm.Integer`",
    ),
    expect(
        "redfish/dmtf-csdl.tar.gz",
        "missing-document",
        "it refers to types of Swordfish, which are published elsewhere",
    ),
    expect(
        "public-oem-examples/$metadata/index.xml",
        "missing-document",
        "it refers to documents of a made-up vendor",
    ),
];

/// Documents that are as they should be, of which a part is generated: a part of their names, and what `service.toml` says. Each of the mockups of Redfish refers to the same
/// 277 files, whose whole is 130 MB of code; those are compiled by themselves.
pub(crate) const PARTS: &[(&str, &str)] = &[(
    "redfish/dmtf-mockup-metadata.tar.gz!/",
    "singletons = [\"Systems\", \"Chassis\", \"Managers\"]\nnavigation-properties = [\"*Collection/Members\"]\n",
)];

/// References whose URI does not end with the name that the file has in the corpus: a part of the path of the document
/// that refers, the end of the URI, the file.
pub(crate) const REFERENCES: &[(&str, &str, &str)] = &[
    (
        "connected-service-codegen/MultiReferenceModel",
        "/CoreTerms.csdl",
        "connected-service-codegen/MultiReferenceModelCoreTerms.xml",
    ),
    (
        "connected-service-codegen/MultiReferenceModel",
        "/DeviceModelTerms.csdl",
        "connected-service-codegen/MultiReferenceModelDeviceModelTerms.xml",
    ),
    (
        "connected-service-codegen/MultiReferenceModel",
        "/GPS.csdl",
        "connected-service-codegen/MultiReferenceModelGPS.xml",
    ),
    (
        "connected-service-codegen/MultiReferenceModel",
        "/Location.csdl",
        "connected-service-codegen/MultiReferenceModelLocation.xml",
    ),
    (
        "connected-service-codegen/MultiReferenceModel",
        "/Map.csdl",
        "connected-service-codegen/MultiReferenceModelMap.xml",
    ),
    (
        "connected-service-codegen/MultiReferenceModel",
        "/TruckDemo.csdl",
        "connected-service-codegen/MultiReferenceModel.xml",
    ),
    (
        "odata.net/e2e/ODataModelRef-",
        "CoreTerms.csdl",
        "odata.net/e2e/ODataModelRef-CoreTerms.csdl",
    ),
    (
        "odata.net/e2e/ODataModelRef-",
        "DeviceModelTerms.csdl",
        "odata.net/e2e/ODataModelRef-DeviceModelTerms.csdl",
    ),
    (
        "odata.net/e2e/ODataModelRef-",
        "GPS.csdl",
        "odata.net/e2e/ODataModelRef-GPS.csdl",
    ),
    (
        "odata.net/e2e/ODataModelRef-",
        "Location.csdl",
        "odata.net/e2e/ODataModelRef-Location.csdl",
    ),
    (
        "odata.net/e2e/ODataModelRef-",
        "Map.csdl",
        "odata.net/e2e/ODataModelRef-Map.csdl",
    ),
    (
        "odata.net/e2e/ODataModelRef-",
        "TruckDemo.csdl",
        "odata.net/e2e/ODataModelRef-ODataModelRefServiceCsdl.xml",
    ),
    (
        "olingo/northwind-split-container.xml",
        "/NorthWindExt.svc/$metadata",
        "olingo/northwind-split-model.xml",
    ),
    (
        "connected-service-codegen/NamespaceInKeywordsWithRefModel.xml",
        "_referencedEdm.xml",
        "connected-service-codegen/NamespaceInKeywordsWithRefModelReferenced.xml",
    ),
];
