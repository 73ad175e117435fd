//! A bundle for a program that keeps running: whenever its file is replaced by a sound newer one, that one is used, and until
//! then the old one, whole. It must not know whom to trust, which its caller checks.

use std::error::Error;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use semver::Version;

use crate::{Bundle, BundleError, Name};

/// For how long a file that was just changed may be changed again without its times telling.
const UNSETTLED: Duration = Duration::from_secs(1);

/// What a caller's check says against a bundle.
pub type CheckError = Box<dyn Error + Send + Sync>;

type Check<T> = Box<dyn Fn(&Bundle) -> Result<T, CheckError> + Send + Sync>;

/// A bundle that follows its file. `T` is what the caller's check found out about it, such as its signer.
pub struct LiveBundle<T> {
    path: PathBuf,
    check: Check<T>,
    state: Mutex<State<T>>,
}

/// A bundle that passed every check. It is in memory: nothing that happens to the file changes it.
#[derive(Debug)]
pub struct Accepted<T> {
    /// The bundle.
    pub bundle: Bundle,
    /// What the caller's check found out.
    pub verdict: T,
}

/// The bundle to use now.
#[derive(Debug)]
pub struct Current<T> {
    /// The newest that was accepted.
    pub accepted: Arc<Accepted<T>>,
    /// Why the one that is in the file now was not; said once for each change.
    pub refusal: Option<LiveBundleError>,
}

/// Why a bundle does not take the place of the one that is used.
#[derive(Debug, thiserror::Error)]
pub enum LiveBundleError {
    /// It is none, or damaged.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The caller's check is against it.
    #[error(transparent)]
    Check(CheckError),
    /// It is another one.
    #[error("{}: it holds the bundle {found} now, and {used} is used", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What is in it.
        found: Name,
        /// What is used.
        used: Name,
    },
    /// It is older.
    #[error("{}: version {found} of the bundle is in it now, which is older than {used}, which is used", path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// What is in it.
        found: Version,
        /// What is used.
        used: Version,
    },
}

struct State<T> {
    accepted: Arc<Accepted<T>>,
    /// What the file was when it was last looked into; none if it may have changed since without a trace.
    seen: Option<Stamp>,
    /// The last refusal and what it was about, so that it is said once.
    refused: Option<(Option<Stamp>, String)>,
}

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata: Metadata = fs::metadata(path).ok()?;
        Some(Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        })
    }

    /// Whether the last change is so long ago that another one would have another time.
    fn is_settled(&self) -> bool {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let changed = u64::try_from(self.changed.0).unwrap_or_default();
        Duration::from_secs(changed) + UNSETTLED < now
    }
}

impl<T> LiveBundle<T> {
    /// Reads the bundle and checks all of it. The check is made of this one and of each that is to take its place.
    pub fn open(
        path: &Path,
        check: impl Fn(&Bundle) -> Result<T, CheckError> + Send + Sync + 'static,
    ) -> Result<Self, LiveBundleError> {
        let seen = Stamp::of(path).filter(Stamp::is_settled);
        let accepted = Arc::new(accept(path, &check)?);
        let state = State { accepted, seen, refused: None };
        Ok(Self { path: path.to_owned(), check: Box::new(check), state: Mutex::new(state) })
    }

    /// The bundle to use now. It looks at the file, and reads it only if it changed.
    pub fn current(&self) -> Current<T> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // Before the file is read: what changes then is found the next time.
        let stamp = Stamp::of(&self.path);
        let mut refusal = None;
        if stamp.is_none() || state.seen != stamp {
            match self.successor(&state.accepted.bundle) {
                Ok(None) => state.refused = None,
                Ok(Some(accepted)) => {
                    state.accepted = Arc::new(accepted);
                    state.refused = None;
                }
                Err(error) => {
                    let refused = Some((stamp, error.to_string()));
                    if state.refused != refused {
                        refusal = Some(error);
                        state.refused = refused;
                    }
                }
            }
            state.seen = stamp.filter(Stamp::is_settled);
        }
        Current { accepted: state.accepted.clone(), refusal }
    }

    /// The bundle that is in the file now; none if it is the one that is used.
    fn successor(&self, used: &Bundle) -> Result<Option<Accepted<T>>, LiveBundleError> {
        let path = || self.path.clone();
        let found = Bundle::open_in_memory(&self.path)?;
        let (found_name, used_name) = (&found.manifest().name, &used.manifest().name);
        if found_name != used_name {
            return Err(LiveBundleError::Other { path: path(), found: found_name.clone(), used: used_name.clone() });
        }
        let (found_version, used_version) = (&found.manifest().version, &used.manifest().version);
        if found_version.cmp_precedence(used_version).is_lt() {
            let (found, used) = (found_version.clone(), used_version.clone());
            return Err(LiveBundleError::Older { path: path(), found, used });
        }
        if found.digest() == used.digest() && found.signature() == used.signature() {
            return Ok(None);
        }
        let verdict = (self.check)(&found).map_err(LiveBundleError::Check)?;
        Ok(Some(Accepted { bundle: found, verdict }))
    }
}

fn accept<T>(path: &Path, check: &dyn Fn(&Bundle) -> Result<T, CheckError>) -> Result<Accepted<T>, LiveBundleError> {
    let bundle = Bundle::open_in_memory(path)?;
    let verdict = check(&bundle).map_err(LiveBundleError::Check)?;
    Ok(Accepted { bundle, verdict })
}
