//! The parameters in a request's query; must not know which there are.

use std::time::Duration;

use crate::duration;
use crate::refusal::Refusal;

/// The parameters of one request. Of two with one name the first counts, and one without a value is as good as none.
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Those in a query: `service=payments&p=0.99`.
    pub(crate) fn of(query: Option<&str>) -> Self {
        Self(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// The value of a parameter that may be left out.
    pub(crate) fn optional(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Every value of a parameter that may be given more than once.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let named = self.0.iter().filter(|(other, value)| other == name && !value.is_empty());
        named.map(|(_, value)| value.clone()).collect()
    }

    /// The values of parameters that may not be left out.
    pub(crate) fn required<const N: usize>(&self, names: [&str; N]) -> Result<[&str; N], Refusal> {
        let missing: Vec<_> = names.into_iter().filter(|name| self.optional(name).is_none()).collect();
        match missing.as_slice() {
            [] => Ok(names.map(|name| self.optional(name).unwrap_or_default())),
            [name] => Err(Refusal::invalid(format!("Missing required parameter: {name}"))),
            names => Err(Refusal::invalid(format!("Missing required parameters: {}", names.join(", ")))),
        }
    }

    /// A duration that may be left out.
    pub(crate) fn duration(&self, name: &str) -> Result<Option<Duration>, Refusal> {
        let Some(text) = self.optional(name) else { return Ok(None) };
        duration::parse(text).map(Some).ok_or_else(|| {
            Refusal::invalid(format!(
                "the {name} {text:?} is no duration: write a number and a unit, such as 500ms, 30s, 5m or 1.5h"
            ))
        })
    }

    /// A flag: left out, `true` or `false`.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.optional(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(Refusal::invalid(format!("the {name} {other:?} is neither true nor false"))),
        }
    }
}
