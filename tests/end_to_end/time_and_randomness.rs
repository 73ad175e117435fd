//! Clocks, timers and randomness: each run has its own, and they are real.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::program::{Workspace, printed};

#[test]
fn two_runs_never_share_randomness() {
    let script = "console.log(Math.random()); console.log(crypto.randomUUID());
        console.log(crypto.getRandomValues(new Uint8Array(16)).join());";
    let [one, other] = [printed(script), printed(script)];
    for (one, other) in one.lines().zip(other.lines()) {
        assert_ne!(one, other);
    }
    assert_eq!(one.lines().count(), 3);
}

#[test]
fn randomness_within_a_run_does_not_repeat() {
    let script = "const all = new Set(Array.from({ length: 10000 }, () => Math.random()));
        const ids = new Set(Array.from({ length: 1000 }, () => crypto.randomUUID()));
        console.log(all.size, ids.size, [...all].every((x) => x >= 0 && x < 1));";
    assert_eq!(printed(script), "10000 1000 true\n");
}

#[test]
fn the_clock_tells_the_time() {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let text = printed("console.log(Date.now());");
    let told = Duration::from_millis(text.trim().parse().unwrap());
    assert!(told.abs_diff(now()) < Duration::from_secs(60), "{told:?}");
}

#[test]
fn timers_wait_at_once_and_not_one_after_the_other() {
    let script = "
        const started = performance.now();
        const order: number[] = [];
        const sleep = (n: number) => new Promise<number>((resolve) => setTimeout(() => { order.push(n); resolve(n); }, 100));
        const all = await Promise.all([1, 2, 3, 4, 5].map(sleep));
        console.log(all.join(), order.join(), Math.floor(performance.now() - started));";
    let text = printed(script);
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(words[..2], ["1,2,3,4,5", "1,2,3,4,5"]);
    let took: u32 = words[2].parse().unwrap();
    assert!((100..400).contains(&took), "{took} ms");
}

#[test]
fn timers_fire_in_the_order_in_which_they_are_due() {
    let script = "
        const seen: string[] = [];
        setTimeout(() => seen.push('third'), 60);
        setTimeout(() => seen.push('first'), 0);
        setTimeout(() => seen.push('second'), 30);
        setTimeout(() => seen.push('first again'), 0);
        const stopped = setTimeout(() => seen.push('never'), 10);
        clearTimeout(stopped); clearTimeout(stopped); clearTimeout(undefined); clearTimeout(987654);
        Promise.resolve().then(() => seen.push('job'));
        seen.push('now');
        setTimeout(() => console.log(seen.join()), 90);";
    assert_eq!(printed(script), "now,job,first,first again,second,third\n");
}

#[test]
fn an_interval_repeats_until_it_is_stopped() {
    let script = "
        let count = 0;
        const id = setInterval((step: number) => { count += step; if (count === 6) { clearInterval(id); console.log(count); } }, 2, 2);";
    assert_eq!(printed(script), "6\n");
}

#[test]
fn a_timer_that_is_always_due_does_not_starve_an_answer() {
    for spin in [
        "const spin = () => { if (!done) setTimeout(spin, 0); }; spin();",
        "setInterval(() => { if (done) Deno.exit(0); }, 0);",
    ] {
        let script = format!(
            "import * as coral from 'jsr:@coral/sdk';
            let done = false;
            {spin}
            const {{ count }} = await coral.db.query('SELECT 1');
            done = true;
            console.log(count);"
        );
        let finished = Workspace::with_script(&script).run(&["-q", "--timeout", "10s"]).expect_code(0);
        assert_eq!(finished.stdout, "1\n");
    }
}

#[test]
fn queries_are_answered_at_once_and_not_one_after_the_other() {
    let script = "
        import * as coral from 'jsr:@coral/sdk';
        const answers = await Promise.all([3, 1, 2].map((n) => coral.db.query('SELECT ? AS n', [n])));
        console.log(answers.map(({ rows }) => rows[0].n).join());";
    assert_eq!(printed(script), "3,1,2\n");
}
