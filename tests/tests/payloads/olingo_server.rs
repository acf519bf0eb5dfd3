//! What Olingo's server reads and writes in its own tests, in Java.

use odata::AnyEntity;

use crate::payload::{Payload, decodes, fails};
use crate::read::{one, rows};
use crate::types::{olingo, trippin};

pub(crate) const ALL: &[Payload] = &[
    decodes(
        "lib_server-core-ext_airlines.json",
        rows::<trippin::Airline>,
        "airlines: a stream with all its links, and U+0000 in a name",
    ),
    decodes(
        "lib_server-core-ext_airports.json",
        rows::<trippin::Airport>,
        "airports, with complex values and points within each other",
    ),
    decodes(
        "lib_server-core-ext_event.json",
        rows::<trippin::Event>,
        "events, with a place of a derived type",
    ),
    decodes(
        "lib_server-core-ext_flight-links.json",
        rows::<AnyEntity>,
        "which flights belong to what: by keys, as the service loads them",
    ),
    decodes(
        "lib_server-core-ext_flight.json",
        rows::<trippin::Flight>,
        "flights",
    ),
    decodes(
        "lib_server-core-ext_people-links.json",
        rows::<AnyEntity>,
        "which people belong to what: by keys, as the service loads them",
    ),
    decodes(
        "lib_server-core-ext_people.json",
        rows::<trippin::Person>,
        "people, whose gender is a number in a text",
    ),
    decodes(
        "lib_server-core-ext_photos.json",
        rows::<trippin::Photo>,
        "photos",
    ),
    decodes(
        "lib_server-core-ext_trip-links.json",
        rows::<AnyEntity>,
        "which trips belong to what: by keys, as the service loads them",
    ),
    decodes(
        "lib_server-core-ext_trip.json",
        rows::<trippin::Trip>,
        "trips",
    ),
    decodes(
        "lib_server-test_ESAllPrim.json",
        rows::<olingo::ETAllPrim>,
        "a value of each primitive type",
    ),
    decodes(
        "lib_server-test_ESAllPrimUpdate.json",
        rows::<olingo::ETAllPrim>,
        "the same in 4.01, which leaves out `odata.`",
    ),
    decodes(
        "lib_server-test_ESAllPrimWithCustomAnnotations.json",
        rows::<olingo::ETAllPrim>,
        "the same with an annotation on the page",
    ),
    decodes(
        "lib_server-test_ESAllPrimWithCustomAnnotationsUpdate.json",
        rows::<olingo::ETAllPrim>,
        "the same in 4.01",
    ),
    fails(
        "lib_server-test_ESAllPrimWithDoubleKey.json",
        rows::<olingo::ETAllPrim>,
        "a page with `value` twice",
        "value: the property appears twice",
        "which of the two counts, nobody says",
    ),
    fails(
        "lib_server-test_ESAllPrimWithDoubleKeyUpdate.json",
        rows::<olingo::ETAllPrim>,
        "the same in 4.01",
        "value: the property appears twice",
        "which of the two counts, nobody says",
    ),
    decodes(
        "lib_server-test_ESAllPrimWithODataAnnotations.json",
        rows::<olingo::ETAllPrim>,
        "a page with a count, a next link and a delta link",
    ),
    decodes(
        "lib_server-test_ESAllPrimWithODataAnnotationsUpdate.json",
        rows::<olingo::ETAllPrim>,
        "the same in 4.01",
    ),
    decodes(
        "lib_server-test_ESCompCollComp.json",
        rows::<olingo::ETCompCollComp>,
        "complex values within complex values",
    ),
    decodes(
        "lib_server-test_ESCompCollCompUpdate.json",
        rows::<olingo::ETCompCollComp>,
        "the same in 4.01",
    ),
    decodes(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimMany.json",
        one::<olingo::ETAllPrim>,
        "an entity with others ($expand)",
    ),
    fails(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimManyDelta.json",
        one::<olingo::ETAllPrim>,
        "the body of a change in 4.01: what comes to a collection and what goes",
        "NavPropertyETTwoPrimOne.PropertyInt16: ETTwoPrim lacks it",
        "what a change refers to has an id and no key",
    ),
    fails(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimManyError.json",
        one::<olingo::ETAllPrim>,
        "the same, with `@removed` that lacks its reason",
        "NavPropertyETTwoPrimOne.PropertyInt16: ETTwoPrim lacks it",
        "what a change refers to has an id and no key",
    ),
    fails(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimManyUpdate.json",
        one::<olingo::ETAllPrim>,
        "an entity with others in 4.01, one of which is only referred to",
        "NavPropertyETTwoPrimMany[1].PropertyInt16: ETTwoPrim lacks it",
        "what a change refers to has an id and no key",
    ),
    decodes(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimManyWithCustomAnnotations.json",
        one::<olingo::ETAllPrim>,
        "an entity with others, with an annotation of them",
    ),
    decodes(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimManyWithODataAnnotations.json",
        one::<olingo::ETAllPrim>,
        "an entity with a part of the others: their count and a next link",
    ),
    decodes(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimManyWithODataAnnotationsUpdate.json",
        one::<olingo::ETAllPrim>,
        "the same in 4.01",
    ),
    decodes(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimOne.json",
        one::<olingo::ETAllPrim>,
        "an entity with another one ($expand)",
    ),
    decodes(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimOneUpdate.json",
        one::<olingo::ETAllPrim>,
        "the same in 4.01",
    ),
    decodes(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimOneWithCustomAnnotations.json",
        one::<olingo::ETAllPrim>,
        "an entity with another one, with an annotation of it",
    ),
    decodes(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimOneWithODataAnnotations.json",
        one::<olingo::ETAllPrim>,
        "an entity with another one; a next link of it is kept, and a count, which is of one, is not",
    ).without(&["NavPropertyETTwoPrimOne@odata.count"]),
    decodes(
        "lib_server-test_EntityESAllPrimExpandedNavPropertyETTwoPrimOneWithODataAnnotationsUpdate.json",
        one::<olingo::ETAllPrim>,
        "the same in 4.01",
    ).without(&["NavPropertyETTwoPrimOne@odata.count"]),
    decodes(
        "lib_server-test_EntityETMixEnumDefCollComp.json",
        one::<olingo::ETMixEnumDefCollComp>,
        "members of an enumeration by their numbers",
    ),
    decodes(
        "lib_server-test_EntityETMixEnumDefCollCompWithEnumStrings.json",
        one::<olingo::ETMixEnumDefCollComp>,
        "members of an enumeration",
    ),
    decodes(
        "lib_server-test_UnbalancedESAllPrimFeed.json",
        one::<olingo::ETAllPrim>,
        "expansions of different depth",
    ),
    decodes(
        "lib_server-test_UnbalancedESAllPrimFeed2.json",
        one::<olingo::ETAllPrim>,
        "the same with an empty one",
    ),
    decodes(
        "lib_server-test_UnbalancedESAllPrimFeedUpdate.json",
        one::<olingo::ETAllPrim>,
        "the same in 4.01",
    ),
];
