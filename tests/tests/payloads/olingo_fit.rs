//! The answers of the service that Olingo's integration tests run against. Their hosts were filled in when it ran.

use odata::AnyEntity;

use crate::changes::changes;
use crate::payload::{Payload, decodes, fails};
use crate::read::{error, one, reference, references, rows};
use crate::types::{demo, rows as open, samples, statics};

const FULL: &str = "an entity, full metadata";
const CUSTOMERS: &str = "entities of a derived type, with complex values of derived types";
const V3_LINK: &str = "a reference of OData V3, which stands in `url`";

pub(crate) const ALL: &[Payload] = &[
    decodes(
        "Accounts_101_entity.full.json",
        one::<statics::Account>,
        FULL,
    ),
    decodes(
        "Accounts_101_links_MyGiftCard.full.json",
        one::<statics::GiftCard>,
        "a contained entity with a function",
    ),
    decodes(
        "Accounts_101_links_MyPaymentInstruments.full.json",
        rows::<statics::PaymentInstrument>,
        "contained entities, one of a derived type",
    ),
    decodes(
        "Accounts_101_links_MyPaymentInstruments_101901_.full.json",
        one::<statics::PaymentInstrument>,
        FULL,
    ),
    decodes(
        "Accounts_101_links_MyPaymentInstruments_101902_.full.json",
        one::<statics::PaymentInstrument>,
        FULL,
    ),
    decodes(
        "Accounts_102_entity.full.json",
        one::<statics::Account>,
        FULL,
    ),
    decodes(
        "Accounts_102_links_MyGiftCard.full.json",
        one::<statics::GiftCard>,
        "a contained entity with a function",
    ),
    decodes(
        "Accounts_102_links_MyPaymentInstruments.full.json",
        rows::<statics::PaymentInstrument>,
        "contained entities, one of a derived type",
    ),
    decodes(
        "Accounts_102_links_MyPaymentInstruments_102901_.full.json",
        one::<statics::PaymentInstrument>,
        FULL,
    ),
    decodes(
        "Accounts_102_links_MyPaymentInstruments_102902_.full.json",
        one::<statics::PaymentInstrument>,
        FULL,
    ),
    decodes(
        "Advertisements_f89dee73-af9f-4cd4-b330-db93c25ff3c7_entity.full.json",
        one::<demo::Advertisement>,
        "a media entity",
    ),
    decodes(
        "Advertisements_feed.full.json",
        rows::<demo::Advertisement>,
        "media entities",
    ),
    decodes(
        "Boss_entity.full.json",
        one::<statics::Person>,
        "a singleton of a derived type, with annotations",
    ),
    decodes(
        "Company_entity.full.json",
        one::<statics::Company>,
        "a singleton of an open type",
    ),
    decodes(
        "Customers_1_entity.full.json",
        one::<statics::Customer>,
        FULL,
    ),
    fails(
        "Customers_1_links_Company.full.json",
        reference,
        V3_LINK,
        "@odata.id",
        "V4 has the id in `@odata.id`",
    ),
    fails(
        "Customers_1_links_Orders.full.json",
        references,
        "references of OData V3, with a next link that V4 would not see",
        "this is OData V3, and only V4 is read",
        "only V4 is read",
    ),
    decodes(
        "Customers_2_entity.full.json",
        one::<statics::Customer>,
        FULL,
    ),
    decodes(
        "Customers_feed.full.json",
        rows::<statics::Customer>,
        CUSTOMERS,
    ),
    decodes(
        "OrderDetails_7_5_entity.full.json",
        one::<statics::OrderDetail>,
        "an entity with a composite key, and seven digits of a second",
    ),
    decodes(
        "Orders_8_entity.full.json",
        one::<statics::Order>,
        "an entity with an ETag and durations",
    ),
    fails(
        "Orders_8_links_.full.json",
        reference,
        V3_LINK,
        "@odata.id",
        "V4 has the id in `@odata.id`",
    ),
    fails(
        "Orders_8_links_CustomerForOrder.full.json",
        reference,
        V3_LINK,
        "@odata.id",
        "V4 has the id in `@odata.id`",
    ),
    decodes(
        "Orders_feed.full.json",
        rows::<statics::Order>,
        "entities with durations",
    ),
    decodes(
        "People_1_entity.full.json",
        one::<statics::Person>,
        "an entity of a derived type",
    ),
    decodes("People_5_entity.full.json", one::<statics::Person>, FULL),
    decodes(
        "People_Customer_feed.full.json",
        rows::<statics::Person>,
        CUSTOMERS,
    ),
    fails(
        "People_Employee_feed.full.json",
        rows::<statics::Person>,
        "entities of a derived type, with null in a collection",
        "Emails[0]: it is null, and the schema does not say that items may be",
        "the schema does not say whether there are nulls in the collection (CSDL 6.2.1); the generated type has them only where it does",
    ),
    fails(
        "People_Employee_filter_PersonID_lt_4_.full.json",
        rows::<statics::Person>,
        "an entity of a derived type, with null in a collection",
        "Emails[0]: it is null, and the schema does not say that items may be",
        "the schema does not say whether there are nulls in the collection (CSDL 6.2.1); the generated type has them only where it does",
    ),
    fails(
        "People_Person_feed.full.json",
        rows::<statics::Person>,
        "entities of three types",
        "Emails[0]: it is null, and the schema does not say that items may be",
        "the schema does not say whether there are nulls in the collection (CSDL 6.2.1); the generated type has them only where it does",
    ),
    decodes(
        "People_filter_PersonID_eq_5_.full.json",
        rows::<statics::Person>,
        CUSTOMERS,
    ),
    decodes(
        "People_filter_PersonID_lt_3_.full.json",
        rows::<statics::Person>,
        CUSTOMERS,
    ),
    decodes(
        "People_orderby_PersonID_desc_filter_PersonID_lt_3_.full.json",
        rows::<statics::Person>,
        CUSTOMERS,
    ),
    decodes(
        "People_skiptoken_5.full.json",
        rows::<statics::Person>,
        "the last page",
    ),
    fails(
        "PersonDetails_1_entity.full.json",
        one::<demo::ProductDetail>,
        "details of a person that say they are of a product",
        "ProductID: ProductDetail lacks it",
        "the payload has the type of one and the key of the other",
    ),
    decodes(
        "ProductDetails_6_1_entity.full.json",
        one::<statics::ProductDetail>,
        "an entity with a composite key",
    ),
    decodes("Products_5_entity.full.json", one::<statics::Product>, FULL),
    decodes("Products_6_entity.full.json", one::<statics::Product>, FULL),
    decodes(
        "Products_feed.full.json",
        rows::<statics::Product>,
        "entities, full metadata",
    ),
    decodes(
        "Row_672b8250-1e6e-4785-80cf-b94b572e42b3_entity.full.json",
        one::<open::Row>,
        "an entity of an open type; the control information of OData V3 is kept as properties",
    ),
    decodes(
        "Row_71f7d0dc-ede4-45eb-b421-555a2aa1e58f_entity.full.json",
        one::<open::Row>,
        "an entity of an open type; the control information of OData V3 is kept as properties",
    ),
    fails(
        "VipCustomer_1_entity.full.json",
        one::<statics::Customer>,
        "an entity that is a key",
        "FirstName: Customer lacks it, and the schema says that it is never null",
        "who wrote it down left out what the schema requires",
    ),
    decodes("badRequest.json", error, "an error with details"),
    decodes(
        "crossjoin.full.json",
        rows::<AnyEntity>,
        "combinations of entities, each as links",
    ),
    decodes(
        "delta.full.json",
        changes::<samples::Customer>,
        "changes: an entity, a link that is gone, one that is new, an entity of another set, one that is gone",
    ),
    decodes("notFound.json", error, "an error with details"),
    decodes(
        "references_Q3VzdG9tZXJzKDEpL09yZGVycw_.full.json",
        references,
        "references",
    ),
    decodes(
        "references_T3JkZXJzKDgpL0N1c3RvbWVyRm9yT3JkZXI_.full.json",
        reference,
        "a reference",
    ),
    decodes(
        "services.full.json",
        rows::<AnyEntity>,
        "a service document",
    ),
    decodes(
        "unsupportedMediaType.json",
        error,
        "an error of OData V3, which says what it says",
    ),
];
