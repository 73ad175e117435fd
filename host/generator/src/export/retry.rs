//! What is sent again, how often and when; must not know what is sent.
//!
//! Source: <https://opentelemetry.io/docs/specs/otlp/#failures>, and for the figures those of OpenTelemetry's SDK for Java.

use std::time::Duration;

use fastrand::Rng;
use tonic::{Code, Status};
use tonic_types::StatusExt;

/// How often a request is sent before it is given up.
pub(crate) const ATTEMPTS: u32 = 5;

const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
const GROWTH: f64 = 1.5;

/// How much longer or shorter each wait is, so that many clients do not come back at once.
const JITTER: f64 = 0.2;

/// Who wants to be left alone for longer than this is not asked again.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long to wait before a request is sent again that had this answer, after so many attempts; none where it is given up.
pub(crate) fn wait(status: &Status, attempts: u32, chance: &mut Rng) -> Option<Duration> {
    if attempts >= ATTEMPTS {
        return None;
    }
    let told = status.get_details_retry_info().and_then(|info| info.retry_delay);
    let may_help = match status.code() {
        Code::Cancelled
        | Code::DeadlineExceeded
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unavailable
        | Code::DataLoss => true,
        // Without a time to come back after it is the request that is too large.
        Code::ResourceExhausted => told.is_some(),
        _ => false,
    };
    match told {
        _ if !may_help => None,
        Some(told) => Some(told).filter(|told| *told <= PATIENCE),
        None => {
            let grown = (0..attempts.saturating_sub(1)).fold(FIRST_WAIT, |wait, _| wait.mul_f64(GROWTH));
            Some(grown.min(LONGEST_WAIT).mul_f64(1.0 - JITTER + 2.0 * JITTER * chance.f64()))
        }
    }
}

#[cfg(test)]
mod tests {
    use tonic_types::ErrorDetails;

    use super::*;

    fn told(code: Code, seconds: u64) -> Status {
        let details = ErrorDetails::with_retry_info(Some(Duration::from_secs(seconds)));
        Status::with_error_details(code, "busy", details)
    }

    #[test]
    fn what_may_help_is_tried_again_later_and_later() {
        let mut chance = Rng::with_seed(1);
        let status = Status::unavailable("busy");
        for (attempts, milliseconds) in [(1, 800..=1_200), (2, 1_200..=1_800), (3, 1_800..=2_700), (4, 2_700..=4_050)] {
            let wait = wait(&status, attempts, &mut chance).map(|wait| wait.as_millis());
            assert!(wait.is_some_and(|wait| milliseconds.contains(&wait)), "{attempts} {wait:?}");
        }
        assert_eq!(wait(&status, ATTEMPTS, &mut chance), None);
    }

    #[test]
    fn who_says_when_is_believed_within_reason() {
        let mut chance = Rng::with_seed(1);
        for code in [Code::Unavailable, Code::ResourceExhausted] {
            assert_eq!(wait(&told(code, 60), 1, &mut chance), Some(Duration::from_secs(60)));
            assert_eq!(wait(&told(code, 121), 1, &mut chance), None);
        }
    }

    #[test]
    fn what_cannot_help_is_not_tried() {
        let mut chance = Rng::with_seed(1);
        for code in [Code::InvalidArgument, Code::Unimplemented, Code::PermissionDenied, Code::Internal] {
            assert_eq!(wait(&Status::new(code, "no"), 1, &mut chance), None);
            assert_eq!(wait(&told(code, 1), 1, &mut chance), None);
        }
        assert_eq!(wait(&Status::resource_exhausted("too large"), 1, &mut chance), None);
    }
}
