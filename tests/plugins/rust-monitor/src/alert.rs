//! What the figures mean, and the alerts that tell of it.

use crate::answers::Answers;
use crate::bindings::coral::script::events::{self, Severity};
use crate::bindings::coral::script::telemetry::Answer;
use crate::timestamp;
use crate::{ERROR_RATE_THRESHOLD, LATENCY_THRESHOLD_MS, SERVICE};

/// One look at the service.
pub struct Figures {
    p99_ms: f64,
    error_rate: f64,
    cpu_pct: f64,
    memory_pct: f64,
}

impl Figures {
    /// The figures out of their answers.
    pub fn of(answers: Answers) -> Result<Self, String> {
        let Answers {
            p99: Answer::Number(p99),
            error_rate: Answer::ErrorRate(errors),
            cpu: Answer::Number(cpu_pct),
            memory: Answer::Memory(memory),
        } = answers
        else {
            return Err("an answer does not fit its question".to_owned());
        };
        Ok(Self {
            p99_ms: p99 / 1e6, // latencies come in nanoseconds
            error_rate: errors.rate,
            cpu_pct,
            memory_pct: memory.used as f64 / memory.total as f64 * 100.0,
        })
    }

    /// Prints them, and emits an alert where they are too high.
    pub fn report(&self) -> Result<(), String> {
        let is_slow = self.p99_ms > LATENCY_THRESHOLD_MS;
        let is_failing = self.error_rate > ERROR_RATE_THRESHOLD;
        let (p99, errors) = (self.p99_ms, self.error_rate * 100.0);
        if is_slow && is_failing {
            self.send("service degraded: high latency AND high error rate", Severity::Critical, true, true)?;
            println!("🚨 CRITICAL ALERT: {SERVICE} degraded - P99={p99:.1}ms, Errors={errors:.2}%");
        } else if is_slow {
            self.send("service experiencing high latency", Severity::Warning, true, false)?;
            println!("⚠️  WARNING: {SERVICE} high latency - P99={p99:.1}ms");
        } else if is_failing {
            self.send("service experiencing high error rate", Severity::Warning, false, true)?;
            println!("⚠️  WARNING: {SERVICE} high error rate - Errors={errors:.2}%");
        } else {
            println!(
                "✓ OK: {SERVICE} healthy - P99={p99:.1}ms, Errors={errors:.2}%, CPU={:.1}%, Memory={:.1}%",
                self.cpu_pct, self.memory_pct
            );
        }
        Ok(())
    }

    fn send(&self, what: &str, severity: Severity, is_slow: bool, is_failing: bool) -> Result<(), String> {
        let latency =
            if is_slow { format!(r#""latency_threshold_ms":{LATENCY_THRESHOLD_MS},"#) } else { String::new() };
        let errors = if is_failing {
            format!(r#""error_rate_threshold_pct":{},"#, ERROR_RATE_THRESHOLD * 100.0)
        } else {
            String::new()
        };
        let name = if severity == Severity::Critical { "critical" } else { "warning" };
        let data = format!(
            r#"{{"message":"{SERVICE} {what}","service":"{SERVICE}","severity":"{name}","p99_latency_ms":{},{latency}"error_rate_pct":{},{errors}"cpu_usage_pct":{},"memory_usage_pct":{},"timestamp":"{}"}}"#,
            self.p99_ms,
            self.error_rate * 100.0,
            self.cpu_pct,
            self.memory_pct,
            timestamp::now(),
        );
        emit(&data, severity)
    }
}

/// Emits the alert of a check that failed.
pub fn send_failure(error: &str) -> Result<(), String> {
    let data = format!(
        r#"{{"message":"Failed to check {SERVICE} service health","service":"{SERVICE}","severity":"error","error":{},"timestamp":"{}"}}"#,
        json_text(error),
        timestamp::now(),
    );
    emit(&data, Severity::Error)
}

fn emit(data: &str, severity: Severity) -> Result<(), String> {
    events::emit("alert", data, severity).map_err(|error| format!("the alert could not be sent: {error:?}"))
}

/// A text as JSON.
fn json_text(text: &str) -> String {
    let mut json = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\0'..='\x1f' => json.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => json.push(character),
        }
    }
    json.push('"');
    json
}
