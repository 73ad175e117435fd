//! A script's parameters: their types, defaults and ranges, and whether a text fits them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

/// One parameter of a script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Parameter {
    /// What its value may be.
    #[serde(rename = "type")]
    pub kind: ParameterKind,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the script cannot run without it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Its value where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<ParameterValue>,
    /// The least that it may be: of an integer, a number or a duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<ParameterValue>,
    /// The most that it may be: of an integer, a number or a duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<ParameterValue>,
    /// All that it may be, where that is a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ParameterValue>,
}

/// What a parameter's value may be. A script is given the text, whatever the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterKind {
    /// Any text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// A finite number, in the precision of a double.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A time with its unit, such as `500ms` or `5m`.
    Duration,
}

/// A value as TOML and JSON write it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Value")]
pub enum ParameterValue {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A text, which a duration is too.
    Text(String),
}

/// By way of JSON's own values, which alone know every way in which serde_json gives a number.
impl TryFrom<Value> for ParameterValue {
    type Error = &'static str;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        let number = |number: Number| number.as_i64().map(Self::Integer).or(number.as_f64().map(Self::Number));
        match value {
            Value::Bool(value) => Ok(Self::Boolean(value)),
            Value::String(value) => Ok(Self::Text(value)),
            Value::Number(value) => number(value).ok_or("the number cannot be represented"),
            _ => Err("a parameter's value is true or false, a number or a text"),
        }
    }
}

/// A declaration that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the parameter {name:?} {problem}")]
pub struct InvalidParameter {
    name: String,
    problem: String,
}

/// Parameters that a script does not accept: one line for each mistake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct RefusedParameters(Vec<String>);

impl InvalidParameter {
    /// The parameter's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong, to be read behind the name.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for ParameterKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::String => "text",
            Self::Integer => "whole number",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Duration => "duration",
        })
    }
}

impl fmt::Display for ParameterValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(formatter),
            Self::Integer(value) => value.fmt(formatter),
            Self::Number(value) => value.fmt(formatter),
            Self::Text(value) => value.fmt(formatter),
        }
    }
}

impl ParameterKind {
    /// A text as a value on a scale: equal and ordered as the values are. None if it is no text of this type.
    fn read(self, text: &str) -> Option<Reading> {
        match self {
            Self::String => Some(Reading::Text(text.to_owned())),
            Self::Integer => text.parse().ok().map(Reading::Integer),
            Self::Number => text.parse().ok().filter(|value: &f64| value.is_finite()).map(Reading::Number),
            Self::Boolean => text.parse().ok().map(|value: bool| Reading::Integer(i128::from(value))),
            Self::Duration => {
                let duration = humantime::parse_duration(text).ok()?;
                i128::try_from(duration.as_nanos()).ok().map(Reading::Integer)
            }
        }
    }

    fn has_order(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Duration)
    }

    fn example(self) -> &'static str {
        match self {
            Self::String => "a text",
            Self::Integer => "a whole number such as 5",
            Self::Number => "a number such as 0.5",
            Self::Boolean => "true or false",
            Self::Duration => "a number with a unit such as 500ms, 30s or 5m",
        }
    }
}

#[derive(Debug, PartialEq, PartialOrd)]
enum Reading {
    Integer(i128),
    Number(f64),
    Text(String),
}

impl Parameter {
    /// Whether the declaration holds together: bounds, default and choices are of its type and within each other.
    pub fn validate(&self, name: &str) -> Result<(), InvalidParameter> {
        let invalid = |problem: String| InvalidParameter { name: name.to_owned(), problem };
        if name.is_empty() || name.contains(['=', '\n']) {
            return Err(invalid("has a name that --param cannot give: leave out = and line ends".to_owned()));
        }
        for (what, value) in [("minimum", &self.minimum), ("maximum", &self.maximum)] {
            if value.is_some() && !self.kind.has_order() {
                return Err(invalid(format!("has a {what}, which a {} cannot have", self.kind)));
            }
        }
        let values = [("minimum", &self.minimum), ("maximum", &self.maximum), ("default", &self.default)];
        let values = values.into_iter().filter_map(|(what, value)| Some((what, value.as_ref()?)));
        for (what, value) in values.chain(self.choices.iter().map(|choice| ("choice", choice))) {
            if self.kind.read(&value.to_string()).is_none() {
                return Err(invalid(format!("has the {what} {value}, which is no {}", self.kind)));
            }
            self.check(&value.to_string()).map_err(|problem| invalid(format!("has the {what} {value}: {problem}")))?;
        }
        if self.required && self.default.is_some() {
            return Err(invalid("is required and has a default: leave one of them out".to_owned()));
        }
        Ok(())
    }

