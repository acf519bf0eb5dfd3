//! Every captured answer of real servers is decoded with types generated from their own `$metadata`, or fails as
//! [`expected`] says. What is not captured here is not asked again: no server is started.

// Without the corpus at build time there are no types to decode with.
#![cfg_attr(not(has_captured), allow(dead_code))]

mod corpus;
#[cfg(has_captured)]
mod decode;
mod expected;
mod kind;
#[cfg(has_captured)]
mod lost;
#[cfg(has_captured)]
mod others;

#[test]
fn every_captured_file_is_in_the_index() {
    let Some(folder) = corpus::folder() else {
        return;
    };
    let answers = corpus::answers(&folder);
    let mut listed: Vec<_> = answers.iter().map(|one| one.file.clone()).collect();
    listed.sort();
    assert_eq!(listed, corpus::files(&folder));
    for (file, ..) in expected::FAILS {
        assert!(
            listed.iter().any(|one| one == file),
            "{file} is not captured"
        );
    }
    for (file, ..) in expected::KEPT {
        assert!(
            listed.iter().any(|one| one == file),
            "{file} is not captured"
        );
    }
    for answer in &answers {
        assert!(
            kind::of(answer).is_some(),
            "{}: what is {}?",
            answer.file,
            answer.path
        );
    }
}

#[cfg(not(has_captured))]
#[test]
fn every_captured_answer_decodes_or_fails_as_expected() {
    assert!(
        corpus::folder().is_none(),
        "the corpus was not there when this was built: touch tests/build.rs and build again"
    );
}

#[cfg(has_captured)]
#[tokio::test]
async fn every_captured_answer_decodes_or_fails_as_expected() {
    use std::collections::BTreeMap;

    let Some(folder) = corpus::folder() else {
        return;
    };
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for answer in corpus::answers(&folder) {
        let kind = kind::of(&answer).expect("a kind");
        let file = answer.file.clone();
        // In a task of its own, so that one file's failed assertion does not hide the next file.
        let outcome = tokio::spawn(async move { decode::decode(&answer, kind).await }).await;
        let fails = expected::FAILS.iter().find(|(one, ..)| *one == file);
        let kept = expected::KEPT.iter().find(|(one, ..)| *one == file);
        let kept = kept.map_or(&[][..], |(_, names, _)| names);
        let count = counts.entry(kind.name()).or_default();
        match (outcome, fails) {
            (Ok(Ok(found)), None) if found.iter().eq(kept) => count.0 += 1,
            (Ok(Ok(found)), None) => wrong.push(format!("(\"{file}\", &{found:?}),")),
            (Ok(Ok(_)), Some(_)) => wrong.push(format!("{file} decodes, and is listed as failing")),
            (Ok(Err(error)), Some((_, says, _))) if error.contains(says) => count.1 += 1,
            (Ok(Err(error)), _) => wrong.push(format!("(\"{file}\", {error:?}, \"\"),")),
            (Err(panic), _) => wrong.push(format!("{file}: {panic}")),
        }
    }
    for (kind, (decoded, failed)) in counts {
        println!("{kind}: {decoded} decoded, {failed} failed as expected");
    }
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}
