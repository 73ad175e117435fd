//! `coral-wasm demo live`: services that there are not send OTLP into a server, and the scripts that ship watch them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bytesize::ByteSize;
use coral_generator::Shop;
use coral_listener::{ListenAddress, Listener};
use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{self, OptionFuture};

use super::monitors::{Monitors, RUN_EVERY};
use super::screen::Screen;
use crate::arguments::{DemoLiveArguments, LiveArguments, LogFormat, PolicySources, ServeArguments};
use crate::failure::Failure;
use crate::serving::Serving;
use crate::stop_signal::StopSignal;

/// How long what is under way has at the end: nobody waits for it but the demo itself.
const GRACE: Duration = Duration::from_secs(2);

/// How long everything is kept.
const KEEP: Duration = Duration::from_secs(3_600);

/// Shows live data until a signal or the time that was asked for; then the exit code is 0.
pub async fn run(arguments: DemoLiveArguments) -> Result<u8, Failure> {
    let stop = StopSignal::listen()?;
    let scratch = tempfile::tempdir().context("could not make a temporary folder")?;
    let shop = Shop { seed: arguments.seed };
    let lasts = arguments.lasts;
    let folder = arguments.live.clone().unwrap_or_else(|| scratch.path().join("live"));
    let serving = Serving::open(&server(arguments, folder)).await?;
    let [http, grpc] = otlp_addresses(&serving).context("OTLP is not received")?;
    let address = &serving.address;
    let monitors = Monitors::prepare(scratch.path(), Arc::new(serving.database.clone())).await?;

    let screen = Screen::new();
    screen.say(&format!("receiving OTLP on {grpc} (gRPC) and {http} (HTTP)"));
    screen.say(&format!("answering on {address}: try coral-wasm services --server {address}"));
    screen.say(&format!(
        "orders, payments and users send; {} look every {}; Ctrl-C ends it",
        monitors.names().join(" and "),
        humantime::format_duration(RUN_EVERY)
    ));

    let is_over = async {
        let time_is_over = OptionFuture::from(lasts.map(tokio::time::sleep));
        tokio::select! {
            () = stop.received.clone() => {}
            Some(()) = time_is_over => {}
            () = screen.closed() => {}
        }
    };
    let is_over = is_over.boxed().shared();
    let (end_server, server_ends) = oneshot::channel::<()>();
    let shown = async {
        let endpoint = format!("http://{grpc}");
        let selling = shop.run(&endpoint, is_over.clone().boxed(), |change| screen.change(&change));
        let (counts, ()) = future::join(selling, monitors.run(&screen, &is_over)).await;
        // The server outlives those who talk to it.
        drop(end_server);
        counts
    };
    let (counts, _is_in_time) = future::join(shown, serving.run(server_ends.map(drop).boxed().shared())).await;
    screen.end(&counts.map_err(anyhow::Error::from)?);
    Ok(0)
}

/// Where OTLP is received, over HTTP and over gRPC.
fn otlp_addresses(serving: &Serving) -> Option<[SocketAddr; 2]> {
    let receiving = serving.receiving.as_ref()?;
    let of = |listener: &Option<Listener>| listener.as_ref()?.address().ok();
    Some([of(&receiving.http)?, of(&receiving.grpc)?])
}

/// A server as anyone starts it, for this machine alone.
fn server(arguments: DemoLiveArguments, folder: PathBuf) -> ServeArguments {
    ServeArguments {
        db: folder.clone(),
        listen: arguments.listen,
        tokens: Vec::new(),
        hosts: Vec::new(),
        log_format: LogFormat::Text,
        emit_to: None,
        queue_timeout: Duration::from_secs(10),
        grace: GRACE,
        live: LiveArguments {
            folder: Some(folder),
            otlp_http: ListenAddress::any_port().into(),
            otlp_grpc: ListenAddress::any_port().into(),
            keep: KEEP,
            keep_size: ByteSize::gib(1),
            keep_summaries: KEEP,
        },
        limits: PolicySources::default(),
    }
}
