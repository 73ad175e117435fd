//! Every way to damage a bundle: each is noticed, in words, and none makes the program fall over.

use coral_bundle::Bundle;
use insta::assert_snapshot;

use crate::laboratory::{bytes, key, path};

const BLOCK: usize = 512;

/// What is said of these bytes; fails the test if they are taken for a bundle.
#[track_caller]
fn refusal(bytes: &[u8], what: &str) -> String {
    match Bundle::from_bytes(path(), bytes.to_vec()) {
        Ok(_) => panic!("taken for a bundle: {what}"),
        Err(error) => {
            let text = error.to_string();
            assert!(text.starts_with("scripts.coralbundle: ") && text.len() > 40, "{what}: {text}");
            text
        }
    }
}

fn signed() -> Vec<u8> {
    bytes("1.2.0", Some(&key("a")))
}

#[test]
fn every_flipped_byte_is_noticed() {
    for sound in [signed(), bytes("1.2.0", None)] {
        for place in 0..sound.len() {
            for flip in [0x01, 0x20, 0x80, 0xFF] {
                let mut damaged = sound.clone();
                damaged[place] ^= flip;
                refusal(&damaged, &format!("byte {place} ^ {flip:#x}"));
            }
        }
    }
}

#[test]
fn a_bundle_that_is_cut_off_anywhere_is_noticed() {
    let sound = signed();
    for length in 0..sound.len() {
        refusal(&sound[..length], &format!("{length} bytes"));
    }
}

#[test]
fn a_byte_too_many_or_too_few_anywhere_is_noticed() {
    let sound = signed();
    for place in 0..=sound.len() {
        let mut longer = sound.clone();
        longer.insert(place, 0);
        refusal(&longer, &format!("a byte more at {place}"));
        if place < sound.len() {
            let mut shorter = sound.clone();
            shorter.remove(place);
            refusal(&shorter, &format!("a byte less at {place}"));
        }
    }
}

#[test]
fn every_block_removed_doubled_zeroed_or_swapped_is_noticed() {
    let sound = signed();
    let blocks: Vec<&[u8]> = sound.chunks(BLOCK).collect();
    for index in 0..blocks.len() {
        let mut removed = blocks.clone();
        removed.remove(index);
        refusal(&removed.concat(), &format!("without block {index}"));
        let mut doubled = blocks.clone();
        doubled.insert(index, blocks[index]);
        refusal(&doubled.concat(), &format!("block {index} twice"));
        for other in index + 1..blocks.len() {
            let mut swapped = blocks.clone();
            swapped.swap(index, other);
            if swapped != blocks {
                refusal(&swapped.concat(), &format!("blocks {index} and {other} swapped"));
            }
        }
        let zeros = [0; BLOCK];
        if blocks[index] != zeros {
            let mut zeroed = blocks.clone();
            zeroed[index] = &zeros;
            refusal(&zeroed.concat(), &format!("block {index} zeroed"));
        }
    }
}

/// Where each file begins and ends, header and padding included.
fn regions(bytes: &[u8]) -> Vec<(usize, usize)> {
    let bundle = Bundle::from_bytes(path(), bytes.to_vec()).unwrap();
    let mut regions: Vec<(usize, usize)> = Vec::new();
    for (_, size) in bundle.files() {
        let start = regions.last().map_or(0, |(_, end)| *end);
        regions.push((start, start + BLOCK + (size as usize).next_multiple_of(BLOCK)));
    }
    regions
}

#[test]
fn every_file_removed_doubled_or_moved_is_noticed() {
    let sound = signed();
    for (index, (start, end)) in regions(&sound).into_iter().enumerate() {
        let (before, file, behind) = (&sound[..start], &sound[start..end], &sound[end..]);
        let is_signature = index == 1;
        if !is_signature {
            refusal(&[before, behind].concat(), &format!("without file {index}"));
        }
        refusal(&[before, file, file, behind].concat(), &format!("file {index} twice"));
        refusal(&[before, behind, file].concat(), &format!("file {index} behind the end"));
        if index > 0 {
            refusal(&[file, before, behind].concat(), &format!("file {index} first"));
        }
    }
}

#[test]
fn without_its_signature_a_bundle_is_whole_and_unsigned() {
    let sound = signed();
    let (start, end) = regions(&sound)[1];
    let stripped = [&sound[..start], &sound[end..]].concat();
    assert_eq!(stripped, bytes("1.2.0", None));
    assert!(Bundle::from_bytes(path(), stripped).unwrap().signature().is_none());
}

