//! Where something is said, as generated code shows it.

/// The path of a document from the folder of `service.toml`, whatever the current folder is: the same documents give the same
/// text everywhere. Of one that cannot be reached so, such as one by an absolute path, the name alone is shown.
pub(crate) fn from_folder(folder: &str, place: &str) -> String {
    let name = || place.rsplit('/').next().unwrap_or(place).to_owned();
    if is_absolute(place) != is_absolute(folder) {
        return name();
    }
    let (folder, place) = (segments(folder), segments(place));
    let pairs = folder.iter().zip(&place);
    let common = pairs.take_while(|(one, other)| one == other).count();
    let up = folder.iter().skip(common);
    if up.clone().any(|segment| *segment == "..") {
        return name();
    }
    let down = place.iter().skip(common).copied();
    up.map(|_| "..").chain(down).collect::<Vec<_>>().join("/")
}

/// In the notation of Windows too.
fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.as_bytes().get(1) == Some(&b':')
}

/// The segments of a path, without `.` and without the `..` that only lead back.
fn segments(path: &str) -> Vec<&str> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::from_folder;

    #[test]
    fn a_place_is_the_same_from_everywhere() {
        for (folder, place, expected) in [
            ("", "metadata.xml", "metadata.xml"),
            ("svc", "svc/metadata.xml", "metadata.xml"),
            ("/a/svc", "/a/svc/docs/x.md", "docs/x.md"),
            ("../svc", "../svc/metadata.xml", "metadata.xml"),
            // What stands beside the folder, however the way there is written.
            ("", "../shared/x.xml", "../shared/x.xml"),
            ("svc", "shared/x.xml", "../shared/x.xml"),
            ("svc", "svc/../shared/x.xml", "../shared/x.xml"),
            ("/a/svc", "/a/shared/x.xml", "../shared/x.xml"),
            ("../../b/svc", "../../b/shared/x.xml", "../shared/x.xml"),
            // Segments count and not letters.
            ("spec", "specs/x.xml", "../specs/x.xml"),
            // No path of a machine is shown.
            ("svc", "/home/me/x.xml", "x.xml"),
            ("svc", "C:/me/x.xml", "x.xml"),
            ("..", "x.xml", "x.xml"),
        ] {
            assert_eq!(from_folder(folder, place), expected, "{folder} {place}");
        }
    }
}
