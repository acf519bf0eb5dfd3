//! What the servers are known to lack, each with the reason. A lack that no longer shows is an error, so that this list
//! stays true.

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// SAP CAP.
    Cap,
    /// odatapy.
    Odatapy,
    /// This project's own.
    Mock,
}

/// The server, the query as the table shows it, and why its rows are not those that the protocol asks for.
pub(crate) const KNOWN: &[(Server, &str, &str)] = &[
    (Server::Cap, "$filter=hasParameters", BARE),
    (Server::Cap, "$filter=not hasParameters", BARE),
    (
        Server::Cap,
        "$filter=not (createdBy in ('amy@contoso.com','bob@contoso.com'))",
        NULL_IN,
    ),
    (
        Server::Odatapy,
        "$filter=not (createdBy in ('amy@contoso.com','bob@contoso.com'))",
        NULL_IN,
    ),
    (
        Server::Cap,
        "$filter=not startswith(createdBy,'amy')",
        "startswith of null is false there, so that its negation keeps nulls; a function of null should be null",
    ),
    (
        Server::Cap,
        "$filter=startswith(toupper(fileName),'СКРИПТ')",
        "SQLite folds the case of ASCII letters only",
    ),
];

/// The grammar of URLs has `boolCommonExpr`, which a property may be.
const BARE: &str = "takes no bare Boolean property as a filter: 400";

/// A list is a row of comparisons by `eq`, and null is not equal to a text. The protocol does not say it in so many words.
const NULL_IN: &str = "null in a list is null there, as in SQL, so that its negation loses nulls";

/// Why the server is known not to answer that query rightly.
pub(crate) fn reason(server: Server, query: &str) -> Option<&'static str> {
    KNOWN
        .iter()
        .find(|(lacking, text, _)| *lacking == server && *text == query)
        .map(|(_, _, reason)| *reason)
}
