//! What WASI knows of one run: its two console streams, and that nothing else is granted.

use std::sync::Arc;

use coral_run::{Level, Session};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use super::clocks::WallClock;
use super::console_stream::ConsoleStream;
use crate::host_functions::RunState;

/// The most random bytes of one call; a call for more traps.
const MAX_RANDOM_BYTES: u64 = 64 * 1024;

/// WASI's part of a run.
pub struct Wasi {
    context: WasiCtx,
    stdout: ConsoleStream,
    stderr: ConsoleStream,
}

impl Wasi {
    /// Nothing but a console, clocks and randomness.
    fn new(session: &Arc<Session>) -> Self {
        let stdout = ConsoleStream::new(Arc::clone(session), Level::Log);
        let stderr = ConsoleStream::new(Arc::clone(session), Level::Error);
        let context = WasiCtx::builder()
            .stdout(stdout.clone())
            .stderr(stderr.clone())
            .wall_clock(WallClock)
            .max_random_size(MAX_RANDOM_BYTES)
            // Said although these are the defaults, since the sandbox is made of them.
            .allow_tcp(false)
            .allow_udp(false)
            .allow_ip_name_lookup(false)
            .build();
        Self { context, stdout, stderr }
    }

    /// Writes what was printed without a newline at its end: the run is over.
    pub fn finish(&self) {
        self.stdout.finish();
        self.stderr.finish();
    }
}

impl WasiView for RunState {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        // Made at the first call, so that a run without any does not pay for it.
        let wasi = self.wasi.get_or_insert_with(|| Wasi::new(&self.session));
        WasiCtxView { ctx: &mut wasi.context, table: &mut self.resources }
    }
}
