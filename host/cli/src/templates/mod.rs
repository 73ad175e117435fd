//! The scripts that `coral-wasm new` begins with: TypeScript, and what `coral.toml` declares of it. It must not know where
//! they are written to.

use clap::ValueEnum;
use coral_bundle::Name;

/// A script to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// Watches a service, and emits an event when its state changes
    Monitor,
    /// Prints how every service did
    Report,
    /// A function for other scripts to import, that runs by itself too
    Skill,
}

impl Template {
    /// Its TypeScript.
    pub fn script(self) -> &'static str {
        match self {
            Self::Monitor => include_str!("monitor.ts"),
            Self::Report => include_str!("report.ts"),
            Self::Skill => include_str!("skill.ts"),
        }
    }

    /// What `coral.toml` declares of it under this name: a table `[scripts.NAME]`, and those below it.
    pub fn declaration(self, name: &Name) -> String {
        let declared = match self {
            Self::Monitor => include_str!("monitor.toml"),
            Self::Report => include_str!("report.toml"),
            Self::Skill => include_str!("skill.toml"),
        };
        let key = key(name);
        let tables = declared.replace("\n[", &format!("\n[scripts.{key}."));
        format!("[scripts.{key}]\npath = \"{name}.ts\"\n{tables}")
    }
}

/// A name as a key of TOML: in quotes where it would otherwise be several.
fn key(name: &Name) -> String {
    if name.as_str().contains('.') { format!("\"{name}\"") } else { name.to_string() }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::Template;

    #[test]
    fn a_declaration_has_tables_of_its_name() {
        let name = "eu.latency".parse().unwrap();
        let text = Template::Monitor.declaration(&name);
        let table: toml::Table = toml::from_str(&text).unwrap();
        let script = &table["scripts"]["eu.latency"];
        assert_eq!(script["path"].as_str(), Some("eu.latency.ts"));
        assert_eq!(script["parameters"]["checks"]["default"].as_integer(), Some(1));
        assert_eq!(script["policy"]["events"].as_integer(), Some(100));
    }
}
