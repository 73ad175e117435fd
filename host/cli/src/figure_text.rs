//! Figures as people read them: durations, rates, shares, ages. Must not know whose they are.

use std::time::Duration;

/// The units below a minute, in nanoseconds.
const UNITS: [(&str, f64); 4] = [("ns", 1.0), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)];

const MINUTE: f64 = 60e9;

/// A duration in three digits: `12.3 ms`; from a minute on, `2m 5s`.
pub fn duration_text(nanos: f64) -> String {
    if nanos >= MINUTE {
        // More than `Duration` holds, nothing lasts.
        return span_text(Duration::from_secs((nanos / 1e9).round() as u64));
    }
    for (unit, scale) in UNITS {
        let text = three_digits(nanos / scale);
        // 999.9 would be 1000.
        if text.parse::<f64>().is_ok_and(|value| value < 1000.0) {
            let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
            return format!("{text} {unit}");
        }
    }
    span_text(Duration::from_secs(60))
}

/// A rate in three digits.
pub fn rate_text(rate: f64) -> String {
    if rate == 0.0 { "0".to_owned() } else { three_digits(rate) }
}

/// A share of one: `40.0 %`.
pub fn share_text(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 { "<0.1 %".to_owned() } else { format!("{percent:.1} %") }
}

/// How long ago something was, in whole units: `3m ago`.
pub fn age_text(micros: i64) -> String {
    let span = Duration::from_secs(micros.unsigned_abs() / 1_000_000);
    let text = span_text(span);
    let unit = text.split(' ').next().unwrap_or(&text);
    match micros {
        _ if span.is_zero() => "now".to_owned(),
        1.. => format!("{unit} ago"),
        _ => format!("in {unit}"),
    }
}

/// A span of time in its two largest units: `2h 5m`.
pub fn span_text(span: Duration) -> String {
    humantime::format_duration(span).to_string().split(' ').take(2).collect::<Vec<_>>().join(" ")
}

fn three_digits(value: f64) -> String {
    // How many digits stand before the point; below 1 it falls by one with each zero behind the point.
    let whole = if value > 0.0 { value.log10().floor() as i32 + 1 } else { 1 };
    let decimals = usize::try_from((3 - whole).clamp(0, 9)).unwrap_or_default();
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_the_unit_that_people_read() {
        for (nanos, text) in [
            (0.0, "0 ns"),
            (7.0, "7 ns"),
            (999.4, "999 ns"),
            (999.7, "1 µs"),
            (1_500.0, "1.5 µs"),
            (12_345_678.0, "12.3 ms"),
            (650e6, "650 ms"),
            (999_999_999.0, "1 s"),
            (59.96e9, "60 s"),
            (125e9, "2m 5s"),
            (4_000e9, "1h 6m"),
            (9_223_372_036_854_775_807.0, "292years 3months"),
        ] {
            assert_eq!(duration_text(nanos), text);
        }
    }

    #[test]
    fn rates_have_three_digits() {
        for (rate, text) in [
            (0.0, "0"),
            (0.001_388_8, "0.00139"),
            (0.01, "0.0100"),
            (1.0, "1.00"),
            (12.34, "12.3"),
            (12_345.6, "12346"),
        ] {
            assert_eq!(rate_text(rate), text);
        }
    }

    #[test]
    fn no_failure_is_lost_in_a_share() {
        for (share, text) in [(0.0, "0.0 %"), (0.0004, "<0.1 %"), (0.4, "40.0 %"), (1.0, "100.0 %")] {
            assert_eq!(share_text(share), text);
        }
    }

    #[test]
    fn ages_are_rounded_down() {
        for (micros, text) in [
            (0, "now"),
            (999_999, "now"),
            (119_000_000, "1m ago"),
            (90_000_000_000, "1day ago"),
            (-3_600_000_000, "in 1h"),
        ] {
            assert_eq!(age_text(micros), text);
        }
    }
}
