//! Which captured answers are not decoded, and what of the others the schema does not declare.

/// File, what the error says, and why it has to. What is not listed decodes.
pub(crate) const FAILS: &[(&str, &str, &str)] = &[
    (
        "cap-9.9.3/033.txt",
        "(multipart/mixed;boundary=b1)",
        "batches are not there yet",
    ),
    (
        "cap-9.9.3/034.json",
        "there is no `value`",
        "batches are not there yet",
    ),
    (
        "odatapy-5.3.0/017.xml",
        "the answer is not JSON but <?xml",
        "Atom, which the client never asks for",
    ),
    (
        "odatapy-5.3.0/036.txt",
        "202 Accepted with an empty body, where JSON is expected",
        "the answer comes later (Prefer: respond-async), for which the client never asks",
    ),
    (
        "odatapy-5.3.0/037.txt",
        "(multipart/mixed; boundary=batchresponse_",
        "batches are not there yet",
    ),
    (
        "odatapy-5.3.0/038.json",
        "there is no `value`",
        "batches are not there yet",
    ),
    (
        "mock-sap-0.22.0/006.json",
        "this is OData V2, and only V4 is read",
        "a service document of OData V2",
    ),
    (
        "mock-sap-0.22.0/007.xml",
        "error[old-odata]: this is metadata of OData V2",
        "OData V2 is not read yet",
    ),
    (
        "mock-sap-0.22.0/008.json",
        "this is OData V2, and only V4 is read",
        "rows of OData V2, which stand in `d.results`",
    ),
    (
        "mock-sap-0.22.0/010.xml",
        "error[old-odata]: this is metadata of OData V2",
        "OData V2 is not read yet",
    ),
    (
        "mock-sap-0.22.0/011.json",
        "this is OData V2, and only V4 is read",
        "rows of OData V2, which stand in `d.results`",
    ),
];

/// File, the undeclared properties that were kept of it, in the order of the alphabet, and where they come from. Of what
/// is not listed every property is declared.
pub(crate) const KEPT: &[(&str, &[&str], &str)] = &[
    (
        "cap-9.9.3/016.json",
        &["additionalInfo/a", "additionalInfo/n"],
        "an open type",
    ),
    (
        "odatapy-5.3.0/006.json",
        &["dynDate", "dynInt", "dynStr", "vmMetadata/dyn"],
        "open types, and derived ones, which are read as their base",
    ),
    (
        "odatapy-5.3.0/007.json",
        &["roles"],
        "a derived type, which is read as its base",
    ),
    (
        "odatapy-5.3.0/008.json",
        &["dynDate", "dynInt", "dynStr", "vmMetadata/dyn"],
        "$expand, open and derived types",
    ),
    (
        "odatapy-5.3.0/009.json",
        &[
            "machine/dynDate",
            "machine/dynInt",
            "machine/dynStr",
            "vmMetadata/dyn",
        ],
        "open types, one within the other",
    ),
    (
        "odatapy-5.3.0/012.json",
        &["dynDate", "dynInt", "dynStr", "vmMetadata/dyn"],
        "open and derived types",
    ),
    (
        "odatapy-5.3.0/014.json",
        &["dynDate", "dynInt", "dynStr", "vmMetadata/dyn"],
        "an open and derived type in a combination",
    ),
    (
        "odatapy-5.3.0/018.json",
        &[
            "dynDate",
            "dynInt",
            "dynStr",
            "ipAddresses/scope",
            "roles",
            "vmMetadata/dyn",
        ],
        "open and derived types, without metadata",
    ),
    (
        "odatapy-5.3.0/020.json",
        &[
            "ipAddresses/scope",
            "machine/dynDate",
            "machine/dynInt",
            "machine/dynStr",
            "machine/roles",
            "vmMetadata/dyn",
        ],
        "$expand, without metadata",
    ),
    (
        "odatapy-5.3.0/021.json",
        &["dynDate", "dynInt", "dynStr", "vmMetadata/dyn"],
        "open and derived types, with full metadata",
    ),
    (
        "odatapy-5.3.0/023.json",
        &[
            "machine/dynDate",
            "machine/dynInt",
            "machine/dynStr",
            "vmMetadata/dyn",
        ],
        "$expand, with full metadata",
    ),
];
