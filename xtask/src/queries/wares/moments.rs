//! Dates, times and moments: leap days, ends of years, other clocks.

use super::ask::Question;

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::vendors("founded eq 2000-02-29", |vendor, _| {
            vendor.founded.as_deref() == Some("2000-02-29")
        }),
        Q::vendors("founded lt 1950-01-01", |vendor, _| {
            vendor
                .founded
                .as_deref()
                .is_some_and(|founded| founded < "1950")
        }),
        Q::vendors("founded eq null", |vendor, _| vendor.founded.is_none()),
        Q::vendors("year(founded) eq 1899", |vendor, _| {
            vendor.founded.as_deref() == Some("1899-12-31")
        }),
        Q::vendors(
            "day(founded) eq 31 and month(founded) eq 12",
            |vendor, _| {
                vendor
                    .founded
                    .as_deref()
                    .is_some_and(|founded| founded.ends_with("-12-31"))
            },
        ),
        Q::wares("day(made) eq 29 and month(made) eq 2", |ware, _| {
            ware.made_part(8, 10) == Some(29) && ware.made_part(5, 7) == Some(2)
        }),
        Q::wares("day eq 2024-02-29", |ware, _| ware.sku == "bolt"),
        Q::wares("date(made) eq day", |_, _| true),
        Q::wares("date(made) eq 2023-12-31", |ware, _| {
            ware.made_part(0, 4) == Some(2023)
        }),
        Q::wares("clock lt 12:00:00", |ware, _| {
            ware.clock
                .as_deref()
                .is_some_and(|clock| clock < "12:00:00")
        }),
        Q::wares("clock eq 00:00:00", |ware, _| {
            ware.clock.as_deref() == Some("00:00:00")
        }),
        Q::wares("hour(clock) eq 12", |ware, _| {
            ware.clock
                .as_deref()
                .is_some_and(|clock| clock.starts_with("12"))
        }),
        Q::wares("minute(made) eq 34", |ware, _| {
            ware.made_part(14, 16) == Some(34)
        }),
        Q::wares("second(made) eq 59", |ware, _| {
            ware.made_part(17, 19) == Some(59)
        }),
        Q::wares("fractionalseconds(made) eq 0.5", |ware, _| {
            ware.made_part(20, 23) == Some(500)
        }),
        Q::wares("fractionalseconds(made) gt 0.9", |ware, _| {
            ware.made_part(20, 23) > Some(900)
        }),
        Q::wares("made ge 2024-06-15T12:34:56.789Z", |ware, _| {
            ware.made.as_deref() >= Some("2024-06-15T12:34:56.789Z")
        }),
        // The same moment by other clocks.
        Q::wares("made eq 2024-06-15T14:34:56.789+02:00", |ware, _| {
            ware.sku == "rope"
        }),
        Q::wares("made eq 2024-02-29T18:00:00.5-05:30", |ware, _| {
            ware.sku == "bolt"
        }),
        Q::wares("made lt 2024-01-01T00:00:00+01:00", |ware, _| {
            ware.made
                .as_deref()
                .is_some_and(|made| made < "2023-12-31T23:00")
        }),
        Q::wares("made lt now()", |ware, _| ware.made.is_some()),
        Q::wares("made gt mindatetime()", |ware, _| ware.made.is_some()),
        Q::wares("time(made) eq 12:00:00", |ware, _| {
            ware.made_part(11, 13) == Some(12) && ware.sku == "wire"
        }),
        Q::wares("totaloffsetminutes(made) eq 0", |ware, _| {
            ware.made.is_some()
        }),
        Q::wares(
            "made add duration'PT1H' gt 2024-12-31T12:30:00Z",
            |ware, _| ware.sku == "wire",
        ),
        Q::wares(
            "made sub duration'P1D' lt 2000-01-01T00:00:00Z",
            |ware, _| ware.sku == "null",
        ),
    ]
}
