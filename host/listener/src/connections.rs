//! Accepts connections, bounds them, and ends in good order; must not know which protocol they speak.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tracing::warn;

use crate::Listener;

/// How long a caller may take none of an answer.
const WRITE_DEADLINE: Duration = Duration::from_secs(30);

/// How long to wait where the system gives no more sockets.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(50);

/// A connection's bytes, of which some have to be taken now and then.
pub type Stream = TokioIo<Pin<Box<TimeoutStream<TcpStream>>>>;

/// What all connections of a server are held to.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How many may be open at once; more wait until one is closed.
    pub most: usize,
    /// How long one may say nothing, where the protocol has no bound of its own.
    pub silence: Option<Duration>,
    /// How long requests that are under way may take once the server is asked to end.
    pub grace: Duration,
}

/// Serves connections until `stop` is done; then accepts nothing more, and lets what is under way finish within the
/// grace.
///
/// `connect` gives a connection its protocol, and what is to be held for as long as it is open. Whether all finished is
/// returned: what did not is cut off.
pub async fn serve<Connection, Held>(
    listener: Listener,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
    connect: impl Fn(Stream) -> (Connection, Held),
) -> bool
where
    Connection: GracefulConnection + Send + 'static,
    Held: Send + 'static,
{
    let mut stop = pin!(stop);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(bounds.most));
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
                    let (connection, held) = connect(bounded(stream, bounds.silence));
                    let connection = graceful.watch(connection);
                    connections.spawn(async move {
                        let _held = (place, held);
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
    let is_finished = tokio::time::timeout(bounds.grace, graceful.shutdown()).await.is_ok();
    connections.shutdown().await;
    is_finished
}

fn bounded(stream: TcpStream, silence: Option<Duration>) -> Stream {
    // Small answers must not wait for the next packet; where that cannot be had they are slower, and still right.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_read_timeout(silence);
    stream.set_write_timeout(Some(WRITE_DEADLINE));
    TokioIo::new(Box::pin(stream))
}
