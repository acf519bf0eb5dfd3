//! What OData asks of clients, clause by clause, and which of it is met: the table behind the tests of
//! `tests/tests/conformance` and behind CONFORMANCE.md, which `cargo xtask conformance` writes.

/// A list of clauses.
#[derive(Debug)]
pub struct List {
    /// How the clauses name it.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Where it is from.
    pub from: &'static str,
}

/// The lists, in the order of the report.
pub const LISTS: &[List] = &[
    List {
        id: "v4.0",
        title: "OData 4.0, interoperable clients",
        from: "OData Version 4.0 Part 1: Protocol, 13.2",
    },
    List {
        id: "v4.01",
        title: "OData 4.01, interoperable clients",
        from: "OData Version 4.01 Part 1: Protocol, 13.3; from 16 on what it asks of clients of 4.01",
    },
    List {
        id: "v4.02",
        title: "OData 4.02, what is new in it",
        from: "OData Version 4.02 Part 1: Protocol, draft, 12.3",
    },
    List {
        id: "json",
        title: "JSON format",
        from: "OData JSON Format Version 4.01, 24, numbered as in the draft of 4.02, 23: consumers, and producers of requests",
    },
];

/// How much a clause asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// MUST, or MUST NOT.
    Must,
    /// SHOULD.
    Should,
    /// MAY, and what must be done where that is chosen.
    May,
}

