//! Defender's machines, for programs that read many of them: the generated client, and the sample of their page.

use std::path::Path;

use odata_codegen::Builder;

use crate::program::{at, put};

/// The page that has the sample.
const SAMPLE: &str = "specs/defender/docs/get-machines.md";

/// `machines.rs`, what the generator makes of the machines of Defender, and `sample.json`.
pub(crate) fn files(checkout: &Path, folder: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let page = checkout.join(SAMPLE);
    let text = std::fs::read_to_string(&page).map_err(|error| at(&page, &error))?;
    let sample =
        sample(&text).ok_or_else(|| at(&page, &"there is no sample of a machine in it"))?;
    Ok(vec![
        ("sample.json", sample),
        ("machines.rs", generated(checkout, folder)?),
    ])
}

fn generated(checkout: &Path, folder: &Path) -> Result<String, String> {
    let service = format!(
        "name = \"Defender\"\nbase-url = \"https://api.security.microsoft.com/api/\"\n\
         metadata = ['{}']\nentity-sets = [\"machines\"]\n",
        checkout.join("specs/defender/metadata.xml").display()
    );
    let path = folder.join("service.toml");
    put(&path, &service)?;
    let generated = Builder::new(path).generate();
    Ok(generated.map_err(|error| error.to_string())?.text)
}

/// The first row of the page's sample, as it is written there.
fn sample(page: &str) -> Option<String> {
    let json = page.split("```json\n").nth(1)?.split("```").next()?;
    let mut sample = None;
    let mut reader = odata::json::Reader::new(json);
    let read = reader.object(&mut |name, reader| match name {
        "value" => reader.array(&mut |_, reader| {
            let row = reader.raw()?;
            sample.get_or_insert_with(|| row.to_owned());
            Ok(())
        }),
        _ => reader.skip(),
    });
    read.ok().and(sample)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_has_a_sample_with_all_its_members() {
        let row = super::sample(include_str!("../../specs/defender/docs/get-machines.md")).unwrap();
        let row: serde_json::Value = serde_json::from_str(&row).unwrap();
        assert_eq!(row.as_object().unwrap().len(), 18);
    }
}
