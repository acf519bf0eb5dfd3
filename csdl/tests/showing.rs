//! Showing what is wrong takes no longer than reading it, however much there is.

use std::time::{Duration, Instant};

use odata_csdl::diagnostic::{Diagnostics, MAX_SHOWN};
use odata_csdl::model;
use odata_csdl::source::Sources;

#[test]
fn thousands_of_errors_are_shown_in_time() {
    let values: Vec<String> = (0..50_000).map(|at| format!(r#""M{at}": "x""#)).collect();
    let types: Vec<String> = (0..20_000)
        .map(|at| format!(r#""p{at}": {{"$Type": "a.T{at}"}}"#))
        .collect();
    for (separator, place) in [(",\n", ".json:50:"), (",", ".json:1:")] {
        let text = format!(
            r#"{{"$Version": "4.01", "a": {{"E": {{"$Kind": "EnumType", {}}}, "C": {{"$Kind": "ComplexType", {}}}}}}}"#,
            values.join(separator),
            types.join(separator)
        );
        let start = Instant::now();
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let source = sources.add("wrong.json", text);
        let document = odata_csdl::read(source, &sources, &mut diagnostics).unwrap();
        let _ = model::resolve(&[document], &sources, &mut diagnostics);
        assert_eq!(diagnostics.len(), 70_000);
        let shown = diagnostics.render(&sources);
        println!("{:?}", start.elapsed());
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{:?}",
            start.elapsed()
        );
        assert_eq!(shown.matches("error[").count(), MAX_SHOWN);
        assert!(shown.ends_with("... and 69950 more errors"));
        assert!(shown.contains(place), "{}", &shown[..400]);
    }
}
