//! Receives live data until the program ends; must not know what is asked of it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use coral_listener::{ListenAddress, Listener, ServerNames};
use coral_live::{Store, StoreOptions};
use coral_machine::Machine;
use coral_receiver::{Limits, Receiver, ReceiverOptions};
use futures::FutureExt;
use futures::future::BoxFuture;
use prometheus_client::registry::Registry;
use tokio::time::MissedTickBehavior;
use tracing::{info, warn};

use super::figures::LiveFigures;
use crate::arguments::LiveArguments;
use crate::failure::Failure;

/// How often the machine is measured.
const MEASURE_EVERY: Duration = Duration::from_secs(5);

/// How soon it is measured first.
const FIRST_AFTER: Duration = Duration::from_millis(250);

/// A store, and the sockets over which it is to be filled.
pub struct Receiving {
    /// Where it comes over HTTP, and where over gRPC.
    pub http: Option<Listener>,
    pub grpc: Option<Listener>,
    store: Arc<Store>,
    names: ServerNames,
}

impl Receiving {
    /// Opens the folder and the sockets. Nothing is received yet.
    pub async fn open(folder: &Path, arguments: &LiveArguments, hosts: &[String]) -> Result<Self, Failure> {
        let http = bind(arguments.otlp_http.0.as_ref(), "--otlp-http").await?;
        let grpc = bind(arguments.otlp_grpc.0.as_ref(), "--otlp-grpc").await?;
        let names = arguments.otlp_http.0.as_ref().map(|address| server_names(address, hosts)).unwrap_or_default();
        let options = StoreOptions {
            keep: arguments.keep,
            keep_bytes: arguments.keep_size.as_u64(),
            keep_summaries: arguments.keep_summaries,
            ..StoreOptions::new(folder.to_owned())
        };
        let opening = tokio::task::spawn_blocking(move || Store::open(&options));
        let store =
            opening.await.context("the folder of live data could not be opened")?.map_err(anyhow::Error::from)?;
        Ok(Self { store: Arc::new(store), http, grpc, names })
    }

    /// Receives until `stop` is done, and then writes what was taken. Whether all requests under way could finish in `grace`.
    ///
    /// Its counters go into a registry. Nothing is lost that was taken before this ends.
    pub fn run<'a>(self, registry: &mut Registry, grace: Duration, stop: BoxFuture<'a, ()>) -> BoxFuture<'a, bool> {
        for (listener, over) in [(&self.http, "HTTP"), (&self.grpc, "gRPC")] {
            if let Some(listener) = listener {
                let address = listener.address().map(|address| address.to_string()).unwrap_or_default();
                info!(%address, folder = %self.store.folder().path().display(), "receiving OTLP over {over}");
                if !listener.is_loopback() {
                    warn!(%address, "other machines can send OTLP over {over}, and nothing asks them who they are");
                }
            }
        }
        registry.register_collector(Box::new(LiveFigures(Arc::clone(self.store.figures()))));
        let Self { store, http, grpc, names } = self;
        let options = ReceiverOptions { intake: Arc::clone(&store) as _, names, limits: Limits::default(), grace };
        let receiver = Receiver::new(options, registry);
        async move {
            let measuring = tokio::spawn(measure(Arc::clone(&store)));
            let is_finished = receiver.serve(http, grpc, stop).await;
            measuring.abort();
            let writing = tokio::task::spawn_blocking(move || store.end());
            // A panic there has said so.
            let _panicked = writing.await;
            is_finished
        }
        .boxed()
    }
}

/// Records what the machine is doing, for as long as it is asked to.
async fn measure(store: Arc<Store>) {
    let mut machine = Machine::new();
    // What it uses of its processors is known from one measure to the next.
    let _first = machine.measure();
    tokio::time::sleep(FIRST_AFTER).await;
    let mut ticks = tokio::time::interval(MEASURE_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let measuring = tokio::task::spawn_blocking(move || {
            let measured = machine.measure();
            (machine, measured)
        });
        let Ok((again, measured)) = measuring.await else { return };
        machine = again;
        // A store that takes nothing for now has a gap, which can be seen.
        let _busy = store.record(measured);
    }
}

async fn bind(address: Option<&ListenAddress>, flag: &str) -> Result<Option<Listener>, Failure> {
    let Some(address) = address else { return Ok(None) };
    match Listener::bind(address).await {
        Ok(listener) => Ok(Some(listener)),
        Err(error) => Err(Failure::from(anyhow::anyhow!("cannot receive OTLP: {error}; {flag} says where, or off"))),
    }
}

/// What a server that listens here is called.
pub fn server_names(address: &ListenAddress, further: &[String]) -> ServerNames {
    let is_wildcard = address.host().parse().is_ok_and(|address: std::net::IpAddr| address.is_unspecified());
    let names = ServerNames::default();
    let names = if is_wildcard { names.with_any_address() } else { names.with(&address.url_host()) };
    further.iter().fold(names, |names, name| names.with(name))
}
