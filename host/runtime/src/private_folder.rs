//! A folder whose files only this user can have written, for what is trusted because of that. Must not know what the files
//! hold.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::PathBuf;

use rustix::fs::OFlags;

/// A folder of this user's, which is made when something is first written.
#[derive(Debug, Clone)]
pub struct PrivateFolder(PathBuf);

impl PrivateFolder {
    /// The folder at a path.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// The names of the files in it; none of a folder that others can write.
    pub fn names(&self) -> Vec<String> {
        if !self.is_private() {
            return Vec::new();
        }
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }

    /// A file in it that only this user can have written, for reading.
    pub fn open(&self, name: &str) -> Option<File> {
        if !self.is_private() {
            return None;
        }
        // Neither a link to elsewhere nor a pipe, which would be waited for.
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
        let file = OpenOptions::new().read(true).custom_flags(flags.cast_signed()).open(self.0.join(name)).ok()?;
        let metadata = file.metadata().ok()?;
        (metadata.is_file() && is_ours(&metadata)).then_some(file)
    }

    /// Writes a file, under a name that others see only once it is whole. Whoever has an older one open keeps it.
    pub fn write(&self, name: &str, pieces: &[&[u8]]) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        let temporary = self.0.join(format!("{name}.{}", std::process::id()));
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&temporary)
            .and_then(|mut file| pieces.iter().try_for_each(|piece| file.write_all(piece)))
            .and_then(|()| fs::rename(&temporary, self.0.join(name)));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    /// Removes a file, if it is there.
    pub fn remove(&self, name: &str) {
        let _ = fs::remove_file(self.0.join(name));
    }

    /// Where there are more files than `most`, removes the half of them that was written longest ago.
    #[cfg(feature = "compiler")]
    pub fn thin_out(&self, most: usize) {
        let names = self.names();
        if names.len() <= most {
            return;
        }
        let written = |name: &String| fs::metadata(self.0.join(name)).and_then(|file| file.modified());
        let mut dated: Vec<_> =
            names.into_iter().map(|name| (written(&name).unwrap_or(std::time::SystemTime::UNIX_EPOCH), name)).collect();
        dated.sort();
        for (_, name) in dated.iter().take(dated.len() / 2) {
            self.remove(name);
        }
    }

    fn is_private(&self) -> bool {
        fs::symlink_metadata(&self.0).is_ok_and(|folder| folder.is_dir() && is_ours(&folder))
    }
}

/// Whether only this user can have written it.
fn is_ours(metadata: &fs::Metadata) -> bool {
    metadata.uid() == rustix::process::geteuid().as_raw() && metadata.mode() & 0o022 == 0
}
