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

/// What a server is known not to do.
#[derive(Clone, Copy)]
pub(crate) struct Lack {
    /// Who lacks it.
    pub(crate) server: Server,
    /// The query as the table shows it.
    pub(crate) query: &'static str,
    /// What it does instead: a part of the error, or the numbers of its rows, the lowest first.
    pub(crate) shows: &'static str,
    /// Why these are not the rows that the protocol asks for.
    pub(crate) reason: &'static str,
}

/// Those of questions over the files of the library.
const KNOWN: &[Lack] = &[
    Lack {
        server: Server::Cap,
        query: "$filter=hasParameters",
        shows: "400 Bad Request",
        reason: BARE,
    },
    Lack {
        server: Server::Cap,
        query: "$filter=not hasParameters",
        shows: "400 Bad Request",
        reason: BARE,
    },
    Lack {
        server: Server::Cap,
        query: "$filter=not (createdBy in ('amy@contoso.com','bob@contoso.com'))",
        shows: "5 6 7 9 10 12",
        reason: NULL_IN,
    },
    Lack {
        server: Server::Odatapy,
        query: "$filter=not (createdBy in ('amy@contoso.com','bob@contoso.com'))",
        shows: "5 6 7 9 10 12",
        reason: NULL_IN,
    },
    Lack {
        server: Server::Cap,
        query: "$filter=not startswith(createdBy,'amy')",
        shows: "2 5 6 7 8 9 10 11 12",
        reason: "startswith of null is false there, so that its negation keeps nulls; a function of null should be null",
    },
    Lack {
        server: Server::Cap,
        query: "$filter=startswith(toupper(fileName),'СКРИПТ')",
        shows: "none",
        reason: "SQLite folds the case of ASCII letters only",
    },
];

/// The grammar of URLs has `boolCommonExpr`, which a property may be.
const BARE: &str = "takes no bare Boolean property as a filter: 400";

/// A list is a row of comparisons by `eq`, and null is not equal to a text. The protocol does not say it in so many words.
const NULL_IN: &str = "null in a list is null there, as in SQL, so that its negation loses nulls";

/// What the server is known to lack for that query.
pub(crate) fn known(server: Server, query: &str) -> Option<Lack> {
    all().find(|lack| lack.server == server && lack.query == query)
}

/// All lacks, those of questions over vendors and wares too.
pub(crate) fn all() -> impl Iterator<Item = Lack> {
    let own = KNOWN.iter().copied();
    own.chain(super::wares::lacks::GROUPS.iter().flat_map(|group| {
        group.lacks.iter().map(|(query, shows)| Lack {
            server: group.server,
            query,
            shows,
            reason: group.reason,
        })
    }))
}
