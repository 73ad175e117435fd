//! Long questions beside short ones: the long ones are answered too, and hold up none of the short.

use std::time::{Duration, Instant};

use coral_contract::{Answer, Asker, Bounds, PendingAnswer, Telemetry};
use coral_telemetry::{Limits, Options, WorkerOptions, create_sample};
use futures::FutureExt;

use crate::fixture::{self, Database, Fixture};
use crate::worker_life::workers_of;

/// Far more than short questions take, and far less than endless ones.
const PATIENCE: Duration = Duration::from_secs(60);

const ENDLESS: &str = "SELECT count(*) FROM range(10000000000000) t(n) WHERE hash(n) % 7 = 3";

/// Takes some seconds of a processor's time, and then has an answer.
const LONG: &str = "SELECT count(*) FROM range(20000) a, range(20000) b WHERE hash(a.range + b.range) % 2 < 2";

fn database(prompt: usize, long: usize) -> (Fixture, Database) {
    let fixture = Fixture::empty();
    create_sample(&fixture.path).unwrap();
    let limits = Limits { sql_deadline: Duration::from_secs(3600), ..Limits::default() };
    let workers = WorkerOptions { prompt, short: 1, long, threads: 1, ..WorkerOptions::default() };
    let database = fixture.database_with(Options { limits, workers, ..Options::default() });
    (fixture, database)
}

fn asker() -> Asker {
    Asker::new(Bounds::default())
}

fn ask(database: &Database, asker: &Asker, text: &str) -> PendingAnswer {
    database.ask_as(asker, fixture::sql(text, &[]))
}

async fn whole_number(answer: PendingAnswer) -> Option<i64> {
    let answer = tokio::time::timeout(PATIENCE, answer).await.expect("held up");
    let Ok(Answer::Rows(rows)) = answer else { panic!("no rows: {answer:?}") };
    fixture::integers(&rows, 0)[0]
}

/// Waits until there are so many workers for long questions.
async fn until_the_long_lane_is_full(fixture: &Fixture, count: usize) {
    let started = Instant::now();
    let is_nice = || workers_of(&fixture.path).iter().filter(|worker| worker.niceness().contains(&"10".into())).count();
    while is_nice() < count {
        assert!(started.elapsed() < PATIENCE, "{} are long", is_nice());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn endless_questions_of_twenty_hold_up_no_short_one() {
    let (fixture, database) = database(1, 2);
    let endless: Vec<_> = (0..20).map(|_| ask(&database, &asker(), ENDLESS)).collect();
    until_the_long_lane_is_full(&fixture, 2).await;
    // Both by one asker and by one after another, who are strangers.
    let known = asker();
    for number in 0..10 {
        assert_eq!(whole_number(ask(&database, &known, &format!("SELECT {number}"))).await, Some(number));
        assert_eq!(whole_number(ask(&database, &asker(), &format!("SELECT {number}"))).await, Some(number));
    }
    drop(endless);
    let started = Instant::now();
    while database.health().await.unwrap().in_use > 0 {
        assert!(started.elapsed() < PATIENCE, "something is left behind");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // No more workers than there are places, of which those that could not be stopped are gone.
    assert!(workers_of(&fixture.path).len() <= 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_question_is_answered_beside_short_ones() {
    let (fixture, database) = database(1, 1);
    let mut long = Box::pin(whole_number(ask(&database, &asker(), LONG)));
    let mut short = 0;
    let answer = loop {
        tokio::select! {
            biased;
            answer = &mut long => break answer,
            answer = whole_number(ask(&database, &asker(), "SELECT 42")) => {
                assert_eq!(answer, Some(42));
                short += 1;
            }
        }
    };
    assert_eq!(answer, Some(400_000_000));
    assert!(short > 1, "{short}");
    assert_eq!(whole_number(ask(&database, &asker(), "SELECT 42")).await, Some(42));
    // Long questions give way to others, short ones do not.
    let mut niceness: Vec<_> = workers_of(&fixture.path).iter().map(|worker| worker.niceness()).collect();
    niceness.sort_by_key(|threads| threads[0].parse::<i32>().unwrap());
    assert!(niceness[0].iter().all(|nice| nice == "0"), "{niceness:?}");
    assert!(niceness[niceness.len() - 1].iter().all(|nice| nice == "10"), "{niceness:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_much_gives_way_to_others() {
    let (fixture, database) = database(1, 1);
    let (much, other) = (asker(), asker());
    let busy = "SELECT count(*) FROM range(500000) t(n) WHERE hash(n) % 7 < 7";
    let with_niceness = |niceness: &str| {
        let workers = workers_of(&fixture.path);
        workers.iter().filter(|worker| worker.niceness().contains(&niceness.to_owned())).count()
    };
    // Alone it need not.
    for _ in 0..50 {
        assert_eq!(whole_number(ask(&database, &much, busy)).await, Some(500_000));
    }
    assert_eq!((with_niceness("0"), with_niceness("8")), (1, 0));
    assert_eq!(whole_number(ask(&database, &other, "SELECT 42")).await, Some(42));
    assert_eq!(whole_number(ask(&database, &much, "SELECT 42")).await, Some(42));
    assert_eq!((with_niceness("0"), with_niceness("8")), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_long_questions_begins_in_the_long_lane() {
    let (_fixture, database) = database(1, 1);
    let (long, other) = (asker(), asker());
    assert_eq!(whole_number(ask(&database, &long, LONG)).await, Some(400_000_000));
    let endless = ask(&database, &long, ENDLESS);
    while database.health().await.unwrap().in_use == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let mut next = ask(&database, &long, "SELECT 1");
    for _ in 0..10 {
        assert_eq!(whole_number(ask(&database, &other, "SELECT 42")).await, Some(42));
    }
    assert!((&mut next).now_or_never().is_none());
    drop(endless);
    assert_eq!(whole_number(next).await, Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_stopped_loses_its_worker_and_no_other_question() {
    let (fixture, database) = database(1, 1);
    let stubborn = "SELECT levenshtein(repeat('a', 100000), repeat('b', 100000))";
    for _ in 0..3 {
        let endless = ask(&database, &asker(), stubborn);
        for _ in 0..5 {
            assert_eq!(whole_number(ask(&database, &asker(), "SELECT 42")).await, Some(42));
        }
        drop(endless);
    }
    assert!(workers_of(&fixture.path).len() <= 3);
}