/// A generator of numbers that look like any (xorshift): the same in each run, so that what fails can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[test]
fn random_damage_is_noticed() {
    let sound = signed();
    let mut dice = Dice(0x5EED);
    for round in 0..20_000 {
        let mut damaged = sound.clone();
        for _ in 0..=dice.below(4) {
            let (place, other) = (dice.below(damaged.len()), dice.below(damaged.len()));
            let length = dice.below(64).min(damaged.len() - place.max(other));
            match dice.below(5) {
                0 => damaged[place] = dice.below(256) as u8,
                1 => damaged[place..place + length].fill(b"0 \0\x7F"[dice.below(4)]),
                2 => damaged.copy_within(other..other + length, place),
                3 => drop(damaged.drain(place..place + length)),
                _ => damaged.resize(damaged.len() + BLOCK * dice.below(4), 0),
            }
        }
        if damaged != sound {
            refusal(&damaged, &format!("round {round}"));
        }
    }
}

#[test]
fn a_header_that_says_the_same_in_another_way_is_noticed() {
    /// What a header can say otherwise without other tools minding: where, and with which bytes.
    const OTHERWISE: [(usize, &[u8]); 10] = [
        (100, b"0100644\0"),          // a file's type in its mode
        (108, b"0001750\0"),          // an owner
        (124, b"\x80\0\0\0\0\0\0\0"), // the size in binary
        (136, b"14712345670\0"),      // a time
        (156, b"\0"),                 // the old type of a regular file
        (156, b"L"),                  // a long name of GNU's
        (156, b"x"),                  // a PAX header
        (257, b"ustar  \0"),          // GNU's magic
        (265, b"root\0"),             // an owner's name
        (345, b"folder\0"),           // a prefix of the path
    ];
    let sound = signed();
    for (start, _) in regions(&sound) {
        for (place, content) in OTHERWISE {
            let mut other = sound.clone();
            other[start + place..][..content.len()].copy_from_slice(content);
            // With the right checksum: the header is sound, and not ours.
            other[start + 148..start + 156].fill(b' ');
            let sum: u32 = other[start..start + BLOCK].iter().map(|byte| u32::from(*byte)).sum();
            other[start + 148..start + 156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
            refusal(&other, &format!("header at {start} with {content:?} at {place}"));
        }
    }
}

#[test]
fn sizes_beyond_all_measure_are_refused() {
    let mut header = tar::Header::new_ustar();
    header.set_path("SHA256SUMS").unwrap();
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    for size in [300 << 20, 3 << 20, 4 << 30] {
        header.set_size(size);
        header.set_cksum();
        let mut bytes = header.as_bytes().to_vec();
        bytes.resize(4 << 20, 0);
        refusal(&bytes, &format!("a file of {size} bytes"));
    }
}

#[test]
fn each_damage_has_its_words() {
    let sound = signed();
    let at = |content: &[u8]| sound.windows(content.len()).position(|window| window == content).unwrap();
    let flipped = |place: usize| {
        let mut damaged = sound.clone();
        damaged[place] ^= 1;
        refusal(&damaged, "")
    };
    let regions = regions(&sound);
    let texts = [
        refusal(b"", ""),
        refusal(b"console.log('a script')".repeat(100).as_slice(), ""),
        refusal(&sound[..sound.len() - 1], ""),
        refusal(&sound[..2_000], ""),
        refusal(&[&sound[..], b"more"].concat(), ""),
        flipped(at(b"an engine")),
        flipped(at(b"an engine") + 400),
        flipped(regions[3].0 + 100),
        refusal(&[&sound[..regions[3].0], &sound[regions[3].1..]].concat(), ""),
        refusal(&[&sound[..regions[4].1], &sound[regions[4].0..]].concat(), ""),
    ];
    assert_snapshot!(texts.map(|text| text.replace("scripts.coralbundle: ", "")).join("\n"), @"
    it is no bundle: it does not begin with SHA256SUMS; make one with coral-wasm bundle
    it is no bundle: it does not begin with SHA256SUMS; make one with coral-wasm bundle
    the bundle is cut off after 18943 bytes, within or behind sources/high.ts: fetch it again
    the bundle is cut off after 2000 bytes, within or behind SHA256SUMS: fetch it again
    the bundle does not end where it says, at byte 17920: fetch it again
    engine.wasm is damaged: its SHA-256 is a60ef43a967d7e5f697a0b63ee683443fc4fb05d4a823b0a276a12fc17373c2a, and SHA256SUMS says 48189993a28ac7ea2c871d7c7c3ba80052d50958868ff560d01913094889afc8; fetch the bundle again
    the bundle is damaged at byte 6665: something is hidden behind engine.wasm; fetch it again
    the bundle is damaged, or was packed by another tool, at byte 6144, behind manifest.json: fetch it again, or make it with coral-wasm bundle
    the bundle holds maps/0968a64fb6b7edf363424750f3a70101e9d70e83fe366eadd1733cb2c1a36752.json in the place of engine.wasm: fetch it again, or make it with coral-wasm bundle
    the bundle holds maps/0968a64fb6b7edf363424750f3a70101e9d70e83fe366eadd1733cb2c1a36752.json in the place of maps/aa18d484800101847a649f79d36684c8b2b36098e569c2fef9c3d8c5aff970fb.json: fetch it again, or make it with coral-wasm bundle
    ");
}
