//! One exchange with a server; must not know what a body says.

use std::time::Duration;

use bytes::Bytes;
use coral_contract::{ResultSet, SqlQuery};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::{ClientError, ServerAddress, Token, answer, request};

/// The most bytes of an answer that are taken: the rows of one are 16 MiB unless a server was told otherwise, and their
/// JSON repeats the columns' names.
const MAX_ANSWER_BYTES: usize = 512 * 1024 * 1024;

/// How long it may take until the server has taken the connection.
const CONNECT_TIME: Duration = Duration::from_secs(10);

/// A server, and what it knows its caller by.
#[derive(Debug, Clone)]
pub struct Client {
    address: ServerAddress,
    token: Option<Token>,
}

/// What came back.
struct Response {
    status: StatusCode,
    body: Bytes,
}

impl Client {
    /// A client of a server. Nothing is sent before a question is asked.
    pub fn new(address: ServerAddress, token: Option<Token>) -> Self {
        Self { address, token }
    }

    /// The rows of a statement; the server has so long for all of its answer.
    ///
    /// Dropping the future ends the connection, and with it the server's work on the question. A redirection is not
    /// followed: the token is for this server alone.
    pub async fn query(&self, query: &SqlQuery, patience: Option<Duration>) -> Result<ResultSet, ClientError> {
        let asking = self.ask(request::body(query));
        let response = match patience {
            Some(waited) => tokio::time::timeout(waited, asking)
                .await
                .map_err(|_| ClientError::Silent { address: self.address.clone(), waited })??,
            None => asking.await?,
        };
        if response.status == StatusCode::UNAUTHORIZED {
            let address = self.address.clone();
            return Err(match self.token {
                None => ClientError::TokenNeeded { address },
                Some(_) => ClientError::TokenUnknown { address },
            });
        }
        let found = if response.status == StatusCode::OK { answer::rows(&response.body).map(Ok) } else { None };
        let found = found.or_else(|| answer::refusal(&response.body).map(ClientError::Refused).map(Err));
        found.unwrap_or_else(|| Err(self.not_coral(format!("status {}", response.status.as_u16()))))
    }

    async fn ask(&self, body: String) -> Result<Response, ClientError> {
        let stream = self.connect().await?;
        let broken = |error: hyper::Error| self.not_coral(error.to_string());
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
        let exchange = async {
            let response = sender.send_request(self.request(body)?).await.map_err(broken)?;
            let status = response.status();
            let body = Limited::new(response.into_body(), MAX_ANSWER_BYTES).collect().await;
            let body = body.map_err(|error| self.not_coral(format!("its answer is not whole: {error}")))?.to_bytes();
            Ok(Response { status, body })
        };
        tokio::pin!(exchange);
        tokio::select! {
            response = &mut exchange => response,
            // What went wrong with the connection, the exchange says; and it may end before all of the answer is read.
            _ = connection => exchange.await,
        }
    }

    async fn connect(&self) -> Result<TcpStream, ClientError> {
        let unreachable = |reason: String| ClientError::Unreachable { address: self.address.clone(), reason };
        let connecting = TcpStream::connect((self.address.host(), self.address.port()));
        match tokio::time::timeout(CONNECT_TIME, connecting).await {
            Ok(connected) => connected.map_err(|error| unreachable(without_number(&error))),
            Err(_) => Err(unreachable(format!("it does not take a connection within {CONNECT_TIME:?}"))),
        }
    }

    fn request(&self, body: String) -> Result<Request<Full<Bytes>>, ClientError> {
        let mut request = Request::post(self.address.route("/db/query"))
            .header(HOST, self.address.authority())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .header(CONNECTION, "close");
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, token.header());
        }
        request.body(Full::from(body)).map_err(|error| self.not_coral(error.to_string()))
    }

    fn not_coral(&self, reason: String) -> ClientError {
        ClientError::NotCoral { address: self.address.clone(), reason }
    }
}

/// What the system says of an error, without its number: `Connection refused`.
fn without_number(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.as_str(), |(said, _)| said).to_owned()
}
