//! A version of Deno; knows not which is good enough.

use std::fmt;

/// A version of Deno, such as 2.9.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Changes with what breaks scripts.
    pub major: u32,
    /// Changes with what is new.
    pub minor: u32,
    /// Changes with what is mended.
    pub patch: u32,
}

impl Version {
    pub(crate) const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// The version in what `deno --version` prints: `deno 2.9.6 (stable, …)`, or `deno 2.10.0-rc.1+…`.
    pub(crate) fn in_output(output: &str) -> Option<Self> {
        let text = output.trim_start().strip_prefix("deno ")?.split_whitespace().next()?;
        let mut numbers = text.split(['-', '+']).next()?.split('.').map(|number| number.parse().ok());
        let version = Self::new(numbers.next()??, numbers.next()??, numbers.next()??);
        numbers.next().is_none().then_some(version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn reads_what_deno_prints() {
        let output = "deno 2.9.6 (stable, release, x86_64-unknown-linux-gnu)\nv8 15.0.245.2-rusty\ntypescript 6.0.3\n";
        assert_eq!(Version::in_output(output), Some(Version::new(2, 9, 6)));
        assert_eq!(Version::in_output("deno 2.10.0-rc.1+abcdef0"), Some(Version::new(2, 10, 0)));
        assert!(Version::new(2, 10, 0) > Version::new(2, 9, 6));
    }

    #[test]
    fn takes_nothing_else_for_deno() {
        for output in ["", "v24.1.0", "deno", "deno 2", "deno 2.x.1", "deno 1.2.3.4", "denote 2.9.6"] {
            assert_eq!(Version::in_output(output), None, "{output}");
        }
    }
}
