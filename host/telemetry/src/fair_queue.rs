//! A number of places, and a queue for them in which askers take turns; must not know what the places are for.
//!
//! The next place goes to the waiting asker that has used least of late: how long it held places, of which half counts
//! after [`HALF_LIFE`], a quarter after twice that, and so on. So a flood goes behind whoever comes newly, who has used
//! nothing, and whoever waits gains on those who are served. An asker is remembered for as long as what it used counts:
//! it would be new with each question else, and always first.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use coral_contract::{AskError, AskerId};
use tokio::sync::oneshot;

/// After how long half of what was used counts.
const HALF_LIFE: Duration = Duration::from_secs(5);

/// Who held places for longer of late, while there were others, gives way to them: it is served by what gets a processor
/// when nobody else wants one.
const LITTLE: Duration = Duration::from_millis(100);

/// Seconds of use that do not count.
const NEGLIGIBLE: f64 = 0.001;

/// How many askers are remembered before any is forgotten.
const REMEMBERED: usize = 64;

/// A number of places, of which one asker may hold a share. Whoever finds none free waits; a place that becomes free goes
/// to the asker whose turn it is, and among the questions of one asker to the oldest.
pub(crate) struct FairQueue(Mutex<State>);

struct State {
    free: usize,
    /// How many places one asker may hold at once.
    share: usize,
    accounts: HashMap<AskerId, Account>,
    /// With so many accounts those that are of no more use are closed.
    most_accounts: usize,
    /// The askers who wait, each once, by since when.
    waiting: VecDeque<AskerId>,
}

/// What an asker holds, waits for, and has used.
struct Account {
    /// How many places it holds.
    held: usize,
    /// Its questions that wait, in order.
    waiting: VecDeque<oneshot::Sender<Place>>,
    /// Seconds of places that it has used, as they counted at a moment.
    used: f64,
    moment: Instant,
}

/// One of the places. Dropping it gives it to the next.
pub(crate) struct Place(Option<Held>);

struct Held {
    queue: Arc<FairQueue>,
    by: AskerId,
}

/// Whether an asker has held places in these queues for much time of late, and others use them as well.
pub(crate) fn gives_way(asker: AskerId, queues: &[&Arc<FairQueue>]) -> bool {
    queues.iter().map(|queue| queue.used(asker)).sum::<Duration>() > LITTLE
        && queues.iter().any(|queue| queue.serves_others(asker))
}

/// Waits for places at most as long as `patience` says, without end where it says nothing; then it is `Busy`.
pub(crate) async fn within<T>(patience: Option<Duration>, places: impl Future<Output = T>) -> Result<T, AskError> {
    match patience {
        None => Ok(places.await),
        Some(waited) => tokio::time::timeout(waited, places).await.map_err(|_| AskError::Busy { waited }),
    }
}

