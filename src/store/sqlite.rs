//! The embedded engine: one file, one writer, a pool of readers.

mod bulk;
mod connection;
mod index;
mod lane;
mod readers;
mod upkeep;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

pub(super) use bulk::Bulk;
pub(super) use lane::Lane;
use readers::Readers;
use upkeep::Upkeep;

use super::query::{Query, Reach};
use super::value::Row;
use super::{Error, Purpose, schema};
use crate::domain::time::Timestamp;

/// An open database file, for reading; writing is the lane's.
#[derive(Debug)]
pub(super) struct Sqlite {
    readers: Arc<Readers>,
    // Held as long as the database is served; the system gives it up when the process ends, however it ends.
    _served: Option<File>,
}

impl Sqlite {
    /// Opens the file, making and migrating it as needed, and the lane that writes it.
    pub(super) fn open(path: &Path, purpose: Purpose, now: Timestamp) -> Result<(Self, Lane), Error> {
        make_folder(path)?;
        let served = if purpose == Purpose::Serve { Some(lock(path)?) } else { None };
        make_file(path)?;
        let mut writer = connection::open_writer(path)?;
        schema::migrate(&mut writer, now)?;
        schema::check_whole(&writer)?;
        let readers = Arc::new(Readers::new(path)?);
        let upkeep = Upkeep::start(path, &mut writer, &readers, purpose)?;
        let lane = Lane::new(writer, upkeep, Arc::clone(&readers));
        Ok((Self { readers, _served: served }, lane))
    }

    /// Runs a query. A point query runs where it is asked: moving it to another thread would cost more than it does.
    pub(super) async fn query(&self, query: Query) -> Result<Vec<Row>, Error> {
        if query.reach != Reach::Scan {
            return self.readers.query(&query);
        }
        let readers = Arc::clone(&self.readers);
        let _turn = self.readers.scans.acquire().await.map_err(|error| Error::Unavailable(error.to_string()))?;
        let answer = tokio::task::spawn_blocking(move || readers.query(&query)).await;
        answer.map_err(|error| Error::Unavailable(error.to_string()))?
    }
}

fn make_folder(path: &Path) -> Result<(), Error> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder).map_err(|error| cannot_open(folder, &error))
}

/// Makes the file for its owner alone, when it is not there; what SQLite makes beside it gets the same mode.
fn make_file(path: &Path) -> Result<(), Error> {
    match for_owner().write(true).create_new(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(cannot_open(path, &error)),
    }
}

fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn lock(path: &Path) -> Result<File, Error> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file =
        for_owner().write(true).create(true).truncate(true).open(&name).map_err(|error| cannot_open(path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(cannot_open(path, &error)),
    }
}

fn cannot_open(path: &Path, error: &std::io::Error) -> Error {
    Error::Open { path: path.to_owned(), reason: error.to_string() }
}
