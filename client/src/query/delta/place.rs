//! Which entity set an item of a delta is of, by its context URL (Protocol 4.0, 10; OData JSON 4.0, 14.1).

/// Whether what a context URL says of an item is another entity set than the one that the delta's says. Types that the set is cast to and
/// what was selected do not matter. Where one of them names no set, they do not differ.
pub(super) fn is_other(of_item: &str, of_delta: &str) -> bool {
    match (set(of_item), set(of_delta)) {
        (Some(of_item), Some(of_delta)) => of_item != of_delta,
        _ => false,
    }
}

/// The path of the set: `Customers` of `…/$metadata#Customers/Ns.VIP(Name)/$entity`, and what contains it, with keys.
fn set(context: &str) -> Option<Vec<String>> {
    let (_, fragment) = context.rsplit_once('#')?;
    let fragment = odata_core::url::decode(fragment).ok()?;
    let mut segments = segments(&fragment);
    if segments.last().is_some_and(|last| last.starts_with('$')) {
        segments.pop();
    }
    // What is selected stands behind the last of them.
    if let Some(last) = segments.last_mut() {
        *last = last.split('(').next().unwrap_or_default();
    }
    let is_type = |segment: &&str| segment.split('(').next().unwrap_or_default().contains('.');
    segments.retain(|segment| !is_type(segment));
    let names_a_set = segments.last().is_some_and(|last| *last != "Collection");
    names_a_set.then(|| segments.into_iter().map(str::to_owned).collect())
}

/// What stands between slashes, but for those within keys and selections.
fn segments(path: &str) -> Vec<&str> {
    let (mut depth, mut in_text) = (0_usize, false);
    let parts = path.split(|c: char| {
        match c {
            '\'' => in_text = !in_text,
            '(' if !in_text => depth += 1,
            ')' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '/' && depth == 0 && !in_text
    });
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::is_other;

    #[test]
    fn types_and_selections_are_of_the_same_set() {
        for (of_item, of_delta) in [
            (
                "$metadata#Customers/$entity",
                "https://x/$metadata#Customers/$delta",
            ),
            ("#Customers/$entity", "https://x/$metadata#Customers"),
            (
                "$metadata#Customers/Ns.VIP/$entity",
                "$metadata#Customers/$delta",
            ),
            (
                "$metadata#Customers/Ns.VIP(Name,Orders(Id))/$entity",
                "$metadata#Customers(Name)/$delta",
            ),
            (
                "$metadata#Customers(Name,Home/Town)/$entity",
                "$metadata#Customers/Ns.VIP/$delta",
            ),
            (
                "#Customers('a%2F(b')/Orders/$entity",
                "#Customers('a%2F(b')/Orders/$delta",
            ),
            (
                "#Customers('a.b')/Ns.VIP/Orders/$entity",
                "#Customers('a.b')/Orders(Id)/$delta",
            ),
            // Those that name no set.
            ("#Ns.Order", "#Customers/$delta"),
            ("#Orders/$entity", "#Collection(Ns.Customer)"),
            ("Orders/$entity", "#Customers/$delta"),
            ("#Orders/$entity", ""),
        ] {
            assert!(!is_other(of_item, of_delta), "{of_item} {of_delta}");
        }
    }

    #[test]
    fn what_is_contained_is_of_another_set() {
        for (of_item, of_delta) in [
            (
                "$metadata#Orders/$entity",
                "https://x/$metadata#Customers/$delta",
            ),
            ("#Orders(Id)/$entity", "#Customers(Id,Orders(Id))/$delta"),
            ("#Customers('1')/Orders/$entity", "#Customers/$delta"),
            (
                "#Customers('1')/Orders/$entity",
                "#Customers('2')/Orders/$delta",
            ),
            ("#Orders/Ns.Late/$entity", "#Customers/$delta"),
        ] {
            assert!(is_other(of_item, of_delta), "{of_item} {of_delta}");
        }
    }
}
