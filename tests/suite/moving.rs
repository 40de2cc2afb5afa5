//! A bot's store moved to another place, as an operator does it.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use tradefacts::{clock::Clock, language::Language, store};

fn run(folder: &Path, line: &str) -> (Option<i32>, String) {
    let command = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
        .args(line.split(' '))
        .current_dir(folder)
        .env_remove("TRADEFACTS_STORE")
        .output();
    let Output { status, stdout, stderr } = command.unwrap();
    (status.code(), String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap())
}

#[tokio::test]
async fn a_store_is_moved_by_export_and_import() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let address = |name: &str| format!("sqlite:{}", there.join(name).display());
    let old = store::open(&address("old.db"), &Clock::default()).await.unwrap();
    old.choose_language(7, Some(Language::Ru)).await.unwrap();
    old.hold("poll", "a bot", Duration::from_secs(540)).await.unwrap();

    let (code, said) = run(there, "store export copy.jsonl --store sqlite:old.db");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("warning: a bot runs on this store"), "{said}");
    assert!(said.ends_with("1 row copied from sqlite:old.db\n"), "{said}");
    old.close().await;
    let (code, said) = run(there, "store import copy.jsonl --store sqlite:new.db");
    assert_eq!((code, said.as_str()), (Some(0), "1 row copied to sqlite:new.db\n"));
    let new = store::look_into(&address("new.db"), &Clock::default()).await.unwrap();
    assert_eq!(new.language(7).await.unwrap(), Some(Language::Ru));
    assert_eq!(new.held("").await.unwrap(), 0, "a lease is of a process");
    new.close().await;

    for (line, words) in [
        ("store import copy.jsonl --store sqlite:new.db", "the store sqlite:new.db holds something already"),
        ("store export copy.jsonl --store sqlite:new.db", "copy.jsonl: File exists"),
        ("store export --store sqlite:none.db", "the store sqlite:none.db does not exist"),
        ("store export --store memory:", "`memory:` is within one process"),
        ("store import copy.jsonl --store memory:", "`memory:` is within one process"),
        ("store import none.jsonl --store sqlite:newer.db", "none.jsonl: No such file"),
        ("store import old.db --store sqlite:newer.db", "this is no copy of a store"),
    ] {
        let (code, said) = run(there, line);
        assert!(code == Some(2) && said.starts_with(&format!("error: {words}")), "{line}: {said}");
    }
    let (_, copy) = run(there, "store export --store sqlite:new.db");
    assert!(copy.starts_with(&fs::read_to_string(there.join("copy.jsonl")).unwrap()), "{copy}");
}
