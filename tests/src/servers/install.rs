//! Installing the servers and the readers of other people, once, from pinned versions.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the checked-in part of a server is.
pub(crate) fn sources(server: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("servers")
        .join(server)
}

/// Installs CAP; the answer is the folder to start it in.
pub(super) fn cap() -> Result<PathBuf, String> {
    npm("cap")
}

/// Installs the packages of a folder with a package-lock.json; the answer is the copy of it that has them.
pub(crate) fn npm(name: &str) -> Result<PathBuf, String> {
    let (sources, folder) = (sources(name), target().join(name));
    let _lock = lock(name)?;
    mirror(&sources, &folder)?;
    once(&sources.join("package-lock.json"), &folder, || {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let mut command = Command::new(npm);
        command
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder);
        run(command)
    })?;
    Ok(folder)
}

/// Installs odatapy; the answer is the Python that has it.
pub(crate) fn odatapy() -> Result<PathBuf, String> {
    python("odatapy")
}

/// Installs the packages of a folder with a requirements.txt; the answer is the Python that has them.
pub(crate) fn python(name: &str) -> Result<PathBuf, String> {
    let (sources, folder) = (sources(name), target().join(name));
    let inside = if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    };
    let python = folder.join(inside);
    let _lock = lock(name)?;
    let requirements = sources.join("requirements.txt");
    once(&requirements, &folder, || {
        let name = if cfg!(windows) { "python" } else { "python3" };
        let mut venv = Command::new(name);
        venv.args(["-m", "venv", "--clear"]).arg(&folder);
        run(venv)?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet"])
            .args(["--disable-pip-version-check", "-r"])
            .arg(&requirements);
        run(pip)
    })?;
    Ok(python)
}

/// The folder for servers below cargo's target directory: the output of a build script is `build/NAME/out` below the
/// folder of the profile.
pub(crate) fn target() -> PathBuf {
    let output = Path::new(env!("OUT_DIR"));
    output.ancestors().nth(4).unwrap_or(output).join("servers")
}

/// Held by one process at a time, and given back when it ends in whatever way.
fn lock(server: &str) -> Result<File, String> {
    let path = target().join(format!("{server}.lock"));
    fs::create_dir_all(target()).map_err(|error| at(&path, &error))?;
    let file = File::create(&path).map_err(|error| at(&path, &error))?;
    file.lock().map_err(|error| at(&path, &error))?;
    Ok(file)
}

/// Does it unless it has been done for that very list of packages.
fn once(
    packages: &Path,
    folder: &Path,
    install: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    let wanted = fs::read_to_string(packages).map_err(|error| at(packages, &error))?;
    let done = folder.with_extension("installed");
    if folder.is_dir() && fs::read_to_string(&done).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    // What is left of the last time must not pass for done when this time fails.
    let _ = fs::remove_file(&done);
    install()?;
    fs::write(&done, wanted).map_err(|error| at(&done, &error))
}

/// Makes the folder hold the same files. Packages that were installed in it stay, and a file that is the same already
/// is not touched, since another server may be reading it.
fn mirror(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| at(to, &error))?;
    for entry in fs::read_dir(to).map_err(|error| at(to, &error))?.flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        if name == "node_modules" || from.join(&name).exists() {
            continue;
        }
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(|error| at(&path, &error))?;
    }
    for entry in fs::read_dir(from)
        .map_err(|error| at(from, &error))?
        .flatten()
    {
        let (path, copy) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == "node_modules" {
            continue;
        }
        if path.is_dir() {
            mirror(&path, &copy)?;
            continue;
        }
        let text = fs::read(&path).map_err(|error| at(&path, &error))?;
        if fs::read(&copy).is_ok_and(|had| had == text) {
            continue;
        }
        fs::write(&copy, text).map_err(|error| at(&copy, &error))?;
    }
    Ok(())
}

/// Runs it to its end.
pub(crate) fn run(mut command: Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} failed ({}): {text}", output.status))
}

fn at(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
