//! How long things take: most a little, a few much longer. Must not know what takes that long.

use std::f64::consts::TAU;
use std::time::Duration;

use fastrand::Rng;

/// How far apart times lie: with this one of a hundred takes 1.8 times the median.
const SPREAD: f64 = 0.25;

/// Longer than this nothing takes.
const LONGEST: f64 = 60.0;

/// A time out of a log-normal distribution with this median, so many times as long.
pub(crate) fn draw(median: Duration, slowdown: f64, chance: &mut Rng) -> Duration {
    seconds((median.as_secs_f64() * slowdown * (SPREAD * normal(chance)).exp()).clamp(0.0, LONGEST))
}

/// The time until the next of so many events a second that know nothing of each other; never of none.
pub(crate) fn until_next(per_second: f64, chance: &mut Rng) -> Duration {
    seconds(-(1.0 - chance.f64()).ln() / per_second)
}

/// A number out of the standard normal distribution, after Box and Muller: <https://doi.org/10.1214/aoms/1177706645>.
fn normal(chance: &mut Rng) -> f64 {
    (-2.0 * (1.0 - chance.f64()).ln()).sqrt() * (TAU * chance.f64()).cos()
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_are_below_the_median_and_one_of_a_hundred_is_far_above_it() {
        let mut chance = Rng::with_seed(1);
        let median = Duration::from_millis(100);
        let mut times: Vec<Duration> = (0..100_000).map(|_| draw(median, 2.0, &mut chance)).collect();
        times.sort();
        let milliseconds = |rank: usize| times[rank].as_secs_f64() * 1_000.0;
        assert!((milliseconds(50_000) - 200.0).abs() < 2.0, "{}", milliseconds(50_000));
        assert!((milliseconds(99_000) - 358.0).abs() < 10.0, "{}", milliseconds(99_000));
    }

    #[test]
    fn events_come_as_often_as_they_should() {
        let mut chance = Rng::with_seed(1);
        let all: Duration = (0..100_000).map(|_| until_next(1_000.0, &mut chance)).sum();
        assert!((all.as_secs_f64() - 100.0).abs() < 1.5, "{all:?}");
        assert_eq!(until_next(0.0, &mut chance), Duration::MAX);
    }

    #[test]
    fn what_is_no_slowdown_is_no_panic() {
        let mut chance = Rng::with_seed(1);
        for slowdown in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0] {
            let _ = draw(Duration::from_millis(1), slowdown, &mut chance);
        }
    }
}
