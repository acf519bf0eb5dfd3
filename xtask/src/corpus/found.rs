//! The documents below a folder: what they are called, who published them, and a copy of each that is unpacked.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How a document's file ends; `.gz` may follow, and archives hold more of them.
const ENDINGS: [&str; 4] = [".xml", ".csdl", ".edmx", ".json"];
const ARCHIVES: [&str; 2] = [".tar.gz", ".tgz"];

/// A document, or the documents of an archive that are one service.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its path below the folder; that of the archive when it is one of several.
    pub(crate) name: String,
    /// Who published it.
    pub(crate) producer: String,
    /// The unpacked copies, relative to the folder of copies.
    pub(crate) files: Vec<PathBuf>,
}

/// Finds the documents of a folder, in the order of their names, and copies them below `copies`. Names are relative to
/// `base`, which the folder is in, or else to the folder itself.
pub(crate) fn all(folder: &Path, base: Option<&Path>, copies: &Path) -> io::Result<Vec<Found>> {
    let mut paths = Vec::new();
    let folder = match folder.is_file() {
        true => {
            paths.push(folder.to_owned());
            folder.parent().unwrap_or(folder)
        }
        false => {
            files_below(folder, &mut paths)?;
            folder
        }
    };
    let mut producers = BTreeMap::new();
    if let Some(base) = base {
        let path = base.join("PROVENANCE.md");
        if path.is_file() && folder != base {
            paths.push(path);
        }
    }
    let folder = base.unwrap_or(folder);
    let (mut found, mut plain) = (Vec::new(), Vec::new());
    for path in &paths {
        if path.file_name().is_some_and(|name| name == "PROVENANCE.md") {
            let below = relative(path.parent().unwrap_or(path), folder);
            provenance(&below, &std::fs::read_to_string(path)?, &mut producers);
            continue;
        }
        let name = relative(path, folder);
        if ends(&name, &ARCHIVES) {
            found.extend(archive(path, &name, copies)?);
        } else if ends(name.strip_suffix(".gz").unwrap_or(&name), &ENDINGS) {
            plain.push((path, name));
        }
    }
    for (path, name) in plain {
        let copy = PathBuf::from(name.strip_suffix(".gz").unwrap_or(&name));
        // Without a copy the generator says that there is nothing to read, and the others are read all the same.
        match bytes(path) {
            Ok(bytes) => copy_to(&bytes, &copies.join(&copy))?,
            Err(error) => eprintln!("corpus: {name}: {error}"),
        }
        found.push(Found {
            name,
            producer: String::new(),
            files: vec![copy],
        });
    }
    for one in &mut found {
        let archive = one.name.split("!/").next().unwrap_or(&one.name);
        one.producer = match producers.get(archive) {
            Some(producer) => String::clone(producer),
            None => match one.name.rsplit_once('/') {
                Some((folder, _)) => folder.to_owned(),
                None => ".".to_owned(),
            },
        };
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn ends(name: &str, endings: &[&str]) -> bool {
    let name = name.to_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    entries.sort();
    for path in entries {
        // A link may lead back up.
        let kind = std::fs::symlink_metadata(&path)?.file_type();
        if kind.is_dir() {
            files_below(&path, found)?;
        } else if path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

/// A path below a folder, with slashes.
fn relative(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.display().to_string().replace('\\', "/")
}

/// The table of PROVENANCE.md: the columns `file` and `producer`.
fn provenance(below: &str, text: &str, producers: &mut BTreeMap<String, String>) {
    let mut columns: Option<(usize, usize)> = None;
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let position = |name: &str| cells.iter().position(|cell| *cell == name);
        if let (Some(file), Some(producer)) = (position("file"), position("producer")) {
            columns = Some((file, producer));
            continue;
        }
        let Some((file, producer)) = columns else {
            continue;
        };
        if let (Some(file), Some(producer)) = (cells.get(file), cells.get(producer)) {
            let file = match below {
                "" => (*file).to_owned(),
                below => format!("{below}/{file}"),
            };
            producers.insert(file, (*producer).to_owned());
        }
    }
}

/// The bytes of a file, unpacked where it is packed.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path.extension().is_none_or(|ending| ending != "gz") {
        return std::fs::read(path);
    }
    let unpacked = Command::new("gzip").arg("-dc").arg(path).output()?;
    match unpacked.status.success() {
        true => Ok(unpacked.stdout),
        false => Err(io::Error::other("gzip could not unpack it")),
    }
}

/// Writes a copy unless it is the same already, so that what was made of it can be kept.
pub(crate) fn copy_to(bytes: &[u8], copy: &Path) -> io::Result<()> {
    if std::fs::read(copy).is_ok_and(|known| known == bytes) {
        return Ok(());
    }
    if let Some(folder) = copy.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(copy, bytes)
}

/// The documents of an archive: one service, unless several of them declare the same namespace, as those of different
/// services do.
fn archive(path: &Path, name: &str, copies: &Path) -> io::Result<Vec<Found>> {
    let below = format!("{name}!");
    let folder = copies.join(&below);
    std::fs::create_dir_all(&folder)?;
    let unpacked = Command::new("tar")
        .arg("-xzf")
        .arg(path)
        .arg("-C")
        .arg(&folder)
        .status()?;
    let mut inside = Vec::new();
    files_below(&folder, &mut inside)?;
    inside.retain(|path| ends(&path.display().to_string(), &ENDINGS));
    let copy_of = |inside: &Path| PathBuf::from(format!("{below}/{}", relative(inside, &folder)));
    let mut files: Vec<PathBuf> = inside.iter().map(|path| copy_of(path)).collect();
    if files.is_empty() && unpacked.success() {
        return Ok(Vec::new());
    }
    if !unpacked.success() {
        eprintln!("corpus: {name}: tar could not unpack it");
        files = vec![PathBuf::from(name)];
        inside.clear();
    }
    if !declare_the_same(&inside)? {
        return Ok(vec![Found {
            name: name.to_owned(),
            producer: String::new(),
            files,
        }]);
    }
    let one = |file: PathBuf| Found {
        name: file.display().to_string(),
        producer: String::new(),
        files: vec![file],
    };
    Ok(files.into_iter().map(one).collect())
}

/// Whether two of the files declare one namespace. A look at the text is enough for that.
fn declare_the_same(files: &[PathBuf]) -> io::Result<bool> {
    let mut seen = std::collections::BTreeSet::new();
    for file in files {
        let text = String::from_utf8_lossy(&std::fs::read(file)?).into_owned();
        let mut own = std::collections::BTreeSet::new();
        for schema in text.split("<Schema ").skip(1) {
            let head = schema.split('>').next().unwrap_or_default();
            let namespace = head.split("Namespace=\"").nth(1);
            own.extend(namespace.and_then(|rest| rest.split('"').next().map(str::to_owned)));
        }
        if own.iter().any(|namespace| seen.contains(namespace)) {
            return Ok(true);
        }
        seen.extend(own);
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_below_a_folder_with_their_producers() {
        let folder = tempfile::tempdir().expect("a folder");
        let copies = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        write("a/one.xml", "<a/>");
        write("a/b/two.CSDL", "<a/>");
        write("a/b/notes.txt", "no document");
        write("three.edmx.gz", "not packed at all");
        write(
            "PROVENANCE.md",
            "| kind | file | producer |\n|---|---|---|\n| V4 | a/one.xml | A shop |\n",
        );
        let found = all(folder.path(), None, copies.path()).expect("found");
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|one| (one.name.as_str(), one.producer.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("a/b/two.CSDL", "a/b"),
                ("a/one.xml", "A shop"),
                ("three.edmx.gz", ".")
            ]
        );
        assert!(copies.path().join("a/b/two.CSDL").is_file());
        assert!(!copies.path().join("three.edmx").exists());
        let one = all(&folder.path().join("a/one.xml"), None, copies.path()).expect("found");
        assert_eq!(one.len(), 1);
    }
}
