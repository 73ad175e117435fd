//! The receiver: what its connections speak, and how it ends; must not know what is received.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use coral_listener::{Bounds, Listener, ServerNames, Stream};
use coral_otlp::Intake;
use futures::FutureExt;
use futures::future::BoxFuture;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::service::TowerToHyperService;
use prometheus_client::registry::Registry;

use crate::figures::Figures;
use crate::limits::Limits;
use crate::reception::Reception;
use crate::{grpc, http};

/// The port of OTLP over HTTP: <https://opentelemetry.io/docs/specs/otlp/#otlphttp-default-port>.
pub const HTTP_PORT: u16 = 4318;

/// The port of OTLP over gRPC: <https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-default-port>.
pub const GRPC_PORT: u16 = 4317;

/// How long a connection may take to say what it wants, and may say nothing between two requests.
const HEADER_DEADLINE: Duration = Duration::from_secs(30);

/// How often a connection of gRPC is asked whether it is still there, and for how long it may say nothing, not even
/// that.
const PING_EVERY: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(30);

/// How many calls a connection of gRPC may have under way.
const CALLS: u32 = 32;

/// How many bytes of bodies a connection of gRPC may send ahead: with 256 connections as many as may be in flight.
const WINDOW_BYTES: u32 = 256 * 1024;

/// The most bytes of a call's headers.
const HEADER_BYTES: u32 = 16 * 1024;

/// How a receiver is set up.
pub struct ReceiverOptions {
    /// Who takes rows.
    pub intake: Arc<dyn Intake>,
    /// What clients may call this machine over HTTP. gRPC's are asked for no name: no page on the web can speak it.
    pub names: ServerNames,
    /// What clients are held to.
    pub limits: Limits,
    /// How long requests that are under way may take once the receiver is asked to end.
    pub grace: Duration,
}

/// Receives OTLP.
pub struct Receiver {
    http: Router,
    grpc: Router,
    bounds: Bounds,
}

impl Receiver {
    /// A receiver that does not listen yet, with its counters in this registry.
    pub fn new(options: ReceiverOptions, registry: &mut Registry) -> Self {
        let ReceiverOptions { intake, names, limits, grace } = options;
        let reception = Arc::new(Reception::new(intake, names, limits, Figures::new(registry)));
        Self {
            http: http::router(Arc::clone(&reception)),
            grpc: grpc::router(reception),
            bounds: Bounds { most: limits.connections, silence: None, grace },
        }
    }

    /// Receives until `stop` is done; then accepts nothing more, and lets what is under way finish within the grace.
    ///
    /// Whether it did: what was not finished is cut off, and its client sends it again elsewhere.
    pub fn serve<'a>(
        self,
        http: Option<Listener>,
        grpc: Option<Listener>,
        stop: BoxFuture<'a, ()>,
    ) -> BoxFuture<'a, bool> {
        // Boxed so that the receiver is compiled into this crate, and not into each that starts one.
        async move {
            let stop = stop.shared();
            let over_http = async {
                let connect = |stream| (self.http1(stream), ());
                match http {
                    Some(listener) => coral_listener::serve(listener, self.bounds, stop.clone(), connect).await,
                    None => true,
                }
            };
            let over_grpc = async {
                let bounds = Bounds { silence: Some(SILENCE), ..self.bounds };
                let connect = |stream| (self.http2(stream), ());
                match grpc {
                    Some(listener) => coral_listener::serve(listener, bounds, stop.clone(), connect).await,
                    None => true,
                }
            };
            let (is_http_finished, is_grpc_finished) = futures::join!(over_http, over_grpc);
            is_http_finished && is_grpc_finished
        }
        .boxed()
    }

    fn http1(&self, stream: Stream) -> http1::Connection<Stream, TowerToHyperService<Router>> {
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_DEADLINE)
            .serve_connection(stream, TowerToHyperService::new(self.http.clone()))
    }

    fn http2(&self, stream: Stream) -> http2::Connection<Stream, TowerToHyperService<Router>, TokioExecutor> {
        http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .keep_alive_interval(PING_EVERY)
            .max_concurrent_streams(CALLS)
            .max_header_list_size(HEADER_BYTES)
            .initial_stream_window_size(WINDOW_BYTES)
            .initial_connection_window_size(WINDOW_BYTES)
            .serve_connection(stream, TowerToHyperService::new(self.grpc.clone()))
    }
}
