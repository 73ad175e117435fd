//! `coral-wasm serve`: answers over HTTP, for scripts under Deno and whoever else asks, until a signal ends it.

use tracing::{info, warn};

use crate::arguments::ServeArguments;
use crate::failure::Failure;
use crate::log;
use crate::serving::Serving;
use crate::stop_signal::StopSignal;

/// Serves until a signal ends it; then the exit code is 0.
pub async fn run(arguments: ServeArguments) -> Result<u8, Failure> {
    let stop = StopSignal::listen()?;
    let serving = Serving::open(&arguments).await?;
    log::start(arguments.log_format);
    if serving.run(stop.received.clone()).await {
        info!("stopped");
    } else {
        warn!("stopped: some requests were cut off after {}", humantime::format_duration(arguments.grace));
    }
    Ok(0)
}
