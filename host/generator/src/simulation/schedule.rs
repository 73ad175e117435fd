//! What is wrong when; must not know who asks.

use std::time::Duration;

use fastrand::Rng;

use crate::Fault;

/// How many phases are drawn before all come again: with those that are always first, a quarter of an hour.
const DRAWN: usize = 32;

/// A time in which one thing is wrong, or nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Phase {
    /// From this moment on, counted from the beginning of all.
    pub(crate) begins: Duration,
    /// Until before this one.
    pub(crate) ends: Duration,
    /// What is wrong.
    pub(crate) fault: Option<Fault>,
}

/// What is wrong at any moment since the beginning of all. It comes again from its first phase when its last has ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Schedule {
    phases: Vec<Phase>,
    /// How long all phases last; never zero.
    lasts: Duration,
}

impl Schedule {
    /// Nothing is ever wrong.
    #[must_use]
    pub(crate) fn healthy() -> Self {
        Self::of([(Duration::MAX, None)])
    }

    /// These phases, one after the other, again and again. Those without length are left out; without any, nothing is ever wrong.
    #[must_use]
    pub(crate) fn of(phases: impl IntoIterator<Item = (Duration, Option<Fault>)>) -> Self {
        let mut lasts = Duration::ZERO;
        let mut all = Vec::new();
        for (length, fault) in phases {
            let (begins, ends) = (lasts, lasts.saturating_add(length));
            if begins < ends {
                all.push(Phase { begins, ends, fault });
            }
            lasts = ends;
        }
        if all.is_empty() { Self::healthy() } else { Self { phases: all, lasts } }
    }

    /// Healthy for 20 seconds, then payments slow and failing for 30, healthy for 20, users slow for 20; from then on what the
    /// seed says, with a healthy time between any two faults.
    #[must_use]
    pub(crate) fn of_seed(seed: u64) -> Self {
        let seconds = Duration::from_secs;
        let always = [
            (seconds(20), None),
            (seconds(30), Some(Fault::PAYMENTS_FAILING)),
            (seconds(20), None),
            (seconds(20), Some(Fault::USERS_SLOW)),
        ];
        let mut chance = Rng::with_seed(seed);
        let drawn = (0..DRAWN).map(move |index| {
            let faults = [Fault::PAYMENTS_FAILING, Fault::USERS_SLOW, Fault::ORDERS_FAILING];
            let fault = if index % 2 == 0 { None } else { chance.choice(faults) };
            (seconds(chance.u64(15..=40)), fault)
        });
        Self::of(always.into_iter().chain(drawn))
    }

    /// The phase that this moment is in, counted from the beginning of all.
    #[must_use]
    pub(crate) fn at(&self, elapsed: Duration) -> Phase {
        let lasts = self.lasts.as_nanos();
        let rounds_last = saturating_nanoseconds(elapsed.as_nanos() / lasts * lasts);
        let since = elapsed.saturating_sub(rounds_last);
        let phase = self.phases.iter().find(|phase| since < phase.ends);
        let always = Phase { begins: Duration::ZERO, ends: Duration::MAX, fault: None };
        phase.map_or(always, |phase| Phase {
            begins: phase.begins.saturating_add(rounds_last),
            ends: phase.ends.saturating_add(rounds_last),
            fault: phase.fault,
        })
    }
}

fn saturating_nanoseconds(nanoseconds: u128) -> Duration {
    u64::try_from(nanoseconds).map_or(Duration::MAX, Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_first_faults_are_the_same_with_every_seed() {
        for seed in 0..20 {
            let schedule = Schedule::of_seed(seed);
            for (moment, fault) in [
                (0, None),
                (19, None),
                (20, Some(Fault::PAYMENTS_FAILING)),
                (49, Some(Fault::PAYMENTS_FAILING)),
                (50, None),
                (70, Some(Fault::USERS_SLOW)),
                (90, None),
            ] {
                assert_eq!(schedule.at(seconds(moment)).fault, fault, "{seed} {moment}");
            }
        }
    }

    #[test]
    fn a_seed_says_what_is_wrong_and_another_says_otherwise() {
        let faults = |seed| {
            let schedule = Schedule::of_seed(seed);
            (0..3_600).map(|moment| schedule.at(seconds(moment)).fault).collect::<Vec<_>>()
        };
        assert_eq!(faults(1), faults(1));
        assert_ne!(faults(1), faults(2));
    }

    #[test]
    fn phases_follow_each_other_without_gaps_and_faults_never_do() {
        let schedule = Schedule::of_seed(7);
        let mut phase = schedule.at(Duration::ZERO);
        for _ in 0..200 {
            let next = schedule.at(phase.ends);
            assert_eq!(next.begins, phase.ends);
            assert!(next.begins < next.ends && !(phase.fault.is_some() && next.fault.is_some()), "{phase:?} {next:?}");
            assert_eq!(schedule.at(next.ends.saturating_sub(Duration::from_nanos(1))), next);
            phase = next;
        }
    }

    #[test]
    fn phases_come_again_from_the_first() {
        let schedule =
            Schedule::of([(seconds(2), None), (Duration::ZERO, None), (seconds(1), Some(Fault::USERS_SLOW))]);
        assert_eq!(schedule.at(seconds(3_001)).fault, None);
        let phase = Phase { begins: seconds(3_002), ends: seconds(3_003), fault: Some(Fault::USERS_SLOW) };
        assert_eq!(schedule.at(seconds(3_002)), phase);
    }

    #[test]
    fn without_phases_and_at_the_end_of_all_times_nothing_is_wrong() {
        for schedule in [Schedule::of([]), Schedule::of([(Duration::ZERO, Some(Fault::USERS_SLOW))])] {
            assert_eq!(schedule, Schedule::healthy());
        }
        for moment in [Duration::ZERO, seconds(1), Duration::MAX] {
            assert_eq!(Schedule::healthy().at(moment).fault, None);
        }
        let _ = Schedule::of_seed(0).at(Duration::MAX);
    }

    #[test]
    fn a_fault_is_told_in_a_line() {
        let told = [Fault::PAYMENTS_FAILING, Fault::USERS_SLOW, Fault::ORDERS_FAILING].map(|fault| fault.to_string());
        assert_eq!(told, ["payments: slow and failing", "users: slow", "orders: failing"]);
    }
}
