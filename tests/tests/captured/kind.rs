//! What an answer is, by what was asked and by its status.

use crate::corpus::Captured;

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Rows of an entity set, or of a function that gives such rows.
    Page(&'static str),
    /// Rows of which only the file name was asked for.
    FileNames,
    /// One entity of the type that the entity set has.
    Entity(&'static str),
    /// One value that is not null, or null.
    Text,
    /// Several values.
    Texts,
    /// A value of that type, which belongs to no entity set.
    Other(&'static str),
    Error,
    ServiceDocument,
    Metadata,
    Batch,
    /// How many alerts there are of each severity.
    Groups,
    /// Alerts, each with a machine.
    Join,
    /// The ids of alerts.
    References,
    /// What changed among the library files.
    Changes,
    /// No body: it was deleted.
    Deleted,
    /// No body: the request is done, or will be.
    Nothing,
}

impl Kind {
    /// What it is called in the report.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Page(_) | Kind::FileNames => "page",
            Kind::Entity(_) => "entity",
            Kind::Text | Kind::Texts => "property or value",
            Kind::Other(_) => "other type",
            Kind::Error => "error",
            Kind::ServiceDocument => "service document",
            Kind::Metadata => "$metadata",
            Kind::Batch => "batch",
            Kind::Groups => "groups",
            Kind::Join => "combinations",
            Kind::References => "references",
            Kind::Changes => "changes",
            Kind::Deleted | Kind::Nothing => "no body",
        }
    }
}

/// The entity sets, by server. SAP's other two services are V2: their rows are asked for as if they were V4's.
const SETS: [(&str, &[&str]); 3] = [
    (
        "cap",
        &[
            "libraryfiles",
            "machines",
            "alerts",
            "evidence",
            "machineactions",
            "packages",
            "indicators",
            "edmzoo",
        ],
    ),
    (
        "odatapy",
        &[
            "libraryfiles",
            "machines",
            "alerts",
            "machineactions",
            "packages",
            "zoo",
        ],
    ),
    ("mock-sap", &["SalesOrder"]),
];

/// Paths that do not say by themselves what comes back: singletons, functions, actions, rows of several sets.
const PATHS: [(&str, &str, Kind); 11] = [
    ("cap", "tenant", Kind::Other("tenant")),
    ("cap", "names()", Kind::Texts),
    (
        "cap",
        "whoami()",
        Kind::Other("return_microsoft_windowsDefenderATP_api_whoami"),
    ),
    ("cap", "libraryfiles('fix.reg')/sha256", Kind::Text),
    ("odatapy", "primary", Kind::Entity("machines")),
    ("odatapy", "findByTag(tag='t1')", Kind::Page("machines")),
    ("odatapy", "$all", Kind::Page("libraryfiles")),
    ("odatapy", "$crossjoin(alerts,machines)", Kind::Join),
    ("odatapy", "machines('m1')/alerts/$ref", Kind::References),
    (
        "odatapy",
        "machines/microsoft.windowsDefenderATP.api.Server",
        Kind::Page("machines"),
    ),
    (
        "odatapy",
        "machines('m1')/microsoft.windowsDefenderATP.api.isolate",
        Kind::Entity("machineactions"),
    ),
];

/// Where the services of a server are.
const ROOTS: [&str; 4] = [
    "/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/api_salesorder/0001/",
    "/sap/opu/odata/sap/API_SALES_ORDER_SRV/",
    "/sap/opu/odata/IWBEP/GWSAMPLE_BASIC/",
    "/",
];

/// What the answer is; nothing when this table does not know.
pub(crate) fn of(captured: &Captured) -> Option<Kind> {
    if captured.status >= 400 {
        return Some(Kind::Error);
    }
    if captured.method == "DELETE" {
        return Some(Kind::Deleted);
    }
    if captured.body.is_empty() {
        return Some(Kind::Nothing);
    }
    let path = captured.path.split('?').next()?;
    let path = ROOTS.iter().find_map(|root| path.strip_prefix(root))?;
    match path {
        "" => return Some(Kind::ServiceDocument),
        "$metadata" => return Some(Kind::Metadata),
        "$batch" => return Some(Kind::Batch),
        _ => {}
    }
    if captured
        .path
        .contains("$apply=groupby((severity),aggregate($count as n))")
    {
        return Some(Kind::Groups);
    }
    if captured.path.contains("$deltatoken=") {
        return Some(Kind::Changes);
    }
    let server = captured.server();
    if let Some((.., kind)) = PATHS
        .iter()
        .find(|(of, known, _)| (*of, *known) == (server, path))
    {
        return Some(*kind);
    }
    // `alerts('da1003')/evidence`: what the last segment names.
    let last = path.rsplit('/').next()?;
    if captured.path.contains("/odata/") {
        return Some(Kind::Page("SalesOrder"));
    }
    if captured.path.ends_with("&$select=fileName") {
        return Some(Kind::FileNames);
    }
    let (_, sets) = SETS.iter().find(|(of, _)| *of == server)?;
    let set = |name: &str| sets.iter().find(|set| **set == name).copied();
    match (last.split_once('('), captured.method.as_str()) {
        (None, "GET") => set(last).map(Kind::Page),
        (None, "POST") => set(last).map(Kind::Entity),
        (Some((name, _)), "GET") => set(name).map(Kind::Entity),
        _ => None,
    }
}
