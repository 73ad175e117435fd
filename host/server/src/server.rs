//! The server: what its connections speak, and how it ends; must not know what is answered.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use coral_contract::Telemetry;
use coral_listener::{Bounds, Listener, Stream};
use futures::FutureExt;
use futures::future::BoxFuture;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::TokioTimer;
use hyper_util::service::TowerToHyperService;
use prometheus_client::registry::Registry;

use crate::callers::Callers;
use crate::figures::Figures;
use crate::house::House;
use crate::routes;

/// How many connections may be open at once; more wait until one is closed.
const MAX_CONNECTIONS: usize = 1024;

/// How long a connection may take to say what it wants, and may say nothing between two requests.
const HEADER_DEADLINE: Duration = Duration::from_secs(30);

/// What the names of all figures begin with.
pub const FIGURES_PREFIX: &str = "coral";

/// How a server is set up.
pub struct ServerOptions {
    /// Who may call.
    pub callers: Callers,
    /// What is asked about its health.
    pub telemetry: Arc<dyn Telemetry>,
    /// How long requests that are under way may take once the server is asked to end.
    pub grace: Duration,
}

/// The HTTP door to the telemetry.
pub struct Server {
    house: Arc<House>,
    router: Router,
    grace: Duration,
}

impl Server {
    /// A server that does not listen yet.
    pub fn new(options: ServerOptions) -> Self {
        Self::counting_in(options, Registry::with_prefix(FIGURES_PREFIX))
    }

    /// The same, whose figures are shown with those of others in a registry. Its prefix should be [`FIGURES_PREFIX`].
    pub fn counting_in(options: ServerOptions, registry: Registry) -> Self {
        let house = Arc::new(House {
            callers: options.callers,
            telemetry: options.telemetry,
            figures: Figures::new(registry),
            open_routes: routes::OPEN,
        });
        Self { router: routes::router(Arc::clone(&house)), house, grace: options.grace }
    }

    /// Answers one request, however it came here.
    pub fn answer(&self, request: Request) -> BoxFuture<'static, Response> {
        let answer = TowerToHyperService::new(self.router.clone()).call(request);
        async { answer.await.unwrap_or_else(|never| match never {}) }.boxed()
    }

    /// Serves until `stop` is done; then accepts nothing more, and lets what is under way finish within the grace.
    ///
    /// Whether it did: what was not finished is cut off, and its questions are interrupted.
    pub fn serve<'a>(self, listener: Listener, stop: BoxFuture<'a, ()>) -> BoxFuture<'a, bool> {
        let bounds = Bounds { most: MAX_CONNECTIONS, silence: None, grace: self.grace };
        // Boxed so that the server is compiled into this crate, and not into each that starts one.
        async move {
            let connect = |stream| (self.connection(stream), self.house.figures.connect());
            coral_listener::serve(listener, bounds, stop, connect).await
        }
        .boxed()
    }

    fn connection(&self, stream: Stream) -> http1::Connection<Stream, TowerToHyperService<Router>> {
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_DEADLINE)
            .serve_connection(stream, TowerToHyperService::new(self.router.clone()))
    }
}
