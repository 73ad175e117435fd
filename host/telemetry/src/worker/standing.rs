//! How the questions of each asker went of late, and so in which lane its next begins; must not know what lanes are.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use coral_contract::AskerId;

/// How many short questions make up for a long one.
const COST: i32 = 16;

/// How many short questions count beforehand.
const MOST_CREDIT: i32 = 10 * COST;

/// How long an asker is remembered whose questions are not answered.
const REMEMBERED_FOR: Duration = Duration::from_secs(10);

/// How many askers are remembered before any is forgotten.
const REMEMBERED: usize = 64;

/// What is remembered of the askers.
///
/// A long question costs, a short one makes up for a part. So who asks nothing but long ones is taken at their word, and a
/// server's callers, who are one asker where they have no names, are not judged by the one among them who does.
#[derive(Default)]
pub(super) struct Standings(Mutex<State>);

#[derive(Default)]
struct State {
    standings: HashMap<AskerId, Standing>,
    /// With so many standings those that are of no more use are forgotten.
    most: usize,
}

struct Standing {
    balance: i32,
    noted: Instant,
}

impl Standings {
    /// Whether the next question of an asker is to be taken for a short one.
    pub(super) fn expects_short(&self, asker: AskerId) -> bool {
        self.expects_short_at(asker, Instant::now())
    }

    /// Notes how long a question was.
    pub(super) fn note(&self, asker: AskerId, was_short: bool) {
        self.note_at(asker, was_short, Instant::now());
    }

    fn expects_short_at(&self, asker: AskerId, now: Instant) -> bool {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.standings.get(&asker).is_none_or(|standing| !standing.counts(now) || standing.balance >= 0)
    }

    fn note_at(&self, asker: AskerId, was_short: bool, now: Instant) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.standings.len() >= state.most {
            state.standings.retain(|_, standing| standing.counts(now));
            state.most = REMEMBERED.max(state.standings.len() * 2);
        }
        let standing = state.standings.entry(asker).or_insert(Standing { balance: 0, noted: now });
        let balance = if standing.counts(now) { standing.balance } else { 0 };
        let change = if was_short { 1 } else { -COST };
        *standing = Standing { balance: (balance + change).clamp(-COST, MOST_CREDIT), noted: now };
    }
}

impl Standing {
    fn counts(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.noted) < REMEMBERED_FOR
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn who_asks_long_questions_is_expected_to_ask_another() {
        let (standings, asker, other, now) = (Standings::default(), AskerId::next(), AskerId::next(), Instant::now());
        assert!(standings.expects_short_at(asker, now));
        for _ in 0..3 {
            standings.note_at(asker, false, now);
        }
        assert!(!standings.expects_short_at(asker, now));
        assert!(standings.expects_short_at(other, now));
        for _ in 0..COST - 1 {
            standings.note_at(asker, true, now);
            assert!(!standings.expects_short_at(asker, now));
        }
        standings.note_at(asker, true, now);
        assert!(standings.expects_short_at(asker, now));
    }

    #[test]
    fn short_questions_make_up_for_long_ones_to_come() {
        let (standings, asker, now) = (Standings::default(), AskerId::next(), Instant::now());
        for _ in 0..1_000 {
            standings.note_at(asker, true, now);
        }
        for _ in 0..10 {
            standings.note_at(asker, false, now);
            assert!(standings.expects_short_at(asker, now));
        }
        standings.note_at(asker, false, now);
        assert!(!standings.expects_short_at(asker, now));
    }

    #[test]
    fn what_is_past_is_forgotten() {
        let (standings, asker, now) = (Standings::default(), AskerId::next(), Instant::now());
        standings.note_at(asker, false, now);
        let later = now + REMEMBERED_FOR;
        assert!(standings.expects_short_at(asker, later));
        standings.note_at(asker, true, later);
        assert!(standings.expects_short_at(asker, later));
        for _ in 0..10 * REMEMBERED {
            standings.note_at(AskerId::next(), false, now);
        }
        standings.note_at(asker, true, later);
        assert!(standings.0.lock().unwrap().standings.len() <= 20 * REMEMBERED);
        for _ in 0..10 * REMEMBERED {
            standings.note_at(AskerId::next(), false, later + REMEMBERED_FOR);
        }
        assert!(!standings.0.lock().unwrap().standings.contains_key(&asker));
    }
}
