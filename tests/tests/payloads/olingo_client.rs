//! The payloads of Olingo's client, in Java.

use odata::AnyEntity;

use crate::changes::changes;
use crate::payload::{Payload, decodes, fails};
use crate::read::{error, one, reference, references, rows, value};
use crate::types::{demo, olingo, samples, statics, trippin};

pub(crate) const ALL: &[Payload] = &[
    decodes("500error.json", error, "an error with an inner one"),
    decodes("500error1.json", error, "an error"),
    decodes(
        "Accounts_101_expand_MyPaymentInstruments.json",
        one::<statics::Account>,
        "an entity with contained ones ($expand), full metadata",
    ),
    decodes(
        "Advertisements_f89dee73-af9f-4cd4-b330-db93c25ff3c7.json",
        one::<demo::Advertisement>,
        "a media entity, full metadata",
    ),
    decodes(
        "Customer.json",
        one::<statics::Person>,
        "an entity of a derived type, with a complex value of another one",
    ),
    decodes(
        "Customers.json",
        rows::<statics::Customer>,
        "a page with a count",
    ),
    decodes(
        "CustomersWithFullMetadata.json",
        rows::<statics::Customer>,
        "the same with full metadata, whose types are not those of the schema",
    ),
    decodes(
        "CustomersWithOperations.json",
        rows::<statics::Customer>,
        "the same with an action that is offered for the page",
    ),
    fails(
        "Customers_InServerMode.json",
        rows::<statics::Customer>,
        "the same with annotations on the page, the entities and their properties",
        "Orders[0].OrderID: Order lacks it",
        "its orders have the key `OrderId`, and say that they are of a type that is not declared",
    ),
    decodes(
        "ESTwoKeyNav.json",
        one::<olingo::ETTwoKeyNav>,
        "an entity with complex values within each other",
    ),
    decodes(
        "Employee.json",
        one::<samples::Employee>,
        "an entity with two streams, full metadata",
    ),
    decodes(
        "Employees_3_HomeAddress.json",
        one::<statics::Address>,
        "a complex value",
    ),
    decodes(
        "Employees_3_HomeAddress_InServerMode.json",
        one::<statics::Address>,
        "the same with annotations",
    ),
    decodes(
        "PersonDetails_1.json",
        one::<demo::PersonDetail>,
        "an entity with a link to a stream",
    ),
    decodes(
        "Products_5.json",
        one::<statics::Product>,
        "an entity with members of enumerations",
    ),
    decodes(
        "Products_5_CoverColors.json",
        value::<Vec<statics::Color>>,
        "members of an enumeration",
    ),
    fails(
        "Products_5_InServerMode.json",
        one::<statics::Product>,
        "an entity with annotations, and with a complex value that is not declared",
        "Details: an array is expected, and an object is here",
        "it has one entity where the schema declares many",
    ),
    decodes(
        "Products_5_SkinColor.json",
        value::<Option<statics::Color>>,
        "a member of an enumeration",
    ),
    decodes(
        "Products_5_SkinColor_Null.json",
        value::<Option<statics::Color>>,
        "a member of the name `null`, which is kept as one that is not declared",
    ),
    decodes(
        "Products_5_SkinColor_NullType.json",
        value::<Option<String>>,
        "null",
    ),
    decodes(
        "Products_5_SkinColor_PrimitiveType.json",
        value::<Option<String>>,
        "the text `null`",
    ),
    decodes("VipCustomer.json", one::<statics::Customer>, "a singleton"),
    decodes(
        "annotated.json",
        one::<statics::Customer>,
        "an entity with annotations of its own and of a property",
    ),
    decodes(
        "collectionOfEntityReferences.json",
        references,
        "references",
    ),
    decodes(
        "containmentNav.json",
        one::<olingo::ETCont>,
        "a contained entity",
    ),
    decodes(
        "containmentNav1.json",
        rows::<olingo::ETCont>,
        "contained entities",
    ),
    decodes(
        "containmentNav2.json",
        one::<olingo::ETCont>,
        "an entity below a complex value",
    ),
    decodes(
        "containmentNav3.json",
        one::<olingo::ETCont>,
        "an entity below a complex value of a singleton",
    ),
    decodes(
        "containmentNav4.json",
        rows::<olingo::ETCont>,
        "entities that a singleton contains",
    ),
    decodes(
        "crossjoin.json",
        rows::<AnyEntity>,
        "combinations of entities, each as links",
    ),
    decodes(
        "delta.json",
        changes::<samples::Customer>,
        "changes: an entity, a link that is gone, one that is new, an entity of another set, one that is gone",
    ),
    decodes(
        "entity.collection.complex.json",
        one::<samples::Reachable>,
        "a collection of complex values, one of a derived type",
    ),
    decodes(
        "entity.collection.primitive.json",
        one::<samples::Reachable>,
        "a collection of texts",
    ),
    decodes(
        "entity.complex.json",
        one::<statics::Company>,
        "an entity with a complex value that has more than its type says",
    ),
    decodes("entity.minimal.json", one::<samples::Customer>, "an entity"),
    decodes(
        "entity.primitive.json",
        one::<samples::Primitives>,
        "a value of each primitive type",
    ),
    decodes(
        "entity.withcomplexnavigation.json",
        one::<samples::Customer>,
        "an entity with links below a complex value",
    ),
    decodes("entityReference.json", reference, "a reference"),
    decodes("error.json", error, "an error with details"),
    decodes(
        "minimalEntity.json",
        one::<samples::Customer>,
        "an entity whose control information lacks its @, so that it is kept as properties",
    ),
    decodes(
        "olingo1073.json",
        one::<samples::Entity>,
        "a collection of values of two derived types",
    ),
    decodes(
        "olingo1073_1.json",
        one::<trippin::Person>,
        "a person with places of three types",
    ),
    decodes(
        "olingo1073_2.json",
        one::<trippin::Person>,
        "the same with annotations",
    ),
    decodes(
        "olingo1114.json",
        one::<samples::Account>,
        "nulls of each type of number",
    ),
    decodes(
        "olingo1152.json",
        one::<AnyEntity>,
        "an enumeration that is null, without the key",
    ),
    decodes(
        "olingo390.json",
        one::<samples::Message>,
        "a message, full metadata",
    ),
    decodes(
        "serviceDocument.json",
        rows::<AnyEntity>,
        "a service document",
    ),
    decodes(
        "tripinServEntity.json",
        one::<trippin::Person>,
        "a person with places of three types",
    ),
];