impl FairQueue {
    /// This many places, all of them free, of which one asker may hold `share` at once.
    pub(crate) fn new(places: usize, share: usize) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State {
            free: places,
            share,
            accounts: HashMap::new(),
            most_accounts: REMEMBERED,
            waiting: VecDeque::new(),
        })))
    }

    /// Waits for a place. Dropping the future leaves the queue.
    pub(crate) async fn place(self: &Arc<Self>, asker: AskerId) -> Place {
        let waiting = {
            let now = Instant::now();
            let mut state = self.state();
            if state.free > 0 && state.account(asker, now).held < state.share {
                return self.take(&mut state, asker, now);
            }
            let (sender, receiver) = oneshot::channel();
            state.enter(asker, sender, now);
            receiver
        };
        match waiting.await {
            Ok(place) => place,
            // A sender is dropped only with the queue, which this holds: there is no place to give back.
            Err(_) => Place(None),
        }
    }

    /// For how long an asker held places of late.
    fn used(&self, asker: AskerId) -> Duration {
        let used = self.state().accounts.get(&asker).map_or(0.0, |account| account.used(Instant::now()));
        Duration::try_from_secs_f64(used).unwrap_or(Duration::MAX)
    }

    /// Whether anyone but this asker uses places, or did in the last seconds.
    fn serves_others(&self, asker: AskerId) -> bool {
        let now = Instant::now();
        self.state().accounts.iter().any(|(other, account)| *other != asker && account.is_recent(now))
    }

    /// Whether anyone waits for a place.
    pub(crate) fn is_waited_for(&self) -> bool {
        !self.state().waiting.is_empty()
    }

    /// Takes a place that is free.
    fn take(self: &Arc<Self>, state: &mut State, by: AskerId, now: Instant) -> Place {
        state.free -= 1;
        state.account(by, now).held += 1;
        Place(Some(Held { queue: Arc::clone(self), by }))
    }

    /// Makes a place free, or gives it to the next who still waits and may hold it.
    fn give_back(self: &Arc<Self>, by: AskerId) {
        let now = Instant::now();
        let mut state = self.state();
        state.put_back(by, now);
        while let Some((asker, next)) = state.next(now) {
            let mut place = self.take(&mut state, asker, now);
            match next.send(place) {
                Ok(()) => return,
                // It left the queue. Dropping the place would lock the state once more.
                Err(returned) => place = returned,
            }
            place.0 = None;
            state.put_back(asker, now);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The account of an asker, up to now.
    fn account(&mut self, asker: AskerId, now: Instant) -> &mut Account {
        if self.accounts.len() >= self.most_accounts {
            self.accounts.retain(|_, account| account.is_of_use(now));
            self.most_accounts = REMEMBERED.max(self.accounts.len() * 2);
        }
        let account = self.accounts.entry(asker).or_insert_with(|| Account::new(now));
        account.settle(now);
        account
    }

    fn enter(&mut self, asker: AskerId, sender: oneshot::Sender<Place>, now: Instant) {
        let own = &mut self.account(asker, now).waiting;
        own.push_back(sender);
        if own.len() == 1 {
            self.waiting.push_back(asker);
        }
    }

    fn put_back(&mut self, by: AskerId, now: Instant) {
        self.free += 1;
        self.account(by, now).held -= 1;
    }

    /// The oldest question of the asker whose turn it is, of those who may hold a further place. Of askers who have used
    /// the same it is the one who has waited for longest.
    fn next(&mut self, now: Instant) -> Option<(AskerId, oneshot::Sender<Place>)> {
        let may_hold_more = |asker: &AskerId| self.accounts.get(asker).filter(|account| account.held < self.share);
        let used = self
            .waiting
            .iter()
            .enumerate()
            .filter_map(|(index, asker)| may_hold_more(asker).map(|account| (index, account.used(now))));
        let (turn, _) = used.min_by(|(_, one), (_, other)| one.total_cmp(other))?;
        let asker = self.waiting.remove(turn)?;
        let own = &mut self.accounts.get_mut(&asker)?.waiting;
        let next = own.pop_front();
        if !own.is_empty() {
            self.waiting.push_back(asker);
        }
        next.map(|next| (asker, next))
    }
}

impl Account {
    fn new(now: Instant) -> Self {
        Self { held: 0, waiting: VecDeque::new(), used: 0.0, moment: now }
    }

    /// Seconds of places that it has used, as they count now.
    fn used(&self, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.moment).as_secs_f64();
        self.used * (-since / HALF_LIFE.as_secs_f64()).exp2() + self.held as f64 * since
    }

    fn settle(&mut self, now: Instant) {
        (self.used, self.moment) = (self.used(now), now);
    }

    fn is_recent(&self, now: Instant) -> bool {
        self.held > 0 || !self.waiting.is_empty() || now.saturating_duration_since(self.moment) < HALF_LIFE
    }

    fn is_of_use(&self, now: Instant) -> bool {
        self.held > 0 || !self.waiting.is_empty() || self.used(now) > NEGLIGIBLE
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(Held { queue, by }) = self.0.take() {
            queue.give_back(by);
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use futures::FutureExt;

    use super::*;

    /// The order in which askers get places after one another, each of which is held for so many seconds.
    fn turns<const ASKERS: usize>(state: &mut State, mut now: Instant, held_for: [u64; ASKERS]) -> String {
        let askers = [(); ASKERS].map(|()| AskerId::next());
        for asker in askers {
            for _ in 0..4 {
                // Nobody is at the other end, which this part does not look at.
                state.enter(asker, oneshot::channel().0, now);
            }
        }
        let mut turns = String::new();
        while let Some((asker, _)) = state.next(now) {
            let index = askers.iter().position(|known| *known == asker).unwrap();
            state.account(asker, now).held += 1;
            now += Duration::from_secs(held_for[index]);
            state.put_back(asker, now);
            state.free -= 1;
            turns += &index.to_string();
        }
        turns
    }

    #[test]
    fn who_has_used_least_of_late_is_next() {
        let state = || Mutex::into_inner(Arc::into_inner(FairQueue::new(1, 1)).unwrap().0).unwrap();
        let now = Instant::now();
        assert_eq!(turns(&mut state(), now, [1, 1, 1]), "012012012012");
        assert_eq!(turns(&mut state(), now, [5, 1, 1]), "012121210200");
        assert_eq!(turns(&mut state(), now, [0, 1, 0]), "012020202111");
    }

    #[tokio::test]
    async fn a_newcomer_is_next_however_many_wait() {
        let queue = FairQueue::new(1, 1);
        let floods: Vec<AskerId> = (0..20).map(|_| AskerId::next()).collect();
        let mut held = Vec::new();
        for flood in &floods {
            // Each has had a place for some time, which is not nothing.
            let place = queue.place(*flood).await;
            std::thread::sleep(Duration::from_micros(10));
            drop(place);
        }
        held.push(queue.place(floods[0]).await);
        let place = |asker: AskerId| {
            let queue = Arc::clone(&queue);
            async move { queue.place(asker).await }.boxed()
        };
        let mut waiting: Vec<_> = floods.iter().flat_map(|flood| [place(*flood), place(*flood)]).collect();
        assert!(waiting.iter_mut().all(|place| place.now_or_never().is_none()));
        let mut newcomer = place(AskerId::next());
        assert!((&mut newcomer).now_or_never().is_none());
        held.clear();
        assert!(newcomer.now_or_never().is_some());
    }

    #[tokio::test]
    async fn who_used_much_gives_way_while_others_use_places() {
        let queue = FairQueue::new(2, 2);
        let (one, other) = (AskerId::next(), AskerId::next());
        queue.state().account(one, Instant::now()).used = 2.0 * LITTLE.as_secs_f64();
        assert!(!gives_way(one, &[&queue]), "it is alone");
        let held = queue.place(other).await;
        assert!(gives_way(one, &[&queue]));
        assert!(!gives_way(other, &[&queue]), "it used little");
        drop(held);
        assert!(gives_way(one, &[&queue]), "the other may be back soon");
        queue.state().account(other, Instant::now()).moment -= HALF_LIFE;
        assert!(!gives_way(one, &[&queue]), "it is alone again");
    }

    #[test]
    fn what_was_used_counts_ever_less() {
        let (queue, asker, now) = (FairQueue::new(1, 1), AskerId::next(), Instant::now());
        let mut state = queue.state();
        state.account(asker, now).used = 8.0;
        let used = state.account(asker, now + HALF_LIFE * 3).used;
        assert!((used - 1.0).abs() < 1e-9, "{used}");
        let later = now + HALF_LIFE * 20;
        for _ in 0..10 * REMEMBERED {
            state.account(AskerId::next(), later);
        }
        assert!(!state.accounts.contains_key(&asker));
        assert!(state.accounts.len() <= REMEMBERED);
    }

    #[tokio::test]
    async fn who_leaves_the_queue_holds_nobody_up() {
        let queue = FairQueue::new(1, 1);
        let held = queue.place(AskerId::next()).await;
        let mut leaver = Box::pin(queue.place(AskerId::next()));
        let mut stayer = Box::pin(queue.place(AskerId::next()));
        assert!((&mut leaver).now_or_never().is_none());
        assert!((&mut stayer).now_or_never().is_none());
        drop(leaver);
        drop(held);
        let place = (&mut stayer).now_or_never();
        assert!(place.is_some());
        drop(place);
        assert_eq!(queue.state().free, 1);
    }

    #[tokio::test]
    async fn who_leaves_with_a_place_unseen_passes_it_on() {
        let queue = FairQueue::new(1, 1);
        let held = queue.place(AskerId::next()).await;
        let mut leaver = Box::pin(queue.place(AskerId::next()));
        assert!((&mut leaver).now_or_never().is_none());
        drop(held);
        drop(leaver);
        assert_eq!(queue.state().free, 1);
    }

    #[tokio::test]
    async fn a_share_leaves_places_to_others() {
        let queue = FairQueue::new(3, 2);
        let (greedy, modest) = (AskerId::next(), AskerId::next());
        let held = [queue.place(greedy).await, queue.place(greedy).await];
        let mut third = Box::pin(queue.place(greedy));
        assert!((&mut third).now_or_never().is_none());
        let other = queue.place(modest).now_or_never();
        assert!(other.is_some());
        // A place that its asker may not have stays free, also once it is given back.
        drop(other);
        assert!((&mut third).now_or_never().is_none());
        assert_eq!(queue.state().free, 1);
        drop(held);
        assert!((&mut third).now_or_never().is_some());
        let state = queue.state();
        assert!(state.free == 3 && state.accounts.values().all(|account| account.held == 0));
    }
}
