//! Dates and intervals as text, and timestamps of every unit; must not know where they stand.

use coral_contract::{civil_date, clock_time};
use duckdb::arrow::datatypes::TimeUnit;

/// A date as text, `2024-02-29`, from the days since 1970-01-01.
pub(crate) fn date(days: i32) -> String {
    match days {
        i32::MAX => "infinity".to_owned(),
        // DuckDB's negative infinity is the negative of the positive one, not the least value.
        days if days == -i32::MAX => "-infinity".to_owned(),
        days => {
            let (year, month, day) = civil_date(i64::from(days));
            match year {
                1.. => format!("{year:04}-{month:02}-{day:02}"),
                before => format!("{:04}-{month:02}-{day:02} (BC)", 1 - before),
            }
        }
    }
}

/// An interval as text, as DuckDB spells it: `1 year 2 months 3 days 04:05:06`.
pub(crate) fn interval(months: i32, days: i32, nanos: i64) -> String {
    let mut parts = Vec::new();
    for (count, unit) in [(months / 12, "year"), (months % 12, "month"), (days, "day")] {
        if count != 0 {
            parts.push(format!("{count} {unit}{}", if count.abs() == 1 { "" } else { "s" }));
        }
    }
    if nanos != 0 || parts.is_empty() {
        let sign = if nanos < 0 { "-" } else { "" };
        parts.push(format!("{sign}{}", clock_time(nanos.saturating_abs())));
    }
    parts.join(" ")
}

/// A timestamp of any unit in microseconds, rounded down. Infinities stay infinities.
pub(crate) fn micros(value: i64, unit: TimeUnit) -> i64 {
    if value == i64::MAX || value == -i64::MAX {
        return value;
    }
    match unit {
        TimeUnit::Second => value.saturating_mul(1_000_000),
        TimeUnit::Millisecond => value.saturating_mul(1000),
        TimeUnit::Microsecond => value,
        TimeUnit::Nanosecond => value.div_euclid(1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_around_leap_days_and_eras() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(-1), "1969-12-31");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(19_782), "2024-02-29");
        assert_eq!(date(-719_528), "0001-01-01 (BC)");
        assert_eq!(date(i32::MAX), "infinity");
    }

    #[test]
    fn timestamps_before_1970_round_down() {
        assert_eq!(micros(-1, TimeUnit::Nanosecond), -1);
        assert_eq!(micros(i64::MAX, TimeUnit::Second), i64::MAX);
    }

    #[test]
    fn intervals_as_duckdb_spells_them() {
        assert_eq!(interval(14, -3, 14_706_500_000_000), "1 year 2 months -3 days 04:05:06.5");
        assert_eq!(interval(0, 1, -1_000_000_000), "1 day -00:00:01");
        assert_eq!(interval(0, 0, 0), "00:00:00");
    }
}
