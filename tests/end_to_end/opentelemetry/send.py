"""Sends traces and metrics with OpenTelemetry's own SDK and exporters, over HTTP or gRPC: send.py http|grpc ENDPOINT."""

import sys
import time

from opentelemetry.metrics import Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import ExponentialBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode, set_span_in_context

protocol, endpoint = sys.argv[1:]
if protocol == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    span_exporter = OTLPSpanExporter(endpoint=endpoint, insecure=True)
    metric_exporter = OTLPMetricExporter(endpoint=endpoint, insecure=True)
else:
    from opentelemetry.exporter.otlp.proto.http import Compression
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    span_exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", compression=Compression.Gzip)
    metric_exporter = OTLPMetricExporter(endpoint=f"{endpoint}/v1/metrics")

resource = Resource.create({"service.name": f"python-{protocol}"})
tracers = TracerProvider(resource=resource)
tracers.add_span_processor(BatchSpanProcessor(span_exporter))
tracer = tracers.get_tracer("test")

# Five requests of 100 to 500 ms with a query each; the last one fails.
begin = time.time_ns()
for number in range(1, 6):
    parent = tracer.start_span(
        "GET /things/{id}",
        kind=SpanKind.SERVER,
        start_time=begin,
        attributes={"http.request.method": "GET", "http.route": "/things/{id}", "number": number},
    )
    child = tracer.start_span("SELECT", kind=SpanKind.CLIENT, start_time=begin, context=set_span_in_context(parent))
    child.end(begin + 1_000_000)
    parent.set_attribute("http.response.status_code", 503 if number == 5 else 200)
    if number == 5:
        parent.set_status(Status(StatusCode.ERROR, "out of things"))
    parent.end(begin + number * 100_000_000)

views = [View(instrument_name="exponential", aggregation=ExponentialBucketHistogramAggregation())]
reader = PeriodicExportingMetricReader(metric_exporter, export_interval_millis=3_600_000)
meters = MeterProvider(resource=resource, metric_readers=[reader], views=views)
meter = meters.get_meter("test")
meter.create_counter("things", unit="1").add(7, {"kind": "blue"})
meter.create_observable_gauge("queue.length", callbacks=[lambda options: [Observation(42)]], unit="1")
explicit = meter.create_histogram("explicit", unit="ms", explicit_bucket_boundaries_advisory=[10, 100, 1000])
exponential = meter.create_histogram("exponential", unit="s")
for value in range(1, 101):
    explicit.record(value)
    exponential.record(value)

if not tracers.force_flush(10_000) or not meters.force_flush(10_000):
    sys.exit("not everything was sent")
tracers.shutdown()
meters.shutdown()
