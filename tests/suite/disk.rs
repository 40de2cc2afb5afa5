//! What a disk can do to a store in a file, and that all works again by itself once the cause is gone.
//!
//! The disks are real, small and in memory; who mounts them is root.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    iter,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use tradefacts::{
    clock::Clock,
    language::Language,
    schedule::{Channel, Fate, Key},
    store::{self, Letter, Plan, Store, StoreError, Trouble},
};

use crate::store::{add, at, channel, daily, key, plan, secs};

/// A small file system, gone with this.
pub(crate) struct Disk {
    /// Where it is reached.
    place: PathBuf,
    /// Where it always is.
    pub ground: PathBuf,
    /// It goes away with this.
    folder: tempfile::TempDir,
}

impl Disk {
    /// Of so many bytes.
    pub(crate) fn new(size: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (place, ground) = (folder.path().join("place"), folder.path().join("ground"));
        fs::create_dir(&place).unwrap();
        fs::create_dir(&ground).unwrap();
        let disk = Self { place, ground, folder };
        run("mount", &["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"], &disk.ground);
        disk.appear();
        disk
    }

    pub(crate) fn give_to(&self, user: &str) {
        run("chmod", &["755"], self.folder.path());
        run("chown", &[user], &self.ground);
    }

    fn address(&self) -> String {
        format!("sqlite:{}/store.db", self.place.display())
    }

    /// Leaves no room at all.
    pub(crate) fn fill(&self) {
        let mut ballast = File::options().create(true).append(true).open(self.ground.join("ballast")).unwrap();
        // The last pages go one by one only.
        let full = iter::repeat_with(|| ballast.write_all(&[1; 4096])).find_map(Result::err).unwrap();
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
    }

    pub(crate) fn free(&self) {
        fs::remove_file(self.ground.join("ballast")).unwrap();
    }

    fn appear(&self) {
        run("mount", &["--bind", self.ground.to_str().unwrap()], &self.place);
    }

    /// Also while somebody uses it.
    fn disappear(&self) {
        run("umount", &["--lazy"], &self.place);
    }

    fn appear_read_only(&self) {
        self.appear();
        run("mount", &["-o", "remount,bind,ro"], &self.place);
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        for place in [&self.place, &self.ground] {
            let _ = Command::new("umount").arg("--lazy").arg(place).output();
        }
    }
}