    /// Whether a text is a value of this parameter; if not, why, and what would be.
    pub fn check(&self, text: &str) -> Result<(), String> {
        let Some(value) = self.kind.read(text) else {
            return Err(format!("it must be {}", self.kind.example()));
        };
        let bound =
            |bound: &Option<ParameterValue>| bound.as_ref().and_then(|bound| self.kind.read(&bound.to_string()));
        if bound(&self.minimum).is_some_and(|minimum| value < minimum) {
            return Err(format!("it must be {}", self.range()));
        }
        if bound(&self.maximum).is_some_and(|maximum| value > maximum) {
            return Err(format!("it must be {}", self.range()));
        }
        let is_choice = |choice: &ParameterValue| self.kind.read(&choice.to_string()).as_ref() == Some(&value);
        if !self.choices.is_empty() && !self.choices.iter().any(is_choice) {
            return Err(format!("it must be {}", self.range()));
        }
        Ok(())
    }

    /// Its type, range and default in one line: `whole number, 1 or more, default 3`.
    pub fn summary(&self) -> String {
        let mut facts = vec![self.kind.to_string()];
        facts.extend(Some(self.range()).filter(|range| !range.is_empty()));
        match &self.default {
            Some(default) => facts.push(format!("default {default}")),
            None if self.required => facts.push("required".to_owned()),
            None => {}
        }
        facts.join(", ")
    }

    /// What its value may be, for a person: `1 or more`, `one of a, b`; none if its type says all.
    pub fn range(&self) -> String {
        if !self.choices.is_empty() {
            let choices: Vec<String> = self.choices.iter().map(ToString::to_string).collect();
            return format!("one of {}", choices.join(", "));
        }
        match (&self.minimum, &self.maximum) {
            (Some(minimum), Some(maximum)) => format!("from {minimum} to {maximum}"),
            (Some(minimum), None) => format!("{minimum} or more"),
            (None, Some(maximum)) => format!("{maximum} or less"),
            (None, None) => String::new(),
        }
    }
}

/// What a script is given: the parameters that its caller gave, checked against their declarations, and the defaults of
/// the others, in the order of their names.
pub fn resolve_parameters(
    declared: &BTreeMap<String, Parameter>,
    given: &[(String, String)],
) -> Result<Vec<(String, String)>, RefusedParameters> {
    let mut mistakes = Vec::new();
    let mut resolved: BTreeMap<&str, String> = BTreeMap::new();
    for (name, parameter) in declared {
        if let Some(default) = &parameter.default {
            resolved.insert(name, default.to_string());
        }
        if parameter.required && !given.iter().any(|(given, _)| given == name) {
            mistakes.push(format!("--param {name}=… is missing: it must be {}", parameter.kind.example()));
        }
    }
    for (name, text) in given {
        match declared.get(name) {
            Some(parameter) => match parameter.check(text) {
                Ok(()) => drop(resolved.insert(name, text.clone())),
                Err(problem) => mistakes.push(format!("--param {name}={text}: {problem}")),
            },
            None if declared.is_empty() => mistakes.push(format!("--param {name}: the script has no parameters")),
            None => {
                let names: Vec<&str> = declared.keys().map(String::as_str).collect();
                mistakes.push(format!("--param {name}: the script has no such parameter, only {}", names.join(", ")));
            }
        }
    }
    if !mistakes.is_empty() {
        return Err(RefusedParameters(mistakes));
    }
    Ok(resolved.into_iter().map(|(name, text)| (name.to_owned(), text)).collect())
}
