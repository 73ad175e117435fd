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

/// Microseconds since 1970-01-01T00:00:00Z of a timestamp in the form of [`timestamp_text`]; none of any other text.
pub fn timestamp_micros(text: &str) -> Option<i64> {
    let micros = match text {
        "infinity" => i64::MAX,
        "-infinity" => -i64::MAX,
        text => {
            let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
            // A far year has a sign, which is no separator.
            let (year_and_month, day) = date.rsplit_once('-')?;
            let (year, month) = year_and_month.rsplit_once('-')?;
            let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
            let mut parts = clock.splitn(3, ':').map(|part| part.parse::<i64>().ok());
            let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
            let days = days_since_1970(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
            let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?;
            let micros: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
            let time = seconds.checked_mul(1_000_000)?.checked_add(micros)?;
            days.checked_mul(MICROS_PER_DAY)?.checked_add(time)?
        }
    };
    // Whatever was read too generously has another text of its own.
    (timestamp_text(micros) == text).then_some(micros)
}

/// Days from 1970-01-01 to a day in the Gregorian calendar: [`civil_date`] backwards.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(-300_000..=300_000).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let year = year - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
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

    #[test]
    fn a_timestamp_is_read_back_as_it_was() {
        let far = [i64::MAX, -i64::MAX, i64::MAX - 1, -9_223_372_022_400_000_000, -62_167_219_200_000_001];
        let near = [0, -1, 500_000, 1_500_001, 951_782_400_000_000, 1_709_251_199_999_999, -951_782_400_000_000];
        for micros in far.into_iter().chain(near) {
            assert_eq!(timestamp_micros(&timestamp_text(micros)), Some(micros), "{}", timestamp_text(micros));
        }
        for day in (-800_000_000_000..800_000_000_000).step_by(7_654_321_987).map(|day| day * 1000 + 1) {
            assert_eq!(timestamp_micros(&timestamp_text(day)), Some(day));
        }
    }

    #[test]
    fn other_texts_are_no_timestamps() {
        for text in [
            "",
            "Z",
            "T",
            "2024-02-30T00:00:00Z",
            "2024-2-3T00:00:00Z",
            "2024-02-03",
            "2024-02-03T00:00:00",
            "2024-02-03T25:00:00Z",
            "2024-02-03T00:00:00.0Z",
            "2024-02-03T00:00:00.1234567Z",
            "99999999-01-01T00:00:00Z",
            "2024-02-03T00:00Z",
            "2024-02-03T0x:00:00Z",
            "9223372036854775807-01-01T9223372036854775807:00:00Z",
            "2024-02-03T00:00:00.é00Z",
        ] {
            assert_eq!(timestamp_micros(text), None, "{text}");
        }
    }
}
