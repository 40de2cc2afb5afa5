//! New sheets → files, each whole, and none where one of them cannot be written.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Writes all texts beside their places, and only then puts each in its place.
///
/// # Errors
///
/// Those of the file system. Unless the last step itself failed, no sheet was touched.
pub(crate) fn put(root: &Path, sheets: &[(String, String)]) -> io::Result<()> {
    let mut beside = Beside(Vec::new());
    for (inside, text) in sheets {
        let path = root.join(inside);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // Hidden files are not read as sheets.
        let written = path.with_file_name(format!(".{name}.{}", std::process::id()));
        let mut file = File::create_new(&written)?;
        beside.0.push((written, path));
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
    }
    beside.0.iter().try_for_each(|(written, path)| fs::rename(written, path))
}

/// Files that go when it goes, unless they found their places.
struct Beside(Vec<(PathBuf, PathBuf)>);

impl Drop for Beside {
    fn drop(&mut self) {
        self.0.iter().for_each(|(written, _)| drop(fs::remove_file(written)));
    }
}
