//! Version ranges, as an import specifier writes them: `^0.1`, `~0.1`, `0.1`, `0.1.0`, `*`. Knows no packages.

/// A version without pre-release: `1.2.3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version([u64; 3]);

impl Version {
    /// None if it is not three numbers.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = numbers(text)?;
        Some(Self(numbers.try_into().ok()?))
    }

    /// Whether `range` admits this version, by the rules of npm and JSR. A range that is not understood admits none.
    pub fn is_in(self, range: &str) -> bool {
        let range = range.trim();
        if matches!(range, "" | "*" | "x") {
            return true;
        }
        let operator_end = range.find(|character: char| character.is_ascii_digit()).unwrap_or(0);
        let (operator, numbers_text) = range.split_at(operator_end);
        let Some(given) = numbers(numbers_text) else {
            return false;
        };
        let at_least = self >= Self::padded(&given);
        match operator {
            ">=" => at_least,
            "^" => {
                let leading = given.iter().position(|&number| number > 0).unwrap_or(given.len() - 1);
                at_least && self.0[..=leading] == given[..=leading]
            }
            "~" => {
                let fixed = given.len().min(2);
                at_least && self.0[..fixed] == given[..fixed]
            }
            "" | "=" => self.0[..given.len()] == given,
            _ => false,
        }
    }

    fn padded(given: &[u64]) -> Self {
        let mut all = [0; 3];
        all[..given.len()].copy_from_slice(given);
        Self(all)
    }
}

/// One to three numbers; a wildcard ends them.
fn numbers(text: &str) -> Option<Vec<u64>> {
    let text = text.trim_end_matches(".*").trim_end_matches(".x");
    let parts: Vec<u64> = text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    (1..=3).contains(&parts.len()).then_some(parts)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::Version;

    fn admitted<'a>(version: &str, ranges: &[&'a str]) -> Vec<&'a str> {
        let version = Version::parse(version).unwrap();
        ranges.iter().copied().filter(|range| version.is_in(range)).collect()
    }

    #[test]
    fn admits_what_npm_admits() {
        let ranges = ["*", "", "^0", "^0.1", "^0.1.0", "~0.1", "~0", "0", "0.1", "0.1.0", "0.1.x", "=0.1.0", ">=0.0.9"];
        assert_eq!(admitted("0.1.0", &ranges), ranges);
    }

    #[test]
    fn refuses_the_rest() {
        let ranges =
            ["^1", "1", "^0.2", "^0.0", "~0.2", "0.1.1", "^0.1.1", ">0.1", "latest", "^", "0.1.0-rc.1", "1.2.3.4", "é"];
        assert_eq!(admitted("0.1.0", &ranges), [""; 0]);
        assert_eq!(
            admitted("1.2.3", &["^1", "^1.2", "^1.3", "^2", "~1.2", "~1", "~1.1", "^0"]),
            ["^1", "^1.2", "~1.2", "~1"]
        );
        assert_eq!(admitted("0.0.3", &["^0.0.3", "^0.0.2", "^0.0", "^0"]), ["^0.0.3", "^0.0", "^0"]);
    }

    #[test]
    fn parses_three_numbers() {
        assert!(Version::parse("1.2.3").is_some());
        assert!(["1.2", "1.2.3.4", "a", ""].iter().all(|text| Version::parse(text).is_none()));
    }
}
