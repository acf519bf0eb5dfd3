//! The payloads of OData/odata.net, Microsoft's library in C#.

use odata::AnyEntity;

use crate::payload::{Payload, decodes};
use crate::read::one;
use crate::types::adventure::Product;

pub(crate) const ALL: &[Payload] = &[
    decodes(
        "Entry.json",
        one::<Product>,
        "an entity with the largest numbers and dates that .NET has",
    ),
    decodes(
        "EntryIncludeSpatial.json",
        one::<Product>,
        "the same with polygons",
    ),
    decodes(
        "EntryIncludeSpatialWithExpansions.json",
        one::<Product>,
        "the same with all that it is connected with ($expand)",
    ),
    decodes(
        "EntryWithExpansions.json",
        one::<Product>,
        "the same without polygons",
    ),
    decodes(
        "test_UnitTests_Microsoft.OData.Client.Tests_Data_UntypedCollection_failedresponse.json",
        one::<AnyEntity>,
        "an entity with an empty collection of an unknown type",
    ),
];
