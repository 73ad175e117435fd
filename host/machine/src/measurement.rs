//! One figure of the machine; must not know how it is found out.

use serde_json::json;

/// One figure of the machine at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// Which: `system.memory.usage`.
    pub name: &'static str,
    /// The figure, a finite number. A counter is a whole number, exact up to 2^53.
    pub value: f64,
    /// `bytes`, `percent` (from 0 to 100), `errors`, or `1` for a number without unit.
    pub unit: &'static str,
    /// `gauge`: how it is now. `counter`: how much there was since the machine, a device or an interface was started.
    pub metric_type: &'static str,
    /// What it is of, a JSON object of texts: `{"mountpoint":"/"}` or `{"device":"vda"}` of disks, `{"interface":"eth0"}` of
    /// networks, else `{}`.
    pub attributes: String,
}

impl Measurement {
    /// How something is now, of the machine as a whole.
    pub(crate) fn gauge(name: &'static str, value: f64, unit: &'static str) -> Self {
        Self { name, value, unit, metric_type: "gauge", attributes: "{}".to_owned() }
    }

    /// How much there was of something.
    pub(crate) fn counter(name: &'static str, value: u64, unit: &'static str) -> Self {
        Self { name, value: value as f64, unit, metric_type: "counter", attributes: "{}".to_owned() }
    }

    /// The same of one part of the machine.
    pub(crate) fn of(self, kind: &str, part: &str) -> Self {
        Self { attributes: json!({ kind: part }).to_string(), ..self }
    }
}

/// How many percent a part is of a whole: 100 at most, and 0 of nothing.
pub(crate) fn percentage(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part.min(whole) as f64 / whole as f64 * 100.0 }
}
