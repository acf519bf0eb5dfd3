//! The payloads of SAP's Cloud SDK for Java.

use crate::payload::{Payload, decodes, fails};
use crate::read::{one, rows};
use crate::types::{northwind, restier, samples};

pub(crate) const ALL: &[Payload] = &[
    fails(
        "ODataInlineCountTest_odata-v2-response-with-inline-count.json",
        rows::<northwind::OrderDetail>,
        "rows of OData V2",
        "this is OData V2, and only V4 is read",
        "OData V2 has its values in `d`",
    ),
    fails(
        "ODataInlineCountTest_odata-v2-response-without-inline-count.json",
        rows::<northwind::OrderDetail>,
        "rows of OData V2",
        "this is OData V2, and only V4 is read",
        "OData V2 has its values in `d`",
    ),
    decodes(
        "ODataInlineCountTest_odata-v4-response-with-inline-count.json",
        rows::<restier::Person>,
        "a page with a count",
    ),
    decodes(
        "ODataInlineCountTest_odata-v4-response-without-inline-count.json",
        rows::<restier::Person>,
        "a page",
    ),
    fails(
        "ODataResponseParsingTest_Ticket_Collection_V2.json",
        rows::<samples::TicketType>,
        "rows of OData V2",
        "this is OData V2, and only V4 is read",
        "OData V2 has its values in `d`",
    ),
    fails(
        "ODataResponseParsingTest_Ticket_Collection_V4.json",
        rows::<samples::TicketType>,
        "rows of V4 with the dates of V2",
        "CreationDate",
        "`/Date(1430784000000)/` is how V2 writes a date",
    ),
    fails(
        "ODataResponseParsingTest_Ticket_Function_V2.json",
        one::<samples::TicketType>,
        "what a function of OData V2 gives",
        "this is OData V2, and only V4 is read",
        "OData V2 has its values in `d`",
    ),
    fails(
        "ODataResponseParsingTest_Ticket_Single_V2.json",
        one::<samples::TicketType>,
        "an entity of OData V2",
        "this is OData V2, and only V4 is read",
        "OData V2 has its values in `d`",
    ),
    fails(
        "ODataResponseParsingTest_Ticket_Single_V4.json",
        one::<samples::TicketType>,
        "an entity of V4 with the dates of V2",
        "CreationDate",
        "`/Date(1430784000000)/` is how V2 writes a date",
    ),
];
