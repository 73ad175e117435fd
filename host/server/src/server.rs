//! Accepts connections, bounds them, and ends in good order; must not know what is answered.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use coral_contract::Telemetry;
use futures::FutureExt;
use futures::future::BoxFuture;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tracing::warn;

use crate::callers::Callers;
use crate::figures::{Counted, Figures};
use crate::house::House;
use crate::listener::Listener;
use crate::routes;

/// How many connections may be open at once; more wait until one is closed.
const MAX_CONNECTIONS: usize = 1024;

/// How long a connection may take to say what it wants, and may say nothing between two requests.
const HEADER_DEADLINE: Duration = Duration::from_secs(30);

/// How long a caller may take none of an answer.
const WRITE_DEADLINE: Duration = Duration::from_secs(30);

/// How long to wait where the system gives no more sockets.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(50);

/// A connection's bytes, of which some have to be taken now and then.
type Stream = TokioIo<Pin<Box<TimeoutStream<TcpStream>>>>;

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
        let house = Arc::new(House {
            callers: options.callers,
            telemetry: options.telemetry,
            figures: Figures::new(),
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
        // Boxed so that the server is compiled into this crate, and not into each that starts one.
        self.serve_now(listener, stop).boxed()
    }

    async fn serve_now(self, listener: Listener, mut stop: BoxFuture<'_, ()>) -> bool {
        let graceful = GracefulShutdown::new();
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let mut connections = JoinSet::new();
        loop {
            let accepting = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (place, listener.accept().await)
            };
            tokio::select! {
                biased;
                () = &mut stop => break,
                // Forgets connections that have ended.
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
                (place, accepted) = accepting => match accepted {
                    Ok(stream) => {
                        let connection = graceful.watch(self.connection(stream));
                        let open = self.house.figures.connect();
                        connections.spawn(async move {
                            let _held: (_, Counted) = (place, open);
                            // A connection that breaks off is its caller's affair.
                            let _ = connection.await;
                        });
                    }
                    Err(error) => {
                        warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(ACCEPT_AGAIN_AFTER).await;
                    }
                },
            }
        }
        drop(listener);
        let is_finished = tokio::time::timeout(self.grace, graceful.shutdown()).await.is_ok();
        connections.shutdown().await;
        is_finished
    }

    fn connection(&self, stream: TcpStream) -> http1::Connection<Stream, TowerToHyperService<Router>> {
        // Small answers must not wait for the next packet; where that cannot be had they are slower, and still right.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE_DEADLINE));
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_DEADLINE)
            .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(self.router.clone()))
    }
}
