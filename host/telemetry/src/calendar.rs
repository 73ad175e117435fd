//! Dates, times, timestamps and intervals as text; must not know where they stand.

use duckdb::arrow::datatypes::TimeUnit;

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A date as text, `2024-02-29`, from the days since 1970-01-01.
pub(crate) fn date(days: i32) -> String {
    match days {
        i32::MAX => "infinity".to_owned(),
        // DuckDB's negative infinity is the negative of the positive one, not the least value.
        days if days == -i32::MAX => "-infinity".to_owned(),
        days => {
            let (year, month, day) = civil(i64::from(days));
            match year {
                1.. => format!("{year:04}-{month:02}-{day:02}"),
                before => format!("{:04}-{month:02}-{day:02} (BC)", 1 - before),
            }
        }
    }
}

/// A time of day as text, `23:59:59.5`, from nanoseconds since midnight. Zeros at the end of a fraction are left out.
pub(crate) fn time(nanos: i64) -> String {
    let seconds = nanos / 1_000_000_000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = format!("{:09}", nanos % 1_000_000_000);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{fraction}")
}

/// A timestamp as text in ISO 8601, `2024-02-29T23:59:59.5Z`, from microseconds since 1970-01-01T00:00:00Z.
pub(crate) fn timestamp(micros: i64) -> String {
    match micros {
        i64::MAX => "infinity".to_owned(),
        micros if micros == -i64::MAX => "-infinity".to_owned(),
        micros => {
            let (year, month, day) = civil(micros.div_euclid(MICROS_PER_DAY));
            let time = time(micros.rem_euclid(MICROS_PER_DAY) * 1000);
            match year {
                0..=9999 => format!("{year:04}-{month:02}-{day:02}T{time}Z"),
                far => format!("{far:+07}-{month:02}-{day:02}T{time}Z"),
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
        parts.push(format!("{sign}{}", time(nanos.saturating_abs())));
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

/// Year, month and day in the Gregorian calendar, from days since 1970-01-01. Year 0 is 1 BC.
///
/// It counts in eras of 400 years, of 146,097 days each, and in years that begin in March, so that the leap day is the
/// last of its year.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468; // from 0000-03-01
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
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
        assert_eq!(timestamp(-1), "1969-12-31T23:59:59.999999Z");
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
