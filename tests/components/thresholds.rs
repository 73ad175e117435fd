//! What every run pays before its script does anything: the engine's size, its start, and the SDK's. Fuel is the same on
//! every machine, so that these are bounds and no measurements.

use std::time::Duration;

use coral_policy::Policy;
use coral_run::Ending;

use crate::laboratory::{LABORATORY, Slow, root};

/// The fuel that a script takes.
async fn fuel_of(source: &str) -> u64 {
    let outcome = LABORATORY.run(source, Slow::new(Duration::ZERO), Policy::default()).await.outcome;
    assert_eq!(outcome.ending, Ending::Completed, "{source}");
    outcome.usage.fuel
}

#[test]
fn the_engine_is_at_most_2_mb() {
    let bytes = std::fs::metadata(root().join("guest-sdk/engine/engine.wasm")).unwrap().len();
    println!("engine.wasm: {bytes} bytes");
    assert!(bytes <= 2_000_000, "{bytes}");
}

#[tokio::test]
async fn an_empty_script_takes_little_fuel_and_the_sdk_hardly_more() {
    let empty = fuel_of("").await;
    let with_sdk = fuel_of("import * as coral from \"jsr:@coral/sdk\"; void coral;").await;
    println!("empty: {empty}, with the SDK: {with_sdk}");
    assert_eq!(fuel_of("").await, empty);
    assert!(empty <= 20_000, "{empty}");
    assert!(with_sdk - empty <= 5_000, "{with_sdk} - {empty}");
}

#[tokio::test]
async fn a_map_of_ten_times_as_many_keys_takes_ten_times_as_much_fuel() {
    for key in ["index", "index / 4", "-index", "index * 65536", "2 ** 40 + index", "{}", "`${index}`", "BigInt(index)"]
    {
        let of = |keys: u32| {
            format!(
                "const map = new Map(), keys = Array.from({{ length: {keys} }}, (_, index) => ({key}));
                 for (const key of keys) map.set(key, key);
                 for (const key of keys) if (map.get(key) !== key) throw new Error('lost');"
            )
        };
        let empty = fuel_of("").await;
        let (few, many) = (fuel_of(&of(500)).await - empty, fuel_of(&of(5_000)).await - empty);
        assert!(many < few * 15, "{key}: {few} for 500, {many} for 5,000");
    }
}
