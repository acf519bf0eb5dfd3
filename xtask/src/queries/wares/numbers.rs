//! Arithmetic and numbers at their limits.

use super::ask::Question;

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::wares("amount mod 2 eq 0", |ware, _| {
            ware.amount.is_some_and(|amount| amount % 2 == 0)
        }),
        // The remainder has the sign of what is divided.
        Q::wares("amount mod 2 eq -1", |ware, _| ware.amount == Some(-7)),
        Q::wares("amount div 2 eq -3", |ware, _| ware.amount == Some(-7)),
        Q::wares("amount div 10 eq 1", |ware, _| {
            matches!(ware.amount, Some(10..=19))
        }),
        Q::wares("amount divby 10 eq 1.5", |ware, _| ware.amount == Some(15)),
        Q::wares("amount divby 4 gt 3 and amount divby 4 lt 4", |ware, _| {
            ware.amount == Some(15)
        }),
        Q::wares("price mul 2 eq 7", |ware, _| ware.cents == Some(350)),
        Q::wares("price add price eq 20", |ware, _| ware.cents == Some(1000)),
        Q::wares("price sub 0.5 lt 0", |ware, _| {
            ware.cents.is_some_and(|cents| cents < 50)
        }),
        Q::wares("price add 0.01 eq 50", |ware, _| ware.cents == Some(4999)),
        Q::wares("price eq 0", |ware, _| ware.cents == Some(0)),
        Q::wares("price eq 10.00", |ware, _| ware.cents == Some(1000)),
        Q::wares("price in (0.25,19.9)", |ware, _| {
            matches!(ware.cents, Some(25 | 1990))
        }),
        Q::wares("-amount gt 5", |ware, _| {
            ware.amount.is_some_and(|amount| -amount > 5)
        }),
        Q::wares("amount add 1 gt 10 and amount lt 100", |ware, _| {
            matches!(ware.amount, Some(10..=99))
        }),
        Q::wares("(amount add 1) mul 2 eq 22", |ware, _| {
            ware.amount == Some(10)
        }),
        Q::wares("amount add 1 mul 2 eq 12", |ware, _| {
            ware.amount == Some(10)
        }),
        Q::wares("amount eq -2147483648", |ware, _| {
            ware.amount == Some(-2_147_483_648)
        }),
        Q::wares("big eq 9007199254740993", |ware, _| {
            ware.big == Some(9_007_199_254_740_993)
        }),
        Q::wares("big gt 9007199254740992", |ware, _| {
            ware.big > Some(9_007_199_254_740_992)
        }),
        Q::wares("big lt -9007199254740992", |ware, _| {
            ware.big.is_some_and(|big| big < -9_007_199_254_740_992)
        }),
        Q::wares("big eq amount", |ware, _| ware.big == ware.amount),
        // Negative zero is zero.
        Q::wares("weight eq 0", |ware, _| ware.weight == Some(0.0)),
        Q::wares("weight lt 0", |_, _| false),
        Q::wares("weight gt 1e3", |ware, _| {
            ware.weight.is_some_and(|weight| weight > 1e3)
        }),
        Q::wares("round(weight) eq 2", |ware, _| {
            ware.weight.is_some_and(|weight| weight.round() == 2.0)
        }),
        Q::wares("floor(weight) eq 1", |ware, _| {
            ware.weight.is_some_and(|weight| weight.floor() == 1.0)
        }),
        Q::wares("ceiling(weight) eq 1", |ware, _| {
            ware.weight.is_some_and(|weight| weight.ceil() == 1.0)
        }),
        Q::wares("floor(price) eq 19", |ware, _| {
            ware.cents.is_some_and(|cents| cents / 100 == 19)
        }),
        Q::wares("ceiling(price) eq 50", |ware, _| ware.cents == Some(4999)),
        Q::wares("round(price) eq 4", |ware, _| ware.cents == Some(350)),
        Q::vendors("rating eq 0", |vendor, _| vendor.rating == Some(0.0)),
        Q::vendors("rating le 0", |vendor, _| {
            vendor.rating.is_some_and(|rating| rating <= 0.0)
        }),
        // Half goes away from zero.
        Q::vendors("round(rating) eq -1", |vendor, _| {
            vendor.rating == Some(-0.5)
        }),
        Q::vendors(
            "ceiling(rating) eq 0",
            |vendor, _| matches!(vendor.rating, Some(rating) if rating.ceil() == 0.0),
        ),
        Q::vendors("rating mul 2 eq 9", |vendor, _| vendor.rating == Some(4.5)),
        // Of a null nothing can be computed.
        Q::wares("amount add 1 eq null", |ware, _| ware.amount.is_none()),
        Q::wares("cast(amount,Edm.String) eq '15'", |ware, _| {
            ware.amount == Some(15)
        }),
        Q::wares("cast(amount,Edm.Decimal) div 4 eq 3.75", |ware, _| {
            ware.amount == Some(15)
        }),
        Q::wares("isof(amount,Edm.Int32)", |ware, _| ware.amount.is_some()),
    ]
}