/// What came of a clause.
#[derive(Clone, Copy, Debug)]
pub enum Outcome {
    /// It is met while the test of that name passes, and what the test shows.
    Test(&'static str, &'static str),
    /// It is not met, and what is missing.
    NotMet(&'static str),
    /// It asks nothing of this client, and why. It does not count.
    NotAsked(&'static str),
}

/// One clause.
#[derive(Debug)]
pub struct Clause {
    /// The list.
    pub list: &'static str,
    /// Its number in the list.
    pub item: &'static str,
    /// How much it asks.
    pub level: Level,
    /// What it asks, in our words.
    pub says: &'static str,
    /// What came of it.
    pub outcome: Outcome,
}

const fn clause(
    list: &'static str,
    item: &'static str,
    level: Level,
    says: &'static str,
    outcome: Outcome,
) -> Clause {
    Clause {
        list,
        item,
        level,
        says,
        outcome,
    }
}

use Level::{May, Must, Should};
use Outcome::{NotAsked, NotMet, Test};

/// All clauses, in their order.
#[rustfmt::skip]
pub const CLAUSES: &[Clause] = &[
    clause("v4.0", "1", Must, "`OData-MaxVersion` goes with every request.",
        Test("v4_0::v4_0_13_2_item_01_sends_odata_max_version",
         "Each kind of request, next links, redirects and forms among them, is recorded; each says 4.0.")),
    clause("v4.0", "2", Must, "A request with a body says `OData-Version` and `Content-Type`.",
        Test("v4_0::v4_0_13_2_item_02_says_version_and_type_of_a_body",
         "Inserts, updates and forms do; requests without a body have no media type.")),
    clause("v4.0", "3", Must, "It is a conforming consumer of the JSON format.",
        Test("v4_0::v4_0_13_2_item_03_consumes_json",
         "An entity with all that the format has for one is read; the list of the JSON format has the rest, and all that clients must do there has to be met.")),
    clause("v4.0", "4", Must, "Redirects are followed.",
        Test("v4_0::v4_0_13_2_item_04_follows_redirects",
         "301, 302, 303, 307 and 308, relative and absolute, in a chain, and to another host without the credential; a circle ends with an error.")),
    clause("v4.0", "5", Must, "Next links are followed as they stand.",
        Test("v4_0::v4_0_13_2_item_05_follows_next_links",
         "Relative and absolute, with nothing added, past an empty page; one to another host is an error and not the end.")),
    clause("v4.0", "6", Must, "Properties and navigation properties that are not declared are accepted.",
        Test("v4_0::v4_0_13_2_item_06_accepts_what_is_not_declared",
         "They are kept as JSON, in entities and in complex values.")),
    clause("v4.0", "7", Must, "Updates are `PATCH` requests.",
        Test("v4_0::v4_0_13_2_item_07_updates_by_patch",
         "With exactly what was set, and the ETag of what was read.")),
    clause("v4.0", "8", Should, "Basic authentication over https.",
        Test("v4_0::v4_0_13_2_item_08_supports_basic_authentication",
         "`BasicAuth`; not over plain http, not to the host of a redirect, not in `Debug`.")),
    clause("v4.0", "9", May, "Entity references are asked for in place of entities.",
        Test("v4_0::v4_0_13_2_item_09_asks_for_references",
         "`/$ref` of one and of many, and `$entity?$id=` for what they lead to.")),
    clause("v4.0", "10", May, "Deleted entities, and added and deleted links, are read from delta responses.",
        Test("v4_0::v4_0_13_2_item_10_reads_what_was_deleted",
         "Both kinds of links and of deletions, over pages, from one delta link to the next.")),
    clause("v4.0", "11", May, "Asynchronous responses.",
        Test("v4_0::v4_0_13_2_item_11_supports_asynchronous_answers",
         "What is a `Request` is sent with `respond-async`; its monitor is asked until the answer is there, within another one or beside `AsyncResult`, and cancelled.")),
    clause("v4.0", "12", May, "`metadata=minimal`.",
        Test("v4_0::v4_0_13_2_item_12_supports_minimal_metadata",
         "It is asked for; types come of the schema, URLs of keys.")),
    clause("v4.0", "13", May, "`streaming`.",
        NotMet("It is not asked for; an answer that says it is read as any other.")),
    clause("v4.01", "1", Must, "`OData-MaxVersion` goes with every request.",
        Test("v4_01::v4_01_13_3_item_01_sends_odata_max_version",
         "Each kind of request, next links, redirects and forms among them, is recorded; each says 4.0.")),
    clause("v4.01", "2", Must, "A request with a body says `OData-Version` and `Content-Type`.",
        Test("v4_01::v4_01_13_3_item_02_says_version_and_type_of_a_body",
         "Inserts, updates and forms do; requests without a body have no media type.")),
    clause("v4.01", "3", Must, "It is a conforming consumer of the JSON format.",
        Test("v4_01::v4_01_13_3_item_03_consumes_json",
         "An entity with all that the format has for one is read; the list of the JSON format has the rest, and all that clients must do there has to be met.")),
    clause("v4.01", "4", Must, "Redirects are followed.",
        Test("v4_01::v4_01_13_3_item_04_follows_redirects",
         "301, 302, 303, 307 and 308, relative and absolute, in a chain, and to another host without the credential; a circle ends with an error.")),
    clause("v4.01", "5", Must, "Next links are followed as they stand.",
        Test("v4_01::v4_01_13_3_item_05_follows_next_links",
         "Relative and absolute, with nothing added, past an empty page; one to another host is an error and not the end.")),
    clause("v4.01", "6", Must, "Properties and navigation properties that are not declared are accepted.",
        Test("v4_01::v4_01_13_3_item_06_accepts_what_is_not_declared",
         "They are kept as JSON, in entities and in complex values.")),
    clause("v4.01", "7", Must, "Updates are `PATCH` requests.",
        Test("v4_01::v4_01_13_3_item_07_updates_by_patch",
         "With exactly what was set, and the ETag of what was read.")),
    clause("v4.01", "8", Must, "System query options keep their `$`.",
        Test("v4_01::v4_01_13_3_item_08_keeps_the_dollar_of_options",
         "Every option of a query and of what it expands, as it was sent.")),
    clause("v4.01", "9", Must, "Options, operators and functions are written in their case.",
        Test("v4_01::v4_01_13_3_item_09_names_are_in_their_case",
         "As they were sent; text of a filter in another case is sent in OData's own, or refused.")),
    clause("v4.01", "10", Should, "Basic authentication over https.",
        Test("v4_01::v4_01_13_3_item_10_supports_basic_authentication",
         "`BasicAuth`; not over plain http, not to the host of a redirect, not in `Debug`.")),
    clause("v4.01", "11", May, "Entity references are asked for in place of entities.",
        Test("v4_01::v4_01_13_3_item_11_asks_for_references",
         "`/$ref` of one and of many, and `$entity?$id=` for what they lead to.")),
    clause("v4.01", "12", May, "Deleted entities, and added and deleted links, are read from delta responses.",
        Test("v4_01::v4_01_13_3_item_12_reads_what_was_deleted",
         "Both kinds of links and of deletions, over pages, from one delta link to the next.")),
    clause("v4.01", "13", May, "Asynchronous responses.",
        Test("v4_01::v4_01_13_3_item_13_supports_asynchronous_answers",
         "What is a `Request` is sent with `respond-async`; its monitor is asked until the answer is there, within another one or beside `AsyncResult`, and cancelled.")),
    clause("v4.01", "14", May, "`metadata=minimal`.",
        Test("v4_01::v4_01_13_3_item_14_supports_minimal_metadata",
         "It is asked for; types come of the schema, URLs of keys.")),
    clause("v4.01", "15", May, "`streaming`.",
        NotMet("It is not asked for; an answer that says it is read as any other.")),
    clause("v4.01", "16", Must, "A service that does not say that it has 4.01 is sent payloads of 4.0.",
        Test("v4_01_clients::v4_01_13_3_item_16_sends_payloads_of_4_0",
         "A service whose metadata says 4.0 is sent nothing else; what only 4.01 can say is refused.")),
    clause("v4.01", "17", Must, "Identifiers are those of `$metadata`, in their case.",
        Test("v4_01_clients::v4_01_13_3_item_17_identifiers_are_those_of_metadata",
         "Names that differ by case alone, in URLs and in bodies.")),
    clause("v4.01", "18", Must, "Any valid CSDL of 4.01 is accepted.",
        Test("v4_01_clients::v4_01_13_3_item_18_accepts_metadata_of_4_01",
         "A document with what 4.01 has, in XML and in JSON: the same client comes of both. The generator's corpus has the vocabularies of OASIS and published documents besides.")),
    clause("v4.01", "19", Must, "Any valid response of 4.01 in the format is accepted.",
        Test("v4_01_clients::v4_01_13_3_item_19_accepts_answers_of_4_01",
         "No prefix, no `#`, exponents, numbers without end, nulls left out, nested deltas, annotations of items.")),
    clause("v4.01", "20", Should, "Capabilities are consulted before a feature of 4.01 is used.",
        Test("v4_01_clients::v4_01_13_3_item_20_consults_capabilities",
         "A function that `FilterFunctions` does not list is refused before it is sent; `unchecked()` tries it.")),
    clause("v4.02", "10", Must, "`+` in a URL is written `%2B`.",
        Test("v4_01_clients::v4_02_12_3_item_10_encodes_a_plus",
         "In keys, filters, searches, options of the service's own, arguments and ids.")),
    clause("json", "1", Must, "`metadata=minimal` is understood, or another one is asked for.",
        Test("json_consumer::json_23_item_01_understands_minimal_metadata",
         "It is asked for, and its types, contexts and next links are read.")),
    clause("json", "2", Must, "Full metadata is accepted.",
        Test("json_consumer::json_23_item_02_accepts_full_metadata",
         "Types of properties, links, media links and operations; none of it becomes a property.")),
    clause("json", "3", Must, "All data types are received.",
        Test("json_consumer::json_23_item_03_receives_all_types",
         "Each primitive type to its last digit, enumerations, complex values, collections, geography and untyped values.")),
    clause("json", "4", Must, "All control information that the version defines is interpreted.",
Test("json_consumer::json_23_item_04_interprets_control_information",
         "Reading, changing, navigating and bytes go where the service says; types, counts, next links, ids and ETags are read; deltas are item 10 and 12 of the lists of the protocol.")),
    clause("json", "5", Must, "Unknown annotations and control information are accepted.",
        Test("json_consumer::json_23_item_05_accepts_unknown_annotations",
         "Before, after, within and in place of what they are about, in both versions.")),
    clause("json", "6", Must, "`streaming=true` is not needed.",
        Test("json_consumer::json_23_item_06_does_not_need_streaming",
         "Control information at the end of objects is read as if it stood first.")),
    clause("json", "7.1", Must, "The prefix `odata.` is accepted on parameters of the format and on control information.",
        Test("json_consumer::json_23_item_07_1_accepts_the_prefix",
         "With counts as texts, as `IEEE754Compatible` has them.")),
    clause("json", "7.2", Must, "`#` is accepted in `@odata.type`.",
        Test("json_consumer::json_23_item_07_2_accepts_the_hash_of_a_type",
         "Alone, and behind the URL of a metadata document.")),
    clause("json", "7.3", Must, "Binding by `@odata.bind` in the body of a change is handled.",
        NotAsked("Only a service is sent such a body.")),
    clause("json", "7.4", Must, "`TargetId` is accepted in a deleted link to one entity.",
        Test("json_consumer::json_23_item_07_4_accepts_the_target_of_a_deleted_link",
         "A deleted link of a navigation property that leads to one entity.")),
    clause("json", "7.5", Must, "`-INF`, `INF` and `NaN` are accepted for singles and doubles.",
        Test("json_consumer::json_23_item_07_5_accepts_numbers_without_end",
         "Each of the three, for both.")),
    clause("json", "7.6", Must, "Annotations are accepted right before and right after their property.",
        Test("json_consumer::json_23_item_07_6_accepts_annotations_before_and_after",
         "The count and the next link of what is expanded.")),
    clause("json", "8.1", May, "4.01: control information with and without its prefix.",
        Test("json_consumer_4_01::json_23_item_08_1_prefix_may_be_there_or_not",
         "The same entity comes of both; next links too.")),
    clause("json", "8.2", May, "4.01: `@type` with and without `#`.",
        Test("json_consumer_4_01::json_23_item_08_2_hash_of_a_type_may_be_there_or_not",
         "Of entities and of properties.")),
    clause("json", "8.3", May, "4.01: binding by references within a collection.",
        NotAsked("Only a service is sent such a body.")),
    clause("json", "8.4", May, "4.01: `TargetId` may be there or not in a deleted link.",
        Test("json_consumer_4_01::json_23_item_08_4_target_of_a_deleted_link_may_be_there_or_not",
         "Both.")),
    clause("json", "8.5", May, "4.01: `-INF`, `INF` and `NaN` are accepted for decimals.",
        Test("json_consumer_4_01::json_23_item_08_5_accepts_decimals_without_end",
         "Each of the three.")),
    clause("json", "8.6", May, "4.01: related entities and nested deltas in a delta payload.",
        Test("json_consumer_4_01::json_23_item_08_6_accepts_related_entities_in_a_delta",
         "Related entities become what their property holds; a nested delta is kept as JSON.")),
    clause("json", "8.7", May, "4.01: decimals with an exponent are accepted.",
        Test("json_consumer_4_01::json_23_item_08_7_accepts_decimals_with_exponents",
         "As numbers and as texts.")),
    clause("json", "9", Must, "Payloads of 4.0 can be generated.",
        Test("json_producer::json_23_item_09_generates_payloads_of_4_0",
         "Every kind of value.")),
    clause("json", "9.1", Must, "The prefix `odata.` is not left out.",
        Test("json_producer::json_23_item_09_1_keeps_the_prefix",
         "In bodies, and in the format that is asked for.")),
    clause("json", "9.2", Must, "`#` is not left out of `@odata.type`.",
        Test("json_producer::json_23_item_09_2_keeps_the_hash_of_a_type",
         "Where a set is cast to a derived type.")),
    clause("json", "9.3", Must, "No entities or references within a collection-valued navigation property of a body.",
        Test("json_producer::json_23_item_09_3_sends_no_related_entities",
         "Also not when the entity was read with them: only what was set is sent.")),
    clause("json", "9.4", Must, "Decimals are written without an exponent.",
        Test("json_producer::json_23_item_09_4_writes_decimals_plainly",
         "Large ones, small ones, and more digits than a double has.")),
    clause("json", "9.5", Must, "No available operations with the name of a property before them.",
        NotAsked("Only a service writes operations.")),
    clause("json", "9.6", Must, "No null for operations that are not available.",
        NotAsked("Only a service writes operations.")),
    clause("json", "9.7", Must, "`-INF`, `INF` and `NaN` stand for singles and doubles only.",
        Test("json_producer::json_23_item_09_7_writes_no_decimal_without_end",
         "A decimal without end is refused before it is sent.")),
    clause("json", "10", May, "Payloads of 4.01 can be generated.",
        Test("json_producer::json_23_item_10_generates_payloads_of_4_01",
         "Binds as `@id` where the metadata or the program says 4.01, and not elsewhere.")),
];
