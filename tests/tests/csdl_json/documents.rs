//! Documents of the corpus of which something is to be said.

/// Documents with repeated names, of which JSON can hold one. We keep the first and say so, the npm package keeps the last
/// or mixes the two; the number is that of the differences. It is none where the first is all that the package keeps too,
/// or where it does not read the document.
pub(crate) const REPEATED: &[(&str, usize)] = &[
    ("azure-devops-analytics/v1.xml", 1),
    ("azure-devops-analytics/v2.xml", 1),
    ("azure-devops-analytics/v3.xml", 1),
    ("azure-devops-analytics/v4.xml", 1),
    ("msgraph/beta-USSec.csdl", 5),
    ("msgraph/clean-v1.0.xml.gz", 0),
    ("msgraph/davidmoten-msgraph-older.xml.gz", 5),
    ("msgraph/preprocess_csdl_test_input.xml", 17),
    ("msgraph/preprocess_csdl_test_output.xml", 15),
    ("msgraph/v1.0-Fairfax.csdl.gz", 0),
    ("msgraph/v1.0-Prod.csdl.gz", 5),
    ("odata.net/AdventureWorksPlus.csdl", 0),
    ("olingo/fromdoc4-metadata.xml", 5),
    ("sap-fiori/v4-edmjson.xml", 0),
    ("sap-fiori/v4-rap-c_salesordermanage_sd.xml", 5),
];

/// Documents that we read and the npm package does not, and the reason.
pub(crate) const REFUSED: &[(&str, &str)] = &[
    ("odata.net/AdventureWorksPlus.csdl", "its root is a Schema"),
    (
        "odata.net/EntityWithDifferentPropertyType.csdl",
        "its root is a Schema",
    ),
    ("odata.net/ExchangeAttachment.csdl", "its root is a Schema"),
    (
        "sap-cloud-sdk/js-v4-multiple-schemas.edmx",
        "nobody binds its prefix `sap`",
    ),
];
