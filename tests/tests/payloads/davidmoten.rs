//! The payloads of davidmoten/odata-client, a client in Java.

use odata::{AnyEntity, DateTimeOffset};

use crate::payload::{Payload, decodes, fails};
use crate::read::{one, rows, value};
use crate::selected;
use crate::types::{demo, northwind, trippin, unit1, unit5, unit7, unit8, unit9, unit10};

const NO_KEY: &str = "lacks it, and the schema says that it is never null";

pub(crate) const ALL: &[Payload] = &[
    decodes(
        "odata-client-runtime_collection-page.json",
        rows::<AnyEntity>,
        "a page without rows, and with a member that is no control information",
    ),
    decodes(
        "odata-client-runtime_odata-paged-collection-response.json",
        rows::<trippin::Person>,
        "a page with a next link, of a few properties of people",
    ),
    decodes(
        "odata-client-runtime_odata-value-offsetdatetime.json",
        value::<DateTimeOffset>,
        "a date with an offset",
    ),
    decodes(
        "odata-client-test-northwind_response-order-details-one-record.json",
        one::<northwind::OrderDetail>,
        "an entity with a composite key; a Decimal with zeros at its end, and a Single without a point",
    ),
    fails(
        "odata-client-test-service_request-product-patch.json",
        one::<demo::Product>,
        "the body of a PATCH",
        NO_KEY,
        "a change has no key",
    ),
    decodes(
        "odata-client-test-service_response-person-details.json",
        rows::<demo::PersonDetail>,
        "entities with a complex value, and a stream of which the ETag is said",
    ),
    decodes(
        "odata-client-test-service_response-persons.json",
        rows::<demo::Person>,
        "entities of two derived types among others",
    ),
    decodes(
        "odata-client-test-service_response-product.json",
        one::<demo::Product>,
        "an entity",
    ),
    decodes(
        "odata-client-test-service_response-products-filter-bread.json",
        rows::<demo::Product>,
        "a page of one entity",
    ),
    decodes(
        "odata-client-test-service_response-products-filter-rating-3-top-3.json",
        rows::<demo::Product>,
        "a page of three entities",
    ),
    decodes(
        "odata-client-test-service_response-products-select-name.json",
        selected::names,
        "one property of each entity ($select), of derived types among others",
    ),
    decodes(
        "odata-client-test-service_response-products.json",
        rows::<demo::Product>,
        "a page of entities, two of a derived type",
    ),
    decodes(
        "odata-client-test-service_response-suppliers.json",
        rows::<demo::Supplier>,
        "entities with ETags, complex values and points on a map",
    ),
    decodes(
        "odata-client-test-unit_function-return-1.json",
        value::<i32>,
        "the number that a function gives",
    ),
    fails(
        "odata-client-test-unit_request-post.json",
        one::<unit1::Product>,
        "the body of a POST",
        NO_KEY,
        "the service gives the new entity its key",
    ),
    fails(
        "odata-client-test-unit_response-complex-type-poly.json",
        rows::<unit10::Thing>,
        "an entity with a value of a derived complex type",
        "ID: Thing lacks it",
        "its key is `ID` in the metadata and `Id` in the payload; names are told by case",
    ),
    decodes(
        "odata-client-test-unit_response-function-returns-empty-collection.json",
        rows::<AnyEntity>,
        "no entities",
    ),
    fails(
        "odata-client-test-unit_response-get-stream.json",
        one::<unit5::Product>,
        "a media entity, with links to its bytes",
        "ID: Product lacks it",
        "its key is `ID` in the metadata and `Id` in the payload; names are told by case",
    ),
    decodes(
        "odata-client-test-unit_response-post.json",
        one::<AnyEntity>,
        "what was created; no metadata has `id` and `Name`",
    ),
    decodes(
        "odata-client-test-unit_response-product-1.json",
        one::<unit5::Product>,
        "a media entity, with links to its bytes",
    ),
    decodes(
        "odata-client-test-unit_response-revoke-sessions.json",
        value::<bool>,
        "what an action gives",
    ),
    decodes(
        "odata-client-test-unit_response-thing-full-metadata.json",
        one::<unit8::Thing>,
        "an entity with a link to a stream",
    ),
    decodes(
        "odata-client-test-unit_response-thing-inline-photo.json",
        one::<unit8::Thing>,
        "an entity with a stream within it (4.01)",
    ),
    decodes(
        "odata-client-test-unit_response-thing-no-key.json",
        one::<unit9::Thing>,
        "a singleton, whose type has no key",
    ),
    decodes(
        "odata-client-test-unit_response-thing-poly.json",
        one::<unit7::Thing>,
        "an entity of a type that extends an abstract one",
    ),
    decodes(
        "odata-client-test-unit_response-thing.json",
        one::<unit8::Thing>,
        "an entity that is a key",
    ),
];
