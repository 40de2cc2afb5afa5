//! A folder as a revision of git has it, read by git itself.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::Path,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context as _, ensure};

/// The YAML files of a folder in a revision, by their path within it.
pub(super) fn files(folder: &Path, revision: &str) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let commit = format!("{revision}^{{commit}}");
    let commit = said(folder, &["rev-parse", "--verify", "--end-of-options", &commit])?;
    let prefix = said(folder, &["rev-parse", "--show-prefix"])?;
    let tree = format!("{}:{}", commit.trim(), prefix.trim().trim_end_matches('/'));
    let listed = said(folder, &["ls-tree", "-r", "-z", "--full-tree", &tree])?;
    // `100644 blob 0123…<TAB>sheets/2026/mts-kg.yaml`
    let entries = listed.split('\0').filter_map(|entry| {
        let (about, path) = entry.split_once('\t')?;
        let blob = about.strip_prefix("100")?.split(' ').nth(2)?;
        (path.ends_with(".yaml") || path.ends_with(".yml")).then(|| (path.to_owned(), blob.to_owned()))
    });
    let (paths, blobs): (Vec<String>, Vec<String>) = entries.unzip();
    Ok(paths.into_iter().zip(contents(folder, blobs)?).collect())
}

/// The contents of these, in order.
fn contents(folder: &Path, blobs: Vec<String>) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut git = git(folder, &["cat-file", "--batch"]).stdin(Stdio::piped()).spawn().context(NO_GIT)?;
    let (mut asks, answers) = (git.stdin.take().context("git listens")?, git.stdout.take().context("git speaks")?);
    let many = blobs.len();
    // Both at once: git stops reading when nobody reads what it says.
    let asking = thread::spawn(move || blobs.iter().try_for_each(|blob| writeln!(asks, "{blob}")));
    let mut answers = BufReader::new(answers);
    let mut contents = Vec::with_capacity(many);
    for _ in 0..many {
        let mut head = String::new();
        answers.read_line(&mut head).context("git stopped")?;
        let size: usize =
            head.trim().rsplit(' ').next().and_then(|size| size.parse().ok()).context("git has no such file")?;
        let mut content = vec![0; size + 1];
        answers.read_exact(&mut content).context("git stopped")?;
        content.truncate(size);
        contents.push(content);
    }
    ensure!(asking.join().is_ok_and(|asked| asked.is_ok()) && git.wait()?.success(), "git cat-file failed");
    Ok(contents)
}

const NO_GIT: &str = "git cannot be started: install it, or name two folders";

fn said(folder: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let ended = git(folder, arguments).output().context(NO_GIT)?;
    let complaint = String::from_utf8_lossy(&ended.stderr);
    ensure!(ended.status.success(), "git says: {}", complaint.trim().trim_start_matches("fatal: "));
    String::from_utf8(ended.stdout).context("git names a file that is not UTF-8")
}

fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(arguments);
    git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    git
}
