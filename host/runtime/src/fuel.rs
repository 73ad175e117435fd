//! The fuel of one run: what it may use in all, and between two waits of its event loop. Must not know who is told where it
//! ends.

use coral_policy::{Limit, Policy};

use crate::brake::Reached;

/// What a run is given beyond a limit, so that its engine comes to ask whether it must stop: some 20 ms, in which QuickJS
/// makes its 10,000 jumps and calls. What it does in one step for longer is ended without a place.
const SLACK: u64 = 200_000_000;

/// After how much a script that never waits yields: some 0.1 ms, and 20 ms where it does nothing but call the host. So late may a
/// limit of time be noticed, and for so long does a run that needs little wait for one that computes. What of the host lasts
/// longer yields itself.
pub const SLICE: u64 = 1_000_000;

/// How much a run has, and has used.
#[derive(Debug)]
pub struct Fuel {
    limit: Option<u64>,
    turn_limit: Option<u64>,
    /// What was used before this turn.
    before: u64,
    /// What the store was given for this turn.
    given: u64,
}

impl Fuel {
    /// That of a run which begins.
    pub fn new(policy: &Policy) -> Self {
        let mut fuel = Self { limit: policy.fuel, turn_limit: policy.turn_fuel, before: 0, given: 0 };
        fuel.given = fuel.grant();
        fuel
    }

    /// What the store is to be given for this turn.
    pub fn given(&self) -> u64 {
        self.given
    }

    /// What was used, with so much left in the store.
    pub fn used(&self, left: u64) -> u64 {
        self.before.saturating_add(self.given.saturating_sub(left))
    }

    /// Begins the next turn: what the store is to be given for it.
    pub fn next_turn(&mut self, left: u64) -> u64 {
        self.before = self.used(left);
        self.given = self.grant();
        self.given
    }

    /// The limit that was passed, if one was.
    pub fn reached(&self, left: u64) -> Option<Reached> {
        let uses = [
            (Limit::Fuel, self.limit, self.used(left)),
            (Limit::TurnFuel, self.turn_limit, self.given.saturating_sub(left)),
        ];
        uses.into_iter().find_map(|(limit, allowed, used)| {
            let allowed = allowed.filter(|allowed| used > *allowed)?;
            Some(Reached { limit, allowed, used })
        })
    }

    fn grant(&self) -> u64 {
        let rest = self.limit.map(|limit| limit.saturating_sub(self.before));
        let most = rest.into_iter().chain(self.turn_limit).min();
        most.map_or(u64::MAX, |most| most.saturating_add(SLACK))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn fuel(limit: Option<u64>, turn_limit: Option<u64>) -> Fuel {
        Fuel::new(&Policy { fuel: limit, turn_fuel: turn_limit, ..Policy::default() })
    }

    #[test]
    fn a_turn_gives_no_more_than_the_run_has_left() {
        let mut fuel = fuel(Some(1_000), Some(400));
        assert_eq!(fuel.given(), 400 + SLACK);
        assert_eq!(fuel.next_turn(SLACK + 100), 400 + SLACK);
        assert_eq!(fuel.next_turn(SLACK), 300 + SLACK);
        assert_eq!(fuel.used(SLACK), 1_000);
        assert_eq!(fuel.reached(SLACK), None);
    }

    #[test]
    fn the_limit_that_was_passed_is_named() {
        let mut fuel = fuel(Some(1_000), Some(400));
        let turn = fuel.reached(SLACK - 1).unwrap();
        assert_eq!(turn, Reached { limit: Limit::TurnFuel, allowed: 400, used: 401 });
        for _ in 0..2 {
            fuel.next_turn(SLACK);
        }
        let run = fuel.reached(SLACK - 1).unwrap();
        assert_eq!(run, Reached { limit: Limit::Fuel, allowed: 1_000, used: 1_001 });
    }

    #[test]
    fn without_limits_there_is_always_more() {
        let mut fuel = fuel(None, None);
        assert_eq!(fuel.next_turn(5), u64::MAX);
        assert_eq!(fuel.reached(0), None);
    }
}
