//! Tells when one of a script's files changes.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

/// Editors write a file in several steps: what follows a change this closely belongs to it.
const SETTLE: Duration = Duration::from_millis(50);

/// Watches files by their folders, since editors put a new file in place of the old one.
pub struct SourceWatcher {
    watcher: RecommendedWatcher,
    files: Arc<Mutex<HashSet<PathBuf>>>,
    folders: HashSet<PathBuf>,
    changed: Arc<Notify>,
}

impl SourceWatcher {
    /// Watches nothing yet.
    pub fn new() -> anyhow::Result<Self> {
        let files = Arc::new(Mutex::new(HashSet::new()));
        let changed = Arc::new(Notify::new());
        let (watched, notified) = (Arc::clone(&files), Arc::clone(&changed));
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            let watched: &Mutex<HashSet<PathBuf>> = &watched;
            let watched = watched.lock().unwrap_or_else(PoisonError::into_inner);
            let is_change = !matches!(event.kind, EventKind::Access(_));
            if is_change && event.paths.iter().any(|path| watched.contains(path)) {
                notified.notify_one();
            }
        })
        .context("could not watch files (--watch)")?;
        Ok(Self { watcher, files, folders: HashSet::new(), changed })
    }

    /// Watches these files too. A file that does not exist yet is told of when it does.
    pub fn add(&mut self, files: impl IntoIterator<Item = PathBuf>) -> anyhow::Result<()> {
        for file in files {
            let file = std::path::absolute(&file).unwrap_or(file);
            let folder = file.parent().unwrap_or(Path::new("/")).to_path_buf();
            if self.folders.insert(folder.clone()) {
                self.watcher
                    .watch(&folder, RecursiveMode::NonRecursive)
                    .with_context(|| format!("could not watch {}", folder.display()))?;
            }
            self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
        }
        Ok(())
    }

    /// Done when a file has changed and the change has settled. A change before the call counts.
    pub fn changed(&self) -> impl Future<Output = ()> + Send + 'static {
        let changed = Arc::clone(&self.changed);
        async move {
            changed.notified().await;
            while tokio::time::timeout(SETTLE, changed.notified()).await.is_ok() {}
        }
    }
}
