//! `coral-wasm services`: the services of a database file or a server, and how they did of late.

use std::io::{Write, stderr};
use std::time::Duration;

use coral_contract::{Cells, Column, ResultSet, SqlParameter, SqlQuery};

use crate::arguments::{RowFormat, ServicesArguments};
use crate::failure::Failure;
use crate::figure_text::{age_text, duration_text, rate_text, share_text, span_text};
use crate::rows::{Grid, GridColumn, print_grid, print_rows};
use crate::stop_signal::StopSignal;
use crate::telemetry_source::TelemetrySource;

/// The figures of each service. By the clock of whoever answers, which is the clock of its telemetry too.
const FIGURES: &str = "
    SELECT service_name, count(*) AS request_count, count(*) / ?::DOUBLE AS requests_per_second,
           count(*) FILTER (is_error) AS error_count, count(*) FILTER (is_error) / count(*) AS error_rate,
           quantile_cont(duration_ns, 0.5) AS p50_ns, quantile_cont(duration_ns, 0.95) AS p95_ns,
           quantile_cont(duration_ns, 0.99) AS p99_ns, max(start_time) AS last_seen,
           epoch_us(now()) - epoch_us(max(start_time)) AS age_us
    FROM otel_spans_local
    WHERE service_name IS NOT NULL AND start_time > make_timestamp(epoch_us(now()) - ?::BIGINT)
    GROUP BY service_name ORDER BY request_count DESC, service_name";

/// How long ago the latest request of any service was.
const LATEST: &str = "
    SELECT epoch_us(now()) - epoch_us(max(start_time)) AS age_us
    FROM otel_spans_local WHERE service_name IS NOT NULL";

/// Times to look back that people would write, in seconds.
const ROUND_TIMES: [(u64, &str); 12] = [
    (60, "1m"),
    (120, "2m"),
    (300, "5m"),
    (900, "15m"),
    (3_600, "1h"),
    (2 * 3_600, "2h"),
    (6 * 3_600, "6h"),
    (12 * 3_600, "12h"),
    (86_400, "1d"),
    (2 * 86_400, "2d"),
    (7 * 86_400, "7d"),
    (30 * 86_400, "30d"),
];

/// Asks and prints; the exit code is 0, services or not.
pub async fn run(arguments: ServicesArguments) -> Result<u8, Failure> {
    let source = TelemetrySource::open(&arguments.source)?;
    let stop = StopSignal::listen()?;
    let ask = |text: &str, parameters| SqlQuery { text: text.to_owned(), parameters, limit: None };
    let since = arguments.since;
    let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
    let window = vec![SqlParameter::Double(since.as_secs_f64()), SqlParameter::Int64(micros)];
    let mut services = source.ask(ask(FIGURES, window), &stop).await?;
    let (count, truncated) = (services.row_count, services.truncated);
    match arguments.format {
        RowFormat::Table if count == 0 => {}
        RowFormat::Table => print_grid(grid(&services), &stop).await?,
        RowFormat::Json | RowFormat::Csv => {
            services.columns.retain(|column| column.name != "age_us");
            services.columns.iter_mut().for_each(make_nanoseconds_whole);
            print_rows(services, arguments.format, &stop).await?;
        }
    }
    if count == 0 {
        let latest = source.ask(ask(LATEST, Vec::new()), &stop).await?;
        let _ = writeln!(stderr(), "note: {}", told_of_none(since, whole(latest.columns.first(), 0)));
    } else if truncated {
        let _ = writeln!(stderr(), "note: {}", source.told_of_cut(count));
    }
    Ok(0)
}

/// What a person reads.
fn grid(services: &ResultSet) -> Grid {
    let column = |name: &str| services.columns.iter().find(|column| column.name == name);
    let rows: Vec<_> = (0..services.row_count)
        .map(|row| {
            let duration = |name| double(column(name), row).map_or("-".to_owned(), duration_text);
            vec![
                text(column("service_name"), row).to_owned(),
                rate_text(double(column("requests_per_second"), row).unwrap_or_default()),
                whole(column("error_count"), row).unwrap_or_default().to_string(),
                share_text(double(column("error_rate"), row).unwrap_or_default()),
                duration("p50_ns"),
                duration("p95_ns"),
                duration("p99_ns"),
                whole(column("age_us"), row).map_or("-".to_owned(), age_text),
            ]
        })
        .collect();
    let heads = ["service", "requests/s", "errors", "error share", "P50", "P95", "P99", "last seen"];
    let columns =
        heads.map(|name| GridColumn { name: name.to_owned(), is_number: !matches!(name, "service" | "last seen") });
    Grid::new(columns.into(), &rows)
}

/// What is said where no service had a request, by how long ago the latest of all was, in microseconds.
fn told_of_none(since: Duration, latest: Option<i64>) -> String {
    let Some(age) = latest.and_then(|micros| u64::try_from(micros).ok()) else {
        return "there are no requests of any service yet: send telemetry to it, or name another source with --db PATH or \
                --server URL"
            .to_owned();
    };
    let seconds = age / 1_000_000 + 1;
    let enough = ROUND_TIMES.iter().find(|(time, _)| *time > seconds);
    let enough = enough.map_or_else(|| format!("{}d", seconds / 86_400 + 1), |(_, text)| (*text).to_owned());
    format!(
        "no service had a request in the last {}, the latest was {} ago: look further back, such as with --since {enough}",
        humantime::format_duration(since),
        span_text(Duration::from_secs(age / 1_000_000)),
    )
}

/// Percentiles lie between durations, and are doubles: nobody wants parts of a nanosecond.
fn make_nanoseconds_whole(column: &mut Column) {
    if let Cells::Double(cells) = &column.cells
        && column.name.ends_with("_ns")
    {
        // A cast to an integer saturates.
        column.cells = Cells::Int64(cells.iter().map(|value| value.round() as i64).collect());
    }
}

fn text(column: Option<&Column>, row: usize) -> &str {
    match column.map(|column| &column.cells) {
        Some(Cells::Text(cells)) => cells.get(row).unwrap_or_default(),
        _ => "",
    }
}

fn whole(column: Option<&Column>, row: usize) -> Option<i64> {
    let column = column.filter(|column| !column.nulls.get(row))?;
    match &column.cells {
        Cells::Int64(cells) => cells.get(row).copied(),
        _ => None,
    }
}

fn double(column: Option<&Column>, row: usize) -> Option<f64> {
    let column = column.filter(|column| !column.nulls.get(row))?;
    match &column.cells {
        Cells::Double(cells) => cells.get(row).copied(),
        _ => None,
    }
}
