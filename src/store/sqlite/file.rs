//! The file that a store lies in.

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::{
    ConnectOptions, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

use super::super::{StoreError, Trouble};

/// The address of a store that is gone when it is closed.
pub const MEMORY: &str = "memory:";

/// How long another process may hold the file before we give up on it.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// For the user alone who runs the program.
const PRIVATE: u32 = 0o600;

/// How the file ends by which others see us.
const LOCK: &str = ".lock";

/// `sqlite:PATH` or `memory:`, understood.
pub(super) fn options(address: &str) -> Result<SqliteConnectOptions, StoreError> {
    let address = if address == MEMORY { "sqlite::memory:" } else { address };
    if !address.starts_with("sqlite:") {
        // The rest may hold a password.
        let kind = address.split(':').next().unwrap_or_default();
        return Err(StoreError::Address(kind.to_owned()));
    }
    let options = SqliteConnectOptions::from_str(address).map_err(|_| StoreError::Address(address.to_owned()))?;
    Ok(options.busy_timeout(BUSY).disable_statement_logging())
}

/// True if the connection is not to be used again.
///
/// After a failure SQLite may have ended a transaction that the library takes for open, so that all after it would
/// fail; and a disk that came back is another to who opened the file before. What is in memory knows no such failure,
/// and would be gone with its connection.
#[derive(Clone, Default, Debug)]
pub(super) struct Spoiled(Arc<AtomicBool>);

impl Spoiled {
    /// Spoils the connection when it ends without having passed.
    pub(super) fn trial(&self, is_passed: bool) -> Trial<'_> {
        Trial { spoiled: self, is_passed }
    }
}

#[derive(Debug)]
pub(super) struct Trial<'a> {
    spoiled: &'a Spoiled,
    pub is_passed: bool,
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        if !self.is_passed {
            self.spoiled.0.store(true, Ordering::Relaxed);
        }
    }
}

/// One connection to the file, in whose place comes another only where it was spoiled.
pub(super) async fn connect(address: &str, options: SqliteConnectOptions) -> Result<(SqlitePool, Spoiled), StoreError> {
    let folder = options.get_filename().parent().filter(|folder| !folder.as_os_str().is_empty());
    let has_folder = folder.is_none_or(Path::is_dir);
    let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(BUSY).idle_timeout(None).max_lifetime(None);
    let spoiled = Spoiled::default();
    let is_spoiled = Arc::clone(&spoiled.0);
    let pool = pool.before_acquire(move |_, _| {
        let is_sound = !is_spoiled.swap(false, Ordering::Relaxed);
        Box::pin(async move { Ok(is_sound) })
    });
    // To ask the connection itself before each use would double the work.
    let connected = pool.test_before_acquire(false).connect_with(options.clone()).await;
    let pool = connected.map_err(|error| match Trouble::of(&error) {
        Trouble::Unopened if !has_folder => StoreError::Failed(address.to_owned(), Trouble::NoFolder, Some(error)),
        _ => StoreError::failed(address, error),
    })?;
    // Where the file was taken away, no other is made in its place.
    pool.set_connect_options(options.create_if_missing(false));
    Ok((pool, spoiled))
}

/// The lock by which other processes see that we have the file open, beside it; none where there is no file.
///
/// A process that is killed keeps its leases, but not its lock: who starts alone need not wait for their end.
#[derive(Debug)]
pub(super) struct Presence {
    /// Held while we live.
    _lock: File,
    /// True if no other process had the file open when we came.
    pub alone: bool,
}

impl Presence {
    pub(super) fn show(path: &Path) -> Option<Self> {
        if is_in_memory(path) {
            return None;
        }
        let lock = File::options().create(true).append(true).mode(PRIVATE).open(beside_of(path, LOCK)).ok()?;
        let alone = lock.try_lock().is_ok() && lock.unlock().is_ok();
        let shared = lock.lock_shared().is_ok();
        Some(Self { alone: alone && shared, _lock: lock })
    }
}

/// Makes the file where there is none, so that nobody else may read it, and narrows one that is there, with those
/// beside it. Those that SQLite makes take after it. What else is wrong with the place is told by who opens it.
pub(super) fn make_private(path: &Path) {
    if is_in_memory(path) {
        return;
    }
    let made = File::options().write(true).create_new(true).mode(PRIVATE).open(path);
    if let Ok(file) = made {
        // The name must be on disk as well.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let _ = file.sync_all().and_then(|()| File::open(folder)?.sync_all());
    }
    for beside in ["", "-wal", "-shm", "-journal", LOCK] {
        narrow(&beside_of(path, beside));
    }
}

fn is_in_memory(path: &Path) -> bool {
    path.to_string_lossy().starts_with("file:sqlx-in-memory")
}

fn narrow(path: &Path) {
    let is_wide = path.metadata().is_ok_and(|file| file.permissions().mode() & 0o777 != PRIVATE);
    if is_wide && let Err(error) = fs::set_permissions(path, Permissions::from_mode(PRIVATE)) {
        log::warn!("{} holds what people wrote, and others may read it: chmod 600 ({error})", path.display());
    }
}

fn beside_of(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Which file it is that lies somewhere; another that comes to lie there is told from it.
#[derive(Debug)]
pub(super) struct Same {
    path: PathBuf,
    was: (u64, u64),
}

impl Same {
    /// None where there is no file.
    pub(super) fn now(path: &Path) -> Option<Self> {
        Some(Self { path: path.to_owned(), was: which(path)? })
    }

    /// True if it still lies there.
    pub(super) fn is_there(&self) -> bool {
        which(&self.path) == Some(self.was)
    }
}

fn which(path: &Path) -> Option<(u64, u64)> {
    let file = path.metadata().ok()?;
    Some((file.dev(), file.ino()))
}
