//! Functions of texts over awkward ones.

use super::ask::Question;

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::wares("name eq 'null'", |ware, _| {
            ware.name.as_deref() == Some("null")
        }),
        Q::wares("name eq null", |ware, _| ware.name.is_none()),
        Q::wares("contains(name,'🔌')", |ware, _| ware.name_has("🔌")),
        Q::wares("contains(name,'“L”')", |ware, _| ware.name_has("“L”")),
        Q::wares("endswith(name,'%_cotton')", |ware, _| {
            ware.name_has("%_cotton")
        }),
        Q::wares("contains(name,', ')", |ware, _| ware.name_has(", ")),
        Q::wares("contains(name,'')", |ware, _| ware.name.is_some()),
        Q::wares("startswith(name,'')", |ware, _| ware.name.is_some()),
        Q::wares("substring(name,100) eq ''", |ware, _| {
            ware.name
                .as_deref()
                .is_some_and(|name| name.chars().count() <= 100)
        }),
        Q::wares("substring(name,0,0) eq ''", |ware, _| ware.name.is_some()),
        Q::wares("substring(name,5) eq 'M8'", |ware, _| {
            ware.name
                .as_deref()
                .is_some_and(|name| name.chars().skip(5).collect::<String>() == "M8")
        }),
        Q::wares("indexof(name,'M8') ge 4", |ware, _| ware.name_has("M8")),
        Q::wares("indexof(name,'hte') eq 3", |ware, _| {
            ware.name_has("Drähte")
        }),
        Q::wares("tolower(name) eq 'saw'", |ware, _| {
            ware.name.as_deref() == Some("saw")
        }),
        Q::wares("tolower(name) lt 'c'", |ware, _| ware.name_has("Bolt")),
        // What is made of null is null, and null is equal to null.
        Q::wares("trim(concat(' ',concat(name,' '))) eq name", |_, _| true),
        Q::wares("concat(sku,'-x') eq 'saw-x'", |ware, _| ware.sku == "saw"),
        Q::wares("length(sku) eq 3", |ware, _| ware.sku.len() == 3),
        Q::wares("length(name) eq 8", |ware, _| {
            // An emoji is one sign.
            ware.name
                .as_deref()
                .is_some_and(|name| name.chars().count() == 8)
        }),
        Q::wares("name gt sku", |ware, _| {
            ware.name
                .as_deref()
                .is_some_and(|name| name > ware.sku.as_str())
        }),
        Q::wares("name eq sku", |ware, _| {
            ware.name.as_deref() == Some(&ware.sku)
        }),
        Q::vendors("name eq 'O''Neil'", |vendor, _| {
            vendor.name.as_deref() == Some("O'Neil")
        }),
        Q::vendors("contains(name,' & ')", |vendor, _| {
            vendor
                .name
                .as_deref()
                .is_some_and(|name| name.contains(" & "))
        }),
        Q::vendors("length(name) eq 4", |vendor, _| {
            vendor
                .name
                .as_deref()
                .is_some_and(|name| name.chars().count() == 4)
        }),
        Q::vendors("indexof(name,'''') eq 1", |vendor, _| {
            vendor.name.as_deref() == Some("O'Neil")
        }),
        Q::vendors("country in ('US','JP') and name ne null", |vendor, _| {
            matches!(vendor.country.as_deref(), Some("US" | "JP")) && vendor.name.is_some()
        }),
        Q::vendors("not (active eq true)", |vendor, _| {
            vendor.active != Some(true)
        }),
        Q::vendors("active ne false", |vendor, _| vendor.active != Some(false)),
        Q::vendors("active eq null", |vendor, _| vendor.active.is_none()),
        Q::vendors("country eq @c&@c='US'", |vendor, _| {
            vendor.country.as_deref() == Some("US")
        }),
        Q::vendors("id gt @low and id lt @high&@low=1&@high=4", |vendor, _| {
            vendor.id > 1 && vendor.id < 4
        }),
        Q::wares("hassubset(tags,['metal','small'])", |ware, _| {
            ware.has_tag("metal") && ware.has_tag("small")
        }),
        Q::wares("case(amount lt 0:'low',true:'high') eq 'low'", |ware, _| {
            ware.amount.is_some_and(|amount| amount < 0)
        }),
    ]
}
