//! The same client with no build script: `odata::service!` generates it in place.

use odata_mock::MockService;

odata::service!("../specs/defender/service.toml");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = MockService::from_csdl(include_str!("../../specs/defender/metadata.xml"))?
        .entity_set(
            "libraryfiles",
            serde_json::from_str(include_str!("../fixtures/libraryfiles.json"))?,
        )?;
    // The mock is a transport of its own: nothing is opened, not even on this machine.
    let defender = Defender::builder().transport(service.transport()).build()?;

    let scripts = defender
        .library_files()
        .filter(
            LibraryFile::HAS_PARAMETERS
                .eq(false)
                .and(LibraryFile::CREATION_TIME.year().eq(2018)),
        )
        .order_by(LibraryFile::FILE_NAME.asc())
        .select((LibraryFile::FILE_NAME, LibraryFile::CREATED_BY))
        .count()
        .send()
        .await?;
    println!("{} of them:", scripts.count.unwrap_or_default());
    for (file_name, created_by) in scripts {
        println!("{file_name} by {}", created_by.unwrap_or_default());
    }

    let one = defender
        .library_files()
        .by_key("memdump.exe")
        .send()
        .await?;
    println!("{}: {}", one.file_name, one.description.unwrap_or_default());
    Ok(())
}
