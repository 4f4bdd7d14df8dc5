//! The data folder: made for its owner only, and used by one broker at a time.

use super::StoreError;
use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// The file that is locked. Only its lock counts: it stays there and is empty.
const LOCK: &str = "remote-help.lock";

/// The folder, claimed for this broker until the value is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Claim {
    _lock: File,
}

/// Makes a folder, and those above it, if it is not there. Those that it makes are for their owner
/// only: they hold sign-ins and names.
///
/// # Errors
/// When it cannot be made.
pub(super) fn make(folder: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    let made = builder.recursive(true).mode(0o700).create(folder);
    made.map_err(StoreError::Folder)
}

/// Makes the folder and claims it: two brokers on one store would each act on sessions that the other
/// has in memory.
///
/// # Errors
/// When it cannot be made or locked, or another broker has it.
pub fn claim(folder: &Path) -> Result<Claim, StoreError> {
    make(folder)?;
    let lock = File::create(folder.join(LOCK)).map_err(StoreError::Lock)?;
    match lock.try_lock() {
        Ok(()) => Ok(Claim { _lock: lock }),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(StoreError::Lock(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_folder_is_its_owners_and_one_brokers_at_a_time() {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().join("var").join("data");
        let first = claim(&folder).unwrap();
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let refused = claim(&folder).unwrap_err().to_string();
        let expected = format!("another remote-help uses this folder: {}", folder.display());
        assert_eq!(refused, expected);
        drop(first);
        claim(&folder).unwrap();
    }

    #[test]
    fn a_folder_that_is_there_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let shared = std::fs::Permissions::from_mode(0o750);
        std::fs::set_permissions(folder.path(), shared).unwrap();
        claim(folder.path()).unwrap();
        let mode = std::fs::metadata(folder.path()).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o750);
    }
}
