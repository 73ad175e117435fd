//! Which value each limit has in the end, and who said so. Must not know how values are written.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::{Limit, Policy, Preset, Settings, Value};

/// Who said which value a limit has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// It comes with the program.
    Preset(Preset),
    /// A policy file.
    File(PathBuf),
    /// The script asks for it.
    Script,
    /// An environment variable.
    Environment(String),
    /// A flag.
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preset(preset) => write!(formatter, "preset {preset}"),
            Self::File(path) => path.display().fmt(formatter),
            Self::Script => formatter.write_str("asked for by the script"),
            Self::Environment(name) | Self::Flag(name) => formatter.write_str(name),
        }
    }
}

impl Serialize for Source {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The value of each limit, and where it is from. Made in layers: what comes later prevails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInForce {
    /// In the order of [`Limit::ALL`], of which each is there once.
    values: Vec<(Limit, Value, Source)>,
}

impl PolicyInForce {
    /// That of a preset.
    pub fn of_preset(preset: Preset) -> Self {
        let value = |limit: Limit| (limit, preset.value(limit), Source::Preset(preset));
        Self { values: Limit::ALL.into_iter().map(value).collect() }
    }

    /// Sets limits, such as by a file or by flags.
    #[must_use]
    pub fn with(mut self, settings: &Settings, source: impl Fn(Limit) -> Source) -> Self {
        for (limit, value, from) in &mut self.values {
            if let Some(set) = settings.get(*limit) {
                (*value, *from) = (set.clone(), source(*limit));
            }
        }
        self
    }

    /// Narrows limits to what a script asks for, which is never more than there was.
    #[must_use]
    pub fn narrowed(mut self, asked: &Settings) -> Self {
        for (limit, value, source) in &mut self.values {
            if let Some(asked) = asked.get(*limit) {
                let narrowed = value.narrowed(asked);
                if narrowed != *value {
                    (*value, *source) = (narrowed, Source::Script);
                }
            }
        }
        self
    }

    /// Each limit with its value and where that is from, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (Limit, &Value, &Source)> {
        self.values.iter().map(|(limit, value, source)| (*limit, value, source))
    }

    /// All values, wherever they are from.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        self.values.iter().for_each(|(limit, value, _)| settings.set(*limit, value.clone()));
        settings
    }

    /// The policy.
    pub fn policy(&self) -> Policy {
        Policy::of_values(|limit| {
            let found = self.values.iter().find(|(other, ..)| *other == limit);
            // All limits are there from the start.
            found.map_or_else(|| Preset::default().value(limit), |(_, value, _)| value.clone())
        })
    }
}
