//! Versions in the names of namespaces, as Redfish has them: `ServiceRoot.v1_20_0`.

/// What a namespace is called in all of its versions, and which one it is.
fn split(namespace: &str) -> Option<(&str, Vec<u32>)> {
    let (name, version) = namespace.rsplit_once('.')?;
    let numbers = version.strip_prefix('v')?.split('_');
    let numbers: Option<Vec<u32>> = numbers.map(|number| number.parse().ok()).collect();
    Some((name, numbers?))
}

/// The latest of these namespaces that is an earlier version of that one.
pub(super) fn earlier<'n>(namespace: &str, all: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let (name, version) = split(namespace)?;
    let versions = all.filter_map(|one| {
        let (other, of) = split(one)?;
        (other == name && of < version).then_some((of, one))
    });
    versions.max().map(|(_, one)| one)
}

#[cfg(test)]
mod tests {
    use super::earlier;

    #[test]
    fn the_latest_of_the_earlier_ones() {
        let all = [
            "A",
            "A.v1",
            "A.v1_2_0",
            "A.v1_10_0",
            "A.v1_20_1",
            "A.v1_9_0",
            "B.v1_12_0",
            "A.v1_x",
        ];
        for (namespace, expected) in [
            ("A.v1_20_0", Some("A.v1_10_0")),
            ("A.v1_9_0", Some("A.v1_2_0")),
            ("A.v1_1_0", Some("A.v1")),
            ("A.v1", None),
            ("A", None),
            ("A.b1_20_0", None),
            ("C.v1_20_0", None),
            ("A.v99999999999_0", None),
        ] {
            assert_eq!(earlier(namespace, all.into_iter()), expected, "{namespace}");
        }
    }
}
