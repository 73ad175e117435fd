//! The folder that a script's files must lie in. Knows nothing of what is imported from it.

use std::path::{Path, PathBuf};

/// What makes a folder the root of a project.
pub const MARKERS: [&str; 5] = [".git", "deno.json", "deno.jsonc", "coral.toml", "package.json"];

/// The nearest folder above `entry` that holds one of the [`MARKERS`], or else the folder that `entry` lies in.
///
/// `entry` is an absolute path without symbolic links.
pub fn find(entry: &Path) -> PathBuf {
    let folder = entry.parent().unwrap_or(entry);
    let is_marked = |folder: &&Path| MARKERS.iter().any(|marker| folder.join(marker).exists());
    folder.ancestors().find(is_marked).unwrap_or(folder).to_path_buf()
}

/// `path` relative to `root`, with forward slashes; none if it lies elsewhere.
pub fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy());
    Some(parts.collect::<Vec<_>>().join("/"))
}
