//! Every payload of the corpus is decoded whole, or fails as its list says. The lists are by publisher, and checked by
//! hand: what each payload is, how it is read, and why it cannot be read if so.

// Without the corpus at build time there are no types to decode with.
#![cfg_attr(not(has_payloads), allow(dead_code))]

mod changes;
#[cfg(has_payloads)]
mod davidmoten;
mod elsewhere;
mod envelope;
mod held;
#[cfg(has_payloads)]
mod odata_net;
#[cfg(has_payloads)]
mod olingo_client;
#[cfg(has_payloads)]
mod olingo_fit;
#[cfg(has_payloads)]
mod olingo_server;
mod payload;
mod read;
#[cfg(has_payloads)]
mod redfish;
#[cfg(has_payloads)]
mod redfish_action;
#[cfg(has_payloads)]
mod sap;
#[cfg(has_payloads)]
mod selected;
mod sent;
#[cfg(has_payloads)]
mod simple_odata;
#[cfg(has_payloads)]
mod types;

use std::path::{Path, PathBuf};

/// Where the payloads are; nothing where there is no corpus, which under CI is a failure.
fn folder() -> Option<PathBuf> {
    let set = std::env::var_os("ODATA_CORPORA").map(PathBuf::from);
    let folder =
        set.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"));
    let folder = folder.join("payloads");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "no corpus at {}",
        folder.display()
    );
    eprintln!("skipped: no corpus at {}", folder.display());
    None
}

#[cfg(not(has_payloads))]
#[test]
fn every_payload_decodes_or_fails_as_listed() {
    assert!(
        folder().is_none(),
        "the corpus was not there when this was built: touch tests/build.rs and build again"
    );
}

#[cfg(has_payloads)]
mod tests {
    use std::collections::BTreeSet;

    use crate::payload::{Payload, Wrong};
    use crate::sent::Sent;
    use crate::{elsewhere, folder};

    const LISTS: [(&str, &[Payload]); 8] = [
        ("davidmoten", crate::davidmoten::ALL),
        ("odata.net", crate::odata_net::ALL),
        ("olingo-client", crate::olingo_client::ALL),
        ("olingo-fit", crate::olingo_fit::ALL),
        ("olingo-server", crate::olingo_server::ALL),
        ("redfish", crate::redfish::ALL),
        ("sap-cloud-sdk-java", crate::sap::ALL),
        ("simple-odata", crate::simple_odata::ALL),
    ];

    /// The files below the folder, but for the table of where they are from.
    fn files(folder: &std::path::Path, below: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            match entry.file_type().expect("a type").is_dir() {
                true => files(&entry.path(), &format!("{name}/"), found),
                false => assert!(name == "PROVENANCE.md" || found.insert(name)),
            }
        }
    }

    #[test]
    fn every_payload_is_in_one_list() {
        let Some(folder) = folder() else {
            return;
        };
        let mut there = BTreeSet::new();
        files(&folder, "", &mut there);
        let mut listed = elsewhere::captured(&folder);
        listed.extend(elsewhere::graph());
        for (publisher, list) in LISTS {
            for payload in list {
                let file = format!("{publisher}/{}", payload.file);
                assert!(listed.insert(file.clone()), "{file} is listed twice");
                assert!(!payload.what.is_empty(), "{file}: what is it?");
            }
        }
        let unlisted: Vec<_> = there.difference(&listed).collect();
        assert!(unlisted.is_empty(), "in no list: {unlisted:#?}");
        let gone: Vec<_> = listed.difference(&there).collect();
        assert!(gone.is_empty(), "listed, and not there: {gone:#?}");
        println!(
            "{} files, {} of them read here",
            there.len(),
            LISTS.iter().map(|(_, list)| list.len()).sum::<usize>()
        );
    }

    #[tokio::test]
    async fn every_payload_decodes_or_fails_as_listed() {
        let Some(folder) = folder() else {
            return;
        };
        let mut wrong = Vec::new();
        for (publisher, list) in LISTS {
            let (mut decoded, mut failed, mut members) = (0, 0, 0);
            for payload in list {
                let path = folder.join(publisher).join(payload.file);
                let body = std::fs::read(&path)
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let passed_over = payload.passed_over;
                let reading = (payload.read)(Sent { body, passed_over });
                // In a task of its own, so that one file's failed assertion does not hide the next file.
                let outcome = tokio::spawn(reading).await;
                let said = match (outcome, payload.fails) {
                    (Ok(Ok(found)), None) => {
                        (decoded, members) = (decoded + 1, members + found);
                        continue;
                    }
                    (Ok(Err(Wrong::Refused(error))), Some((says, _))) if error.contains(says) => {
                        failed += 1;
                        continue;
                    }
                    (Ok(Ok(_)), Some(_)) => {
                        "it decodes, and is listed as one that cannot".to_owned()
                    }
                    (Ok(Err(Wrong::Refused(error))), _) => error,
                    (Ok(Err(Wrong::Lost(lost))), _) => format!("lost: {lost}"),
                    (Err(panic), _) => panic.to_string(),
                };
                wrong.push(format!("{publisher}/{}: {said}", payload.file));
            }
            println!(
                "{publisher}: {decoded} decoded ({members} members), {failed} failed as expected"
            );
        }
        assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
    }
}
