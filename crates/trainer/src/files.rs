//! Writing files. A regular file is replaced as a whole or not at all; links, devices and pipes stay what they are.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};

/// A path as the subject of a message.
pub(crate) fn named(path: &Path) -> String {
    path.display().to_string()
}

/// Writes `content` to `path`, as [`write_with`] does.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<()> {
    write_with(path, |writer| writer.write_all(content))
}

/// Writes the file at `path` with `fill`.
///
/// A regular file is first written under another name in the same directory and then renamed, so that it is never seen half
/// written. Symbolic links are followed, and an existing file's permissions are kept. A device or a pipe is written to.
///
/// # Errors
///
/// If it cannot be written; the error names it. A regular file then keeps its old content, and no other file is left behind.
pub(crate) fn write_with(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let write = || match OpenOptions::new().append(true).open(path) {
        Ok(file) if is_stream(path, &file)? => fill_file(&file, fill),
        Ok(file) => replace(&destination(path), Some(file.metadata()?.permissions()), fill),
        Err(error) if error.kind() == ErrorKind::NotFound => replace(&destination(path), None, fill),
        Err(error) => Err(error),
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Where a file with that path is or would be: the end of its symbolic links.
pub(crate) fn destination(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    while let Ok(target) = fs::read_link(&path) {
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    path
}

/// Removes half-written files, before the program ends. While the guard lives, no other file can be begun.
#[must_use = "without the guard, another file may be begun"]
pub(crate) fn remove_unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    let unfinished = unfinished();
    for path in &*unfinished {
        // The program is ending; nothing can be done about an error.
        let _ = fs::remove_file(path);
    }
    unfinished
}

/// Whether it is written to and not replaced: a device, a pipe, or the system's name for an open file, such as `/dev/stdout`.
fn is_stream(path: &Path, file: &File) -> io::Result<bool> {
    Ok(!file.metadata()?.is_file() || path.starts_with("/dev") || path.starts_with("/proc"))
}

fn replace(
    path: &Path,
    permissions: Option<fs::Permissions>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let (part, file) = Part::create_beside(path)?;
    fill_file(&file, fill)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()?;
    part.rename(path)
}

fn fill_file(file: &File, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut writer = BufWriter::new(file);
    fill(&mut writer)?;
    writer.flush()
}

/// The files of all [`Part`]s.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A half-written file. It is removed when this is dropped, and when a signal ends the program.
struct Part {
    path: PathBuf,
}

impl Part {
    fn create_beside(path: &Path) -> io::Result<(Self, File)> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let path = path.with_file_name(name);
        let mut unfinished = unfinished();
        let file = File::create(&path)?;
        unfinished.push(path.clone());
        Ok((Self { path }, file))
    }

    fn rename(self, to: &Path) -> io::Result<()> {
        let mut unfinished = unfinished();
        let renamed = fs::rename(&self.path, to);
        if renamed.is_ok() {
            unfinished.retain(|path| *path != self.path);
        }
        drop(unfinished);
        renamed
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let mut unfinished = unfinished();
        if let Some(idx) = unfinished.iter().position(|path| *path == self.path) {
            unfinished.swap_remove(idx);
            // What went wrong before is reported; an error here would hide it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_made_or_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        for content in ["long content", "short"] {
            write(&path, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(names(directory.path()), ["file"]);
    }

    #[test]
    fn what_fails_leaves_the_old_content_and_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        write(&path, b"old").unwrap();
        let error = write_with(&path, |writer| {
            writer.write_all(&[0; 100_000])?;
            Err(io::Error::other("the disk is full"))
        });
        let message = format!("{:#}", error.unwrap_err());
        assert_eq!(message, format!("cannot write {}: the disk is full", path.display()));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(directory.path()), ["file"]);
    }

    #[test]
    fn a_file_that_cannot_be_renamed_is_removed() {
        let directory = tempfile::tempdir().unwrap();
        let (part, _) = Part::create_beside(&directory.path().join("file")).unwrap();
        assert!(part.rename(&directory.path().join("nowhere/file")).is_err());
        assert!(names(directory.path()).is_empty());
    }

    #[test]
    fn a_directory_is_not_written_to() {
        let directory = tempfile::tempdir().unwrap();
        assert!(write(directory.path(), b"content").is_err());
        assert!(names(directory.path()).is_empty());
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        use super::*;

        #[test]
        fn permissions_are_kept() {
            let directory = tempfile::tempdir().unwrap();
            let path = directory.path().join("file");
            write(&path, b"old").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            write(&path, b"new").unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
            assert_eq!(fs::read(&path).unwrap(), b"new");
        }

        #[test]
        fn a_symbolic_link_stays_one_whether_or_not_its_target_is_there() {
            let directory = tempfile::tempdir().unwrap();
            fs::create_dir(directory.path().join("models")).unwrap();
            symlink("models/target", directory.path().join("link")).unwrap();
            symlink("link", directory.path().join("link of link")).unwrap();
            for content in ["first", "second"] {
                write(&directory.path().join("link of link"), content.as_bytes()).unwrap();
                assert_eq!(fs::read_to_string(directory.path().join("models/target")).unwrap(), content);
            }
            assert_eq!(names(directory.path()), ["link", "link of link", "models"]);
            assert_eq!(names(&directory.path().join("models")), ["target"]);
            assert!(directory.path().join("link").is_symlink());
        }

        #[test]
        fn a_device_is_written_to() {
            write(Path::new("/dev/null"), b"content").unwrap();
            assert!(!fs::metadata("/dev/null").unwrap().is_file());
        }

        #[test]
        fn a_pipe_is_written_to() {
            let directory = tempfile::tempdir().unwrap();
            let pipe = directory.path().join("pipe");
            let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
            assert!(made.success());
            let reader = std::thread::spawn({
                let pipe = pipe.clone();
                move || fs::read(pipe).unwrap()
            });
            write(&pipe, b"content").unwrap();
            assert_eq!(reader.join().unwrap(), b"content");
            assert_eq!(names(directory.path()), ["pipe"]);
        }
    }
}
