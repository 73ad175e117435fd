//! Source maps that a stranger wrote, asked for places by stacks that a script wrote. The first line of the input is the map.

#![no_main]

use coral_source::{
    ModuleMap, Place, Position, SourceMap, code_frame, is_unsafe, parse_placed_stack, parse_stack, place_in_sources,
    printable,
};
use libfuzzer_sys::fuzz_target;

/// More frames than this are cut.
const MOST_FRAMES: usize = 50;

/// By how much a text may grow when its places are put in terms of sources.
const MOST_GROWTH: usize = 1_000 * 1_100;

fuzz_target!(|input: &str| {
    let (map, text) = input.split_once('\n').unwrap_or((input, ""));
    let modules = ["function.mjs", "coral-file:lib/a.ts", "coral-file:lib/a.ts.ts"]
        .map(|module| ModuleMap { module: module.to_owned(), json: map.to_owned() });
    let map = SourceMap::of_modules(move || modules.into());
    for line in [0, 1, 2, u32::MAX] {
        for column in [0, 1, 40, u32::MAX] {
            map.position("function.mjs", line, column).iter().for_each(|position| look_at(position, &map));
        }
    }
    for frames in [parse_stack(text, &map), parse_placed_stack(text)] {
        assert!(frames.len() <= MOST_FRAMES);
        for frame in frames {
            if let Place::Source(position) = frame.place {
                show(text, &position);
                map.text(&position.file).iter().for_each(|source| show(source, &position));
            }
        }
    }
    let placed = place_in_sources(text, &map);
    assert!(placed.len() <= text.len() + MOST_GROWTH);
    assert!(!printable(&placed).contains(|character| is_unsafe(character) && !"\n\t".contains(character)));
});

/// A place out of a map is one that can be shown.
fn look_at(position: &Position, map: &SourceMap) {
    assert!(position.line > 0 && position.column > 0);
    assert!(!position.file.contains(is_unsafe));
    map.text(&position.file).iter().for_each(|source| show(source, position));
}

fn show(source: &str, position: &Position) {
    let frame = code_frame(source, position.line, position.column, 1);
    assert!(frame.is_empty() || frame.split('\n').count() == 3, "{frame}");
    assert!(!frame.contains(|character| is_unsafe(character) && character != '\n'), "{frame:?}");
    assert!(frame.len() < 16 * 1024, "{} bytes", frame.len());
}
