//! Generates clients for the payloads that other projects publish: from their own `$metadata`, where the corpus has it,
//! else from what was written after the payloads (specs/payloads).

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the documents of a client are.
enum Documents {
    /// Below `metadata` of the corpus; `.gz` is unpacked.
    Corpus(&'static str),
    /// Those of an archive there.
    Archive(&'static str),
    /// Below this package.
    Ours(&'static str),
}

use Documents::{Archive, Corpus, Ours};

struct Client {
    /// The name of the file that it is written to.
    module: &'static str,
    name: &'static str,
    documents: Documents,
    /// Further lines of `service.toml`.
    settings: &'static str,
}

const CLIENTS: &[Client] = &[
    Client {
        module: "statics",
        name: "Statics",
        documents: Corpus("olingo/static-service.xml"),
        settings: "",
    },
    Client {
        module: "rows",
        name: "Rows",
        documents: Corpus("olingo/open-type-service.xml"),
        settings: "",
    },
    Client {
        module: "demo",
        name: "Demo",
        documents: Corpus("odata-demo/v4.xml"),
        settings: "",
    },
    Client {
        module: "trippin",
        name: "Trippin",
        documents: Corpus("trippin/rw.xml"),
        // Olingo's and davidmoten's payloads are of some properties only.
        settings: "partial-entities = true",
    },
    Client {
        module: "restier",
        name: "Restier",
        documents: Corpus("trippin/restier.xml"),
        settings: "",
    },
    Client {
        module: "northwind",
        name: "Northwind",
        documents: Corpus("northwind/v4-odata.org.xml"),
        settings: "types = ['NorthwindModel.Order_Detail']",
    },
    Client {
        module: "adventure",
        name: "Adventure",
        documents: Corpus("odata.net/AdventureWorksPlus.csdl"),
        settings: "types = ['*.Product']\nnavigation-properties = ['Product/*']",
    },
    Client {
        module: "unit1",
        name: "Unit1",
        documents: Corpus("davidmoten-unit/metadata1.xml"),
        settings: "",
    },
    Client {
        module: "unit5",
        name: "Unit5",
        documents: Corpus("davidmoten-unit/metadata5.xml"),
        settings: "",
    },
    Client {
        module: "unit7",
        name: "Unit7",
        documents: Corpus("davidmoten-unit/metadata7.xml"),
        settings: "types = ['*']",
    },
    Client {
        module: "unit8",
        name: "Unit8",
        documents: Corpus("davidmoten-unit/metadata8.xml"),
        settings: "",
    },
    Client {
        module: "unit9",
        name: "Unit9",
        documents: Corpus("davidmoten-unit/metadata9.xml"),
        settings: "types = ['*']",
    },
    Client {
        module: "unit10",
        name: "Unit10",
        documents: Corpus("davidmoten-unit/metadata10.xml"),
        settings: "types = ['*']",
    },
    Client {
        module: "redfish",
        name: "Redfish",
        documents: Archive("redfish/dmtf-csdl.tar.gz"),
        settings: REDFISH,
    },
    Client {
        module: "records",
        name: "Records",
        documents: Corpus("simple-odata/OpenTypes.xml"),
        settings: "",
    },
    Client {
        module: "dynamics",
        name: "Dynamics",
        documents: Corpus("dynamics-crm/crm4-v9.1.xml.gz"),
        settings: "types = ['*.account', '*.task']\nnavigation-properties = ['account/Account_Tasks']",
    },
    Client {
        module: "olingo",
        name: "Olingo",
        documents: Ours("olingo.xml"),
        settings: "types = ['*']\nnavigation-properties = ['*/*']",
    },
    Client {
        module: "samples",
        name: "Samples",
        documents: Ours("samples.xml"),
        settings: "types = ['*']\nnavigation-properties = ['*/*']",
    },
];

/// The versions that the mockups are of; of the four largest types the oldest one, as a program has that was written then:
/// each version has all that came before it.
const REDFISH: &str = "partial-entities = true
actions = ['*']
types = [
    'ActionInfo.v1_5_0.ActionInfo', 'Assembly.v1_6_1.Assembly', 'Certificate.v1_11_0.Certificate',
    'CertificateCollection.CertificateCollection', 'CertificateEnrollment.v1_0_1.CertificateEnrollment',
    'ComponentIntegrity.v1_3_2.ComponentIntegrity', 'ControlCollection.ControlCollection',
    'KeyCollection.KeyCollection', 'ManagerNetworkProtocol.v1_0_0.ManagerNetworkProtocol', 'Memory.v1_0_0.Memory',
    'Power.v1_7_3.Power', 'PowerSupply.v1_6_0.PowerSupply', 'Role.v1_3_3.Role', 'Sensor.v1_0_0.Sensor',
    'ServiceRoot.v1_0_0.ServiceRoot', 'Signature.v1_0_3.Signature', 'SoftwareInventory.v1_13_0.SoftwareInventory',
    'USBControllerCollection.USBControllerCollection',
]
# Swordfish, which is published elsewhere.
[defects]
missing-document = 'ignore'";

/// Writes `payloads_<module>.rs` for each client; `corpus` is the folder of the corpora.
pub(crate) fn generate(corpus: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    for client in CLIENTS {
        let documents = documents(&client.documents, corpus, out)?;
        let documents: Vec<String> = documents
            .iter()
            // A literal string of TOML, so that backslashes of a path stay what they are.
            .map(|path| format!("'{}'", path.display()))
            .collect();
        let service = out.join(format!("payloads_{}.toml", client.module));
        let text = format!(
            "name = \"{}\"\nbase-url = \"http://127.0.0.1/{}/\"\nmetadata = [{}]\n{}\n",
            client.name,
            client.module,
            documents.join(", "),
            client.settings
        );
        std::fs::write(&service, text)?;
        // Not `build`, which makes cargo watch the file that was written here just now.
        let generated = odata_codegen::Builder::new(service).generate()?;
        let code = out.join(format!("payloads_{}.rs", client.module));
        std::fs::write(code, generated.text)?;
    }
    Ok(())
}

fn documents(documents: &Documents, corpus: &Path, out: &Path) -> io::Result<Vec<PathBuf>> {
    let metadata = corpus.join("metadata");
    Ok(match documents {
        Corpus(name) => {
            let path = metadata.join(name);
            println!("cargo::rerun-if-changed={}", path.display());
            match name.strip_suffix(".gz") {
                Some(plain) => vec![unpacked(&path, &out.join(plain.replace('/', "_")))?],
                None => vec![path],
            }
        }
        Archive(name) => {
            let path = metadata.join(name);
            println!("cargo::rerun-if-changed={}", path.display());
            let folder = out.join(name.replace('/', "_"));
            std::fs::create_dir_all(&folder)?;
            run(Command::new("tar")
                .args(["-xzf".as_ref(), path.as_os_str()])
                .args(["-C".as_ref(), folder.as_os_str()])
                .arg("--strip-components=1"))?;
            let files = std::fs::read_dir(&folder)?;
            let mut files = files
                .map(|file| Ok(file?.path()))
                .collect::<io::Result<Vec<_>>>()?;
            files.sort();
            files
        }
        Ours(name) => {
            let path = std::path::absolute(format!("specs/payloads/{name}"))?;
            println!("cargo::rerun-if-changed={}", path.display());
            vec![path]
        }
    })
}

fn unpacked(path: &Path, copy: &Path) -> io::Result<PathBuf> {
    let text = run(Command::new("gzip").arg("-dc").arg(path))?;
    std::fs::write(copy, text)?;
    Ok(copy.to_owned())
}

fn run(command: &mut Command) -> io::Result<Vec<u8>> {
    let output = command.output()?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(io::Error::other(format!(
            "{command:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        ))),
    }
}
