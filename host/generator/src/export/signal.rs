//! The three signals of OpenTelemetry and where each is sent; must not know what they say.
//!
//! Source: the services in <https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto/collector>.

/// What is sent by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    Spans,
    Points,
    Logs,
}

impl Signal {
    /// The method of gRPC that takes it.
    pub(crate) const fn method(self) -> &'static str {
        match self {
            Self::Spans => "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            Self::Points => "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
            Self::Logs => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
        }
    }
}
