//! A number of places, and a queue for them in which askers take turns; must not know what the places are for.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coral_contract::Asker;
use tokio::sync::oneshot;

/// A number of places. Whoever finds none free waits; a place that becomes free goes to the asker whose turn it is, and
/// among the questions of one asker to the oldest.
pub(crate) struct FairQueue(Mutex<State>);

struct State {
    free: usize,
    /// Those who wait, each asker's in order. No list is empty.
    waiting: HashMap<Asker, VecDeque<oneshot::Sender<Place>>>,
    /// The askers who wait, each once: the next turn is the first's.
    turns: VecDeque<Asker>,
}

/// One of the places. Dropping it gives it to the next.
pub(crate) struct Place(Option<Arc<FairQueue>>);

impl FairQueue {
    /// This many places, all of them free.
    pub(crate) fn new(places: usize) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State { free: places, waiting: HashMap::new(), turns: VecDeque::new() })))
    }

    /// Waits for a place. Dropping the future leaves the queue.
    pub(crate) async fn place(self: &Arc<Self>, asker: Asker) -> Place {
        let waiting = {
            let mut state = self.state();
            if state.free > 0 {
                state.free -= 1;
                return Place(Some(Arc::clone(self)));
            }
            let (sender, receiver) = oneshot::channel();
            state.enter(asker, sender);
            receiver
        };
        match waiting.await {
            Ok(place) => place,
            // A sender is dropped only with the queue, which this holds: there is no place to give back.
            Err(_) => Place(None),
        }
    }

    /// Gives a place to the next who still waits, or else makes it free.
    fn pass_on(self: &Arc<Self>) {
        let mut state = self.state();
        let mut place = Place(Some(Arc::clone(self)));
        while let Some(next) = state.next() {
            match next.send(place) {
                Ok(()) => return,
                Err(returned) => place = returned,
            }
        }
        // It is counted here, so that dropping it must not.
        place.0 = None;
        state.free += 1;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn enter(&mut self, asker: Asker, sender: oneshot::Sender<Place>) {
        let own = self.waiting.entry(asker).or_default();
        if own.is_empty() {
            self.turns.push_back(asker);
        }
        own.push_back(sender);
    }

    /// The oldest of the asker whose turn it is, who then goes to the end of the line.
    fn next(&mut self) -> Option<oneshot::Sender<Place>> {
        let asker = self.turns.pop_front()?;
        let own = self.waiting.get_mut(&asker)?;
        let next = own.pop_front();
        if own.is_empty() {
            self.waiting.remove(&asker);
        } else {
            self.turns.push_back(asker);
        }
        next
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(queue) = self.0.take() {
            queue.pass_on();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn askers_take_turns() {
        let queue = FairQueue::new(1);
        let (greedy, modest) = (Asker::new(), Asker::new());
        let mut held = Some(queue.place(greedy).await);
        let mut waiting: Vec<_> =
            [("greedy 1", greedy), ("greedy 2", greedy), ("greedy 3", greedy), ("modest", modest)]
                .map(|(name, asker)| {
                    (
                        name,
                        Box::pin({
                            let queue = Arc::clone(&queue);
                            async move { queue.place(asker).await }
                        }),
                    )
                })
                .into();
        for (_, place) in &mut waiting {
            assert!(place.now_or_never().is_none());
        }
        let mut served = Vec::new();
        while held.take().is_some() {
            for index in 0..waiting.len() {
                if let Some(place) = (&mut waiting[index].1).now_or_never() {
                    served.push(waiting.remove(index).0);
                    held = Some(place);
                    break;
                }
            }
        }
        assert_eq!(served, ["greedy 1", "modest", "greedy 2", "greedy 3"]);
        assert_eq!(queue.state().free, 1);
    }

    #[tokio::test]
    async fn who_leaves_the_queue_holds_nobody_up() {
        let queue = FairQueue::new(1);
        let held = queue.place(Asker::ANYONE).await;
        let mut leaver = Box::pin(queue.place(Asker::ANYONE));
        let mut stayer = Box::pin(queue.place(Asker::ANYONE));
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
        let queue = FairQueue::new(1);
        let held = queue.place(Asker::ANYONE).await;
        let mut leaver = Box::pin(queue.place(Asker::ANYONE));
        assert!((&mut leaver).now_or_never().is_none());
        drop(held);
        drop(leaver);
        assert_eq!(queue.state().free, 1);
    }
}
