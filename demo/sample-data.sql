-- A small database of telemetry that never goes stale.
--
-- A row of telemetry has a point in time, and scripts ask for the last five minutes: rows with fixed times would be
-- out of sight five minutes after they were made. So the two base tables hold an *age*, and the two views that stand
-- where an agent has its tables subtract it from the time of each query: a span with the age 3 minutes always started
-- three minutes ago.
--
-- The times are in UTC, without a zone, as an agent writes them. `now()` has a zone, and `AT TIME ZONE 'UTC'` takes it
-- off, whatever the zone of the session is.
--
-- The figures are chosen so that the queries give round ones, by interpolation between the two slowest spans:
--
--   payments  P99 650 ms, 2 of 5 requests failed (40 %)     critical
--   orders    P99  30 ms, no error                          healthy
--   users     P99 580 ms, no error                          slow
--   CPU 78.9 %, memory 14,495,514,624 of 17,179,869,184 bytes (84.375 %)

CREATE TABLE sample_spans (
    trace_id VARCHAR,
    span_id VARCHAR,
    service_name VARCHAR,
    duration_ns BIGINT,
    is_error BOOLEAN,
    http_status INTEGER,
    http_method VARCHAR,
    http_route VARCHAR,
    age INTERVAL
);

-- All ages are under five minutes, with ten seconds to spare.
INSERT INTO sample_spans VALUES
    ('trace-001', 'span-001', 'payments', 45000000, false, 200, 'GET', '/api/payments', INTERVAL '4 minutes 50 seconds'),
    ('trace-002', 'span-002', 'payments', 52000000, false, 200, 'POST', '/api/payments', INTERVAL '4 minutes'),
    ('trace-003', 'span-003', 'payments', 602000000, true, 500, 'POST', '/api/payments', INTERVAL '3 minutes'),
    ('trace-004', 'span-004', 'payments', 48000000, false, 200, 'GET', '/api/payments/123', INTERVAL '2 minutes'),
    ('trace-005', 'span-005', 'payments', 652000000, true, 500, 'POST', '/api/payments', INTERVAL '1 minute'),
    ('trace-006', 'span-006', 'orders', 18000000, false, 200, 'GET', '/api/orders', INTERVAL '4 minutes 50 seconds'),
    ('trace-007', 'span-007', 'orders', 30200000, false, 200, 'POST', '/api/orders', INTERVAL '3 minutes'),
    ('trace-008', 'span-008', 'orders', 20200000, false, 200, 'GET', '/api/orders/456', INTERVAL '1 minute'),
    ('trace-009', 'span-009', 'users', 481000000, false, 200, 'GET', '/api/users', INTERVAL '4 minutes'),
    ('trace-010', 'span-010', 'users', 581000000, false, 200, 'POST', '/api/users', INTERVAL '2 minutes');

CREATE TABLE sample_metrics (
    age INTERVAL,
    name VARCHAR,
    value DOUBLE,
    unit VARCHAR,
    metric_type VARCHAR,
    attributes VARCHAR
);

-- The latest rows are under a minute old.
INSERT INTO sample_metrics VALUES
    (INTERVAL '4 minutes 50 seconds', 'system.cpu.utilization', 45.5, 'percent', 'gauge', '{}'),
    (INTERVAL '4 minutes', 'system.cpu.utilization', 52.3, 'percent', 'gauge', '{}'),
    (INTERVAL '3 minutes', 'system.cpu.utilization', 81.2, 'percent', 'gauge', '{}'),
    (INTERVAL '2 minutes', 'system.cpu.utilization', 76.5, 'percent', 'gauge', '{}'),
    (INTERVAL '30 seconds', 'system.cpu.utilization', 78.9, 'percent', 'gauge', '{}'),
    (INTERVAL '4 minutes 50 seconds', 'system.memory.usage', 8589934592, 'bytes', 'gauge', '{}'),
    (INTERVAL '3 minutes', 'system.memory.usage', 12884901888, 'bytes', 'gauge', '{}'),
    (INTERVAL '30 seconds', 'system.memory.usage', 14495514624, 'bytes', 'gauge', '{}'),
    (INTERVAL '30 seconds', 'system.memory.total', 17179869184, 'bytes', 'gauge', '{}');

CREATE VIEW otel_spans_local AS
    SELECT trace_id, span_id, service_name, duration_ns, is_error, http_status, http_method, http_route,
           (now() AT TIME ZONE 'UTC') - age AS start_time
    FROM sample_spans;

CREATE VIEW system_metrics_local AS
    SELECT (now() AT TIME ZONE 'UTC') - age AS timestamp, name, value, unit, metric_type, attributes
    FROM sample_metrics;
