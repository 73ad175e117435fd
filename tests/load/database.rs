//! A database of realistic size; must not know what is asked of it.

use std::path::Path;

use duckdb::{AccessMode, Config, Connection};

/// Spans of ten services in the last five minutes, in the order of time as an agent appends them, and an hour of
/// system metrics. The same rows whenever they are made, but for the time.
const ROWS: &str = "
    CREATE TABLE otel_spans_local (
        trace_id VARCHAR, span_id VARCHAR, service_name VARCHAR, duration_ns BIGINT, is_error BOOLEAN,
        http_status INTEGER, http_method VARCHAR, http_route VARCHAR, start_time TIMESTAMP DEFAULT now());
    CREATE TABLE system_metrics_local (
        timestamp TIMESTAMP DEFAULT now(), name VARCHAR, value DOUBLE, unit VARCHAR, metric_type VARCHAR,
        attributes VARCHAR);
    SET VARIABLE services = ['payments', 'orders', 'users', 'carts', 'search', 'stock', 'mail', 'login', 'prices', 'ads'];
    SET VARIABLE moment = now() AT TIME ZONE 'UTC';
    INSERT INTO otel_spans_local
    SELECT printf('%032x', i // 4), printf('%016x', i), service, (-60e6 * ln(luck))::BIGINT, luck < 0.01,
           if(luck < 0.01, 500, 200), if(i % 3 = 0, 'POST', 'GET'), '/api/' || service || '/' || (i % 20),
           getvariable('moment') - to_microseconds(300 * (getvariable('spans') - i))
    FROM (SELECT range AS i, getvariable('services')[1 + (hash(range) % 10)::BIGINT] AS service,
                 (1 + hash(range, 'luck') % 1_000_000) / 1_000_001 AS luck FROM range(getvariable('spans')))
    ORDER BY i;
    INSERT INTO system_metrics_local
    SELECT getvariable('moment') - to_seconds(3 * (1200 - second)), name, hash(second, name) % 100, unit, 'gauge', '{}'
    FROM range(1200) seconds(second), (VALUES ('system.cpu.utilization', 'percent'), ('system.memory.usage', 'bytes'),
                                              ('system.memory.total', 'bytes')) names(name, unit)
    ORDER BY second;
    CHECKPOINT;";

/// Makes the database, with so many spans.
pub fn make(path: &Path, spans: u32) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(&format!("SET VARIABLE spans = {spans}; {ROWS}")).unwrap();
}

/// Opens it with the settings that the server opens it with.
pub fn open(path: &Path) -> Connection {
    let threads = std::thread::available_parallelism().unwrap().get().min(4);
    let config = Config::default().access_mode(AccessMode::ReadOnly).unwrap();
    let config = config.max_memory("512MiB").unwrap().with("threads", threads.to_string()).unwrap();
    let connection = Connection::open_with_flags(path, config).unwrap();
    connection.execute_batch("SET GLOBAL TimeZone = 'UTC'").unwrap();
    connection
}
