//! Machines: reading, finding, tagging, valuing them.

use odata::Changes;
use odata_defender::Machine;

use crate::row::{Row, asked, changed, moment, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 4,
        page: "add-or-remove-machine-tags.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/tags",
        body: Some(r#"{"Value": "test Tag 2", "Action": "Add"}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(Machine::add_or_remove_tag("test Tag 2", "Add"))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 5,
        page: "add-or-remove-multiple-machine-tags.md",
        request: "POST machines/AddOrRemoveTagForMultipleMachines",
        body: Some(
            r#"{"Value": "Tag", "Action": "Add", "MachineIds": ["34e83ca3feea4dae2353006ba389262c033a025e", "2a398439b4975924e87a65943972bc702469b329", "a610c00c65fdf79960cc0077d9d8c569d23f09a5"]}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::add_or_remove_tag_for_multiple_machines(
                            "Tag",
                            "Add",
                            [
                                "34e83ca3feea4dae2353006ba389262c033a025e",
                                "2a398439b4975924e87a65943972bc702469b329",
                                "a610c00c65fdf79960cc0077d9d8c569d23f09a5",
                            ],
                        ))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 21,
        page: "find-machine-info-by-ip.md",
        request: "GET machines/find(timestamp=2018-06-19T10:00:00Z,key='10.166.93.61')",
        body: None,
        differs: &[
            (
                "host graph.microsoft.com",
                "the example is of a preview; the page defines the request below /api/",
            ),
            ("root testwdatppreview", "the same"),
        ],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::find(
                            moment("2018-06-19T10:00:00Z"),
                            "10.166.93.61",
                        ))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 22,
        page: "find-machines-by-ip.md",
        request: "GET machines/findbyip(ip='10.248.240.38',timestamp=2019-09-22T08:44:05Z)",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::find_by_ip(
                            "10.248.240.38",
                            moment("2019-09-22T08:44:05Z"),
                        ))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 23,
        page: "find-machines-by-tag.md",
        request: "GET machines/findbytag?tag=testTag&useStartsWithFilter=true",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .call(Machine::find_by_tag("testTag", Some(true)))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 51,
        page: "get-discovered-vulnerabilities.md",
        request: "GET machines/ac233fa6208e1579620bf44207c4006ed7cc4501/vulnerabilities",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .by_key("ac233fa6208e1579620bf44207c4006ed7cc4501")
                        .call(Machine::vulnerabilities())
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 60,
        page: "get-installed-software.md",
        request: "GET machines/ac233fa6208e1579620bf44207c4006ed7cc4501/software",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .by_key("ac233fa6208e1579620bf44207c4006ed7cc4501")
                        .navigate(Machine::SOFTWARE)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 66,
        page: "get-machine-by-id.md",
        request: "GET machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 68,
        page: "get-machine-log-on-users.md",
        request: "GET machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/logonusers",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                        .navigate(Machine::LOGON_USERS)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 69,
        page: "get-machine-related-alerts.md",
        request: "GET machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/alerts",
        body: None,
        differs: &[("placeholder {id}", "the page has no example of the request")],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                        .navigate(Machine::ALERTS)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 74,
        page: "get-machines.md",
        request: "GET machines",
        body: None,
        differs: &[],
        call: |d| asked(async move { page(d.machines().send().await?) }),
    },
    Row {
        number: 75,
        page: "get-missing-kbs-machine.md",
        request: "GET machines/2339ad14a01bd0299afb93dfa2550136057bff96/getmissingkbs",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .by_key("2339ad14a01bd0299afb93dfa2550136057bff96")
                        .call(Machine::get_missing_kbs())
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 88,
        page: "get-security-recommendations.md",
        request: "GET machines/ac233fa6208e1579620bf44207c4006ed7cc4501/recommendations",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.machines()
                        .by_key("ac233fa6208e1579620bf44207c4006ed7cc4501")
                        .navigate(Machine::RECOMMENDATIONS)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 108,
        page: "set-device-value.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/setDeviceValue",
        body: Some(r#"{"DeviceValue": "High"}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(Machine::set_device_value("High"))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 113,
        page: "update-machine-method.md",
        request: "PATCH machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07",
        body: Some(
            r#"{"deviceValue": "Normal", "machineTags": ["Demo Device", "Generic User Machine - Attack Source", "Windows 10",
"Windows Insider - Fast"]}"#,
        ),
        differs: &[
            (
                "placeholder {machineId}",
                "the example has no id in its URL",
            ),
            (
                "value of .machineTags",
                "a comma is missing between two tags; \"Windows11\" is left over from a change of the page that put the two side by side",
            ),
            ("a body that is no JSON", "the same"),
        ],
        call: |d| {
            asked(async move {
                let tags = vec![
                    "Demo Device",
                    "Generic User Machine - Attack Source",
                    "Windows 10",
                    "Windows Insider - Fast",
                ];
                let changes = Changes::new()
                    .set(Machine::DEVICE_VALUE, "Normal")
                    .set(Machine::MACHINE_TAGS, tags);
                let machine = d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07");
                changed(machine.update(&changes).send().await?)
            })
        },
    },
];
