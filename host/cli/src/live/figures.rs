//! What has become of live data, for Prometheus; must not know how it is kept.

use std::sync::Arc;

use coral_live::StoreFigures;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

/// Reads a store's figures when they are asked for.
#[derive(Debug)]
pub struct LiveFigures(pub Arc<StoreFigures>);

impl Collector for LiveFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let figures = &self.0;
        for (name, help, value) in [
            ("live_rows_written", "Rows of live data that were written", figures.written()),
            ("live_duplicate_spans", "Spans that came again and were not written again", figures.duplicates()),
            ("live_rows_lost", "Rows of live data that no table could take", figures.lost()),
            ("live_write_failures", "Writings of live data that failed and were tried again", figures.failures()),
        ] {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(name, help, None, counter.metric_type())?)?;
        }
        for (name, help, value) in [
            ("live_size_bytes", "Bytes of the files of live data that count", figures.bytes()),
            ("live_segments", "Files of live data that count", figures.segments()),
        ] {
            let gauge = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        Ok(())
    }
}
