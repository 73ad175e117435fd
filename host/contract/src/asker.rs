//! Who asks; knows nothing about them but that they are not another.

use std::sync::atomic::{AtomicU64, Ordering};

/// One who asks questions, such as a run. Those who have to wait for their answers take turns by asker, so that nobody
/// who asks much holds up the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asker(u64);

impl Asker {
    /// Everyone who is no one in particular.
    pub const ANYONE: Self = Self(0);

    /// An asker who is none of the others in this process.
    #[expect(clippy::new_without_default, reason = "each is another one: none is the default")]
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}
