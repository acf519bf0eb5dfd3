//! The payloads of Simple.OData.Client, in C#.

use crate::payload::{Payload, decodes};
use crate::read::{one, rows};
use crate::types::{dynamics, records, samples, trippin};

pub(crate) const ALL: &[Payload] = &[
    decodes(
        "Benchmarks.Client_Resources_TripPin_result_20.json",
        rows::<trippin::Person>,
        "twenty people with their friends and trips ($expand), after a byte order mark",
    ),
    decodes(
        "Benchmarks.Client_Resources_crm_result_1.json",
        rows::<samples::HeEmployee>,
        "an entity of Dynamics with an ETag",
    ),
    decodes(
        "Benchmarks.Client_Resources_crm_result_10.json",
        rows::<samples::HeEmployee>,
        "ten of them",
    ),
    decodes(
        "Tests.Client_Resources_AccountTasksAndLink.json",
        rows::<dynamics::Account>,
        "an account with some of its tasks and a link to the others",
    ),
    decodes(
        "Tests.Client_Resources_AccountTasksOnlyLink.json",
        rows::<dynamics::Account>,
        "an account with a link to its tasks",
    ),
    decodes(
        "Tests.Client_Resources_ExampleActionComplexType.json",
        one::<samples::ExampleComplex>,
        "the complex value that an action gives",
    ),
    decodes(
        "Tests.Client_Resources_OpenTypeV401.json",
        rows::<records::TheRecord>,
        "an entity of an open type",
    ),
];
