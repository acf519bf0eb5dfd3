//! What the servers are known to lack, each with the reason. A lack that no longer shows is an error, so that this list stays
//! true.

use super::scene::Server;

/// What a server is known not to do.
#[derive(Clone, Copy)]
pub(crate) struct Lack {
    /// Who lacks it.
    pub(crate) server: Server,
    /// The operation as the table shows it.
    pub(crate) operation: &'static str,
    /// A part of what comes instead.
    pub(crate) shows: &'static str,
    /// Why that is not what the protocol asks for.
    pub(crate) reason: &'static str,
}

const fn lack(
    server: Server,
    operation: &'static str,
    shows: &'static str,
    reason: &'static str,
) -> Lack {
    Lack {
        server,
        operation,
        shows,
        reason,
    }
}

pub(crate) const KNOWN: &[Lack] = &[
    lack(
        Server::Odatapy,
        "upsert: a new entity",
        "404 Not Found",
        "updates only what is there",
    ),
    lack(
        Server::Odatapy,
        "insert of a contained entity",
        "400 Bad Request",
        CONTAINED,
    ),
    lack(
        Server::Odatapy,
        "update of a contained entity",
        "400 Bad Request",
        CONTAINED,
    ),
    lack(
        Server::Cap,
        "upsert only if it is new: a conflict",
        "the upsert was done",
        "heeds If-None-Match only where an entity has an ETag",
    ),
    lack(
        Server::Cap,
        "property: set as text ($value)",
        "415 Unsupported Media Type",
        "takes no plain text",
    ),
    lack(
        Server::Odatapy,
        "update that ends a relation, as 4.01 has it",
        "and not None",
        "passes over a navigation property that is null",
    ),
    lack(
        Server::Odatapy,
        "media entity: inserted by its content",
        "the status is 404 and not 200",
        "gives it a number for its key, which is a text, and finds it by neither",
    ),
    lack(
        Server::Odatapy,
        "insert with a bind as 4.01 has it (@id)",
        "400 Bad Request",
        "knows @odata.bind alone, though it says that it is 4.01",
    ),
    lack(
        Server::Cap,
        "$ref: the only one is set",
        "404 Not Found",
        REF,
    ),
    lack(
        Server::Cap,
        "$ref: the only one is removed",
        "404 Not Found",
        REF,
    ),
    lack(
        Server::Cap,
        "$ref: one of many is added",
        "405 Method Not Allowed",
        REF,
    ),
    lack(
        Server::Cap,
        "$ref: one of many is removed",
        "405 Method Not Allowed",
        REF,
    ),
    lack(Server::Cap, "insert, answered later", AT_ONCE, ASYNC),
    lack(
        Server::Cap,
        "insert, answered later, resumed from text",
        AT_ONCE,
        ASYNC,
    ),
    lack(
        Server::Cap,
        "an error that comes later",
        "404 Not Found",
        ASYNC,
    ),
];

const REF: &str = "has no $ref";
const CONTAINED: &str = "changes nothing that is contained";
const AT_ONCE: &str = "it was answered at once";
const ASYNC: &str = "knows no respond-async, and answers at once, as the protocol allows";

/// What the server is known to lack of that.
pub(crate) fn known(server: Server, operation: &str) -> Option<Lack> {
    let mut all = KNOWN.iter().copied();
    all.find(|lack| lack.server == server && lack.operation == operation)
}
