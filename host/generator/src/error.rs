//! Why nothing can be sent at all.

/// Why nothing can be sent at all. That nobody answers is none of it: a receiver may come later.
#[derive(Debug, thiserror::Error)]
pub enum GeneratorError {
    /// It is no address of a receiver.
    #[error("{endpoint:?} is no endpoint of OTLP over gRPC: give one like http://127.0.0.1:4317")]
    Endpoint {
        /// As it was given.
        endpoint: String,
        /// What is wrong with it.
        source: Option<tonic::transport::Error>,
    },
}
