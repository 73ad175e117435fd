//! Durations as requests write them; must not know what they are for.

use std::time::Duration;

/// What each unit that stands right behind the number means, in nanoseconds. Months are left out: `M` could be taken
/// for minutes.
const SHORT_UNITS: [(&str, f64); 9] = [
    ("ns", 1.0),
    ("us", 1e3),
    ("µs", 1e3),
    ("ms", 1e6),
    ("s", 1e9),
    ("m", 60e9),
    ("h", 3_600e9),
    ("d", 86_400e9),
    ("w", 604_800e9),
];

/// Units that stand behind a space, in the singular or the plural.
const UNIT_WORDS: [(&str, f64); 8] = [
    ("nanosecond", 1.0),
    ("microsecond", 1e3),
    ("millisecond", 1e6),
    ("second", 1e9),
    ("minute", 60e9),
    ("hour", 3_600e9),
    ("day", 86_400e9),
    ("week", 604_800e9),
];

/// The contract counts nanoseconds in 64 bits; its SDK stops at 2^63.
const LONGEST: f64 = 9_223_372_036_854_775_808.0;

/// A number and a unit, such as `500ms`, `1.5h` or `5 minutes`; none for any other text.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    let number_end = text.find(|character: char| !character.is_ascii_digit() && character != '.')?;
    let (number, unit) = text.split_at(number_end);
    if !number.starts_with(|character: char| character.is_ascii_digit()) || number.ends_with('.') {
        return None;
    }
    let scale = match unit.strip_prefix(' ') {
        Some(word) => {
            let word = word.trim_start_matches(' ');
            find(&UNIT_WORDS, word).or_else(|| find(&UNIT_WORDS, word.strip_suffix('s')?))?
        }
        None => find(&SHORT_UNITS, unit)?,
    };
    // Whole nanoseconds are read as such: as a double, those above 2^53 would be rounded.
    if let (Ok(nanoseconds), 1.0) = (number.parse::<u64>(), scale) {
        return (nanoseconds < 1 << 63).then(|| Duration::from_nanos(nanoseconds));
    }
    let nanoseconds = (number.parse::<f64>().ok()? * scale).round();
    (nanoseconds < LONGEST).then_some(Duration::from_nanos(nanoseconds as u64))
}

fn find(units: &[(&str, f64)], name: &str) -> Option<f64> {
    units.iter().find(|(unit, _)| *unit == name).map(|(_, scale)| *scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_unit() {
        for (text, nanoseconds) in [
            ("500ms", 500_000_000),
            ("5m", 300_000_000_000),
            ("1.5h", 5_400_000_000_000),
            ("2d", 172_800_000_000_000),
            ("1w", 604_800_000_000_000),
            ("5 minutes", 300_000_000_000),
            ("1 minute", 60_000_000_000),
            ("9007199254740993ns", 9_007_199_254_740_993),
            ("0s", 0),
        ] {
            assert_eq!(parse(text), Some(Duration::from_nanos(nanoseconds)), "{text}");
        }
    }

    #[test]
    fn nothing_else() {
        for text in [
            "",
            "5",
            "m",
            "5 m",
            "5M",
            "-5m",
            "+5m",
            "5.m",
            ".5m",
            "5..5m",
            "1e3s",
            "5minutes",
            "5m; DROP",
            "5 minutess",
            "99999999999999999999w",
            "5m ",
            " 5m",
            "٥m",
            "NaNs",
            "infs",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
