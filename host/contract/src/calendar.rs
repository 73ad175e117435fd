//! Points in time as text, the same wherever they are shown; knows no units but those of its arguments.

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A time of day as text, `23:59:59.5`, from nanoseconds since midnight. Zeros at the end of a fraction are left out.
pub fn clock_time(nanos: i64) -> String {
    let seconds = nanos / 1_000_000_000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = format!("{:09}", nanos % 1_000_000_000);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{fraction}")
}

/// A timestamp as text in ISO 8601, `2024-02-29T23:59:59.5Z`, from microseconds since 1970-01-01T00:00:00Z.
pub fn timestamp_text(micros: i64) -> String {
    match micros {
        i64::MAX => "infinity".to_owned(),
        micros if micros == -i64::MAX => "-infinity".to_owned(),
        micros => {
            let (year, month, day) = civil_date(micros.div_euclid(MICROS_PER_DAY));
            let time = clock_time(micros.rem_euclid(MICROS_PER_DAY) * 1000);
            match year {
                0..=9999 => format!("{year:04}-{month:02}-{day:02}T{time}Z"),
                far => format!("{far:+07}-{month:02}-{day:02}T{time}Z"),
            }
        }
    }
}

/// Year, month and day in the Gregorian calendar, from days since 1970-01-01. Year 0 is 1 BC.
///
/// It counts in eras of 400 years, of 146,097 days each, and in years that begin in March, so that the leap day is the
/// last of its year.
pub fn civil_date(days: i64) -> (i64, i64, i64) {
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
    fn timestamps_have_a_fraction_only_where_there_is_one() {
        assert_eq!(timestamp_text(-1), "1969-12-31T23:59:59.999999Z");
        assert_eq!(timestamp_text(500_000), "1970-01-01T00:00:00.5Z");
        assert_eq!(timestamp_text(951_782_400_000_000), "2000-02-29T00:00:00Z");
        assert_eq!(timestamp_text(i64::MAX), "infinity");
        assert_eq!(timestamp_text(-i64::MAX), "-infinity");
    }
}
