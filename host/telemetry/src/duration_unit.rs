//! Units of time, as metrics name them; must not know metrics.

/// How many nanoseconds a unit of time has, by its code in UCUM, which OpenTelemetry's metrics use
/// (<https://opentelemetry.io/docs/specs/semconv/general/metrics/#instrument-units>); none for any other unit.
pub(crate) fn nanoseconds(unit: &str) -> Option<f64> {
    match unit {
        "ns" => Some(1.0),
        "us" => Some(1e3),
        "ms" => Some(1e6),
        "s" => Some(1e9),
        "min" => Some(60e9),
        "h" => Some(3600e9),
        _ => None,
    }
}