fn run(program: &str, arguments: &[&str], place: &Path) {
    let ran = Command::new(program).args(arguments).arg(place).output().unwrap();
    assert!(ran.status.success(), "{program}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// A store with a channel that has a schedule, a post that may be claimed, one that is claimed, and one that is being sent.
async fn prepared(address: &str) -> Arc<dyn Store> {
    let store = store::open(address, &Clock::default()).await.unwrap();
    store.keep_channel(&channel(-1, Some(7))).await.unwrap();
    for chat in [-1, -2, -3] {
        let id = add(&*store, chat, 10).await;
        plan(&*store, id, chat, 10).await;
    }
    assert_eq!(store.claim("a", at(10), secs(600), 2).await.unwrap().len(), 2);
    assert!(store.begin_sending(key(2, 10), "a", "shown", at(10), secs(600)).await.unwrap());
    store
}

/// Everything that must be kept.
const ALL: [&str; 13] = [
    "inbox", "order", "channel", "plan", "wanted", "claim", "begin", "settle", "deletion", "move", "language", "lease",
    "beat",
];

/// Tries one of all, which can be done once; whether it was.
async fn tried(store: &dyn Store, what: &str) -> Result<bool, StoreError> {
    match what {
        "inbox" => {
            let letters = [Letter { id: 5, body: "x".repeat(10_000) }];
            store.take_in(&letters, "a", at(1)).await.map(|new| new == [5])
        }
        "order" => store.add_schedule(&daily(-9), None, 9).await.map(|id| id.is_some()),
        "channel" => {
            let is = Channel { title: "Ё".to_owned(), ..channel(-1, Some(7)) };
            store.change_channel(&channel(-1, Some(7)), &is, Some((7, "why")), at(1)).await
        }
        "plan" => {
            let dues = vec![(at(11), Fate::Planned)];
            let owed = Some((7, "word".to_owned()));
            let plan = Plan { schedule: 1, chat: -1, was: at(11), dues, next: None, owed };
            store.plan(&[plan], at(11)).await.map(|taken| taken == 1)
        }
        "wanted" => store.plan_now(Key { schedule: 1, due: at(7) }, -1, at(7)).await,
        "claim" => store.claim("b", at(10), secs(600), 1).await.map(|claimed| claimed.len() == 1),
        "begin" => store.begin_sending(key(1, 10), "a", "shown", at(12), secs(600)).await,
        "settle" => store.settle_delivery(key(2, 10), "a", &Fate::Sent(Some(1)), Some((7, "sent")), at(12)).await,
        "deletion" => store.delete_schedule(3, at(12)).await,
        "move" => store.move_chat(-3, -33).await.map(|()| true),
        "language" => store.choose_language(7, Some(Language::Ru)).await.map(|()| true),
        "lease" => store.hold("poll", "a", secs(600)).await,
        "beat" => store.beat(at(12)).await.map(|()| true),
        other => panic!("{other}"),
    }
}

/// Nothing of all that is done, and each fails so.
async fn none_done(store: &dyn Store, so: Trouble) {
    for what in ALL {
        let tried = tried(store, what).await;
        let is_so = matches!(&tried, Err(StoreError::Failed(_, trouble, _)) if *trouble == so);
        assert!(is_so, "{what}: {tried:?}");
    }
}

/// All of it is done, and was not before.
async fn all_done(store: &dyn Store) {
    for what in ALL {
        let tried = tried(store, what).await;
        assert!(matches!(tried, Ok(true)), "{what}: {tried:?}");
    }
}

#[tokio::test]
#[ignore = "needs to mount a small file system: run as root"]
async fn on_a_full_disk_all_fails_whole_and_works_again_when_there_is_room() {
    let disk = Disk::new("2m");
    let store = prepared(&disk.address()).await;
    // While another has the file open, who fails gives nothing back to the disk.
    let other = store::open(&disk.address(), &Clock::default()).await.unwrap();
    for _ in 0..2 {
        disk.fill();
        none_done(&*store, Trouble::DiskFull).await;
        disk.free();
        assert_eq!(store.tally().await.unwrap(), [2, 1, 0, 0, 0, 0]);
        assert!(store.leftovers("b", at(9)).await.unwrap().is_empty());
        assert!(store.claim_owed("a", secs(0), 9).await.unwrap().is_empty());
    }
    other.close().await;
    all_done(&*store).await;
    store.close().await;
}

#[tokio::test]
#[ignore = "needs to mount a small file system: run as root"]
async fn a_disk_that_goes_and_comes_back_read_only_and_then_whole_is_written_again() {
    let disk = Disk::new("2m");
    let store = prepared(&disk.address()).await;
    disk.disappear();
    none_done(&*store, Trouble::Exchanged).await;
    disk.appear_read_only();
    // Who had the file open can write it all the same, until that fails once.
    disk.fill();
    store.beat(at(1)).await.unwrap_err();
    disk.free();
    none_done(&*store, Trouble::Unwritable).await;
    disk.disappear();
    disk.appear();
    all_done(&*store).await;
    store.close().await;
}

#[tokio::test]
async fn a_file_that_is_taken_away_or_exchanged_is_not_written_until_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let (path, elsewhere) = (folder.path().join("store.db"), folder.path().join("elsewhere.db"));
    let store = prepared(&format!("sqlite:{}", path.display())).await;
    fs::rename(&path, &elsewhere).unwrap();
    none_done(&*store, Trouble::Exchanged).await;
    assert!(!path.exists(), "no other is made in its place");
    fs::copy(&elsewhere, &path).unwrap();
    none_done(&*store, Trouble::Exchanged).await;
    fs::rename(&elsewhere, &path).unwrap();
    all_done(&*store).await;
    store.close().await;
}
