//! One function for each act.

use std::hint::black_box;
use std::io::{Read, Write};
use std::time::Duration;
use std::{env, fs, io, mem, process, thread};

use wasip2::clocks::monotonic_clock::subscribe_duration;
use wasip2::sockets::network::IpAddressFamily;
use wasip2::{cli, filesystem, random, sockets};

use crate::coral::script::console::{self, Level};
use crate::coral::script::events::{self, Severity};
use crate::coral::script::telemetry::Question;
use crate::coral::script::{context, random as coral_random, requests};
use crate::{memory, questions};

/// Performs an act by its name.
pub fn perform(act: &str) -> Result<(), String> {
    let words: Vec<&str> = act.split(' ').collect();
    match words[..] {
        ["memory", pages] => return memory::look(pages.parse().map_err(|error| format!("{error}: {pages}"))?),
        ["hold", state, end] => return questions::hold(state, end),
        _ => {}
    }
    match act {
        "files" => files(),
        "surroundings" => surroundings(),
        "network" => network(),
        "fill-stdout" => loop {
            println!("{}", "x".repeat(1_000));
        },
        "long-line" => println!("{}", "é".repeat(50_000)),
        "streams" => {
            print!("out ");
            eprintln!("to standard error");
            print!("and on, without a newline");
            let _ = io::stdout().flush();
        }
        "write-too-much" => drop(cli::stdout::get_stdout().write(&[b'x'; 100_000])),
        "write-zeroes" => drop(cli::stdout::get_stdout().write_zeroes(u64::MAX)),
        "random" => drop(random::random::get_random_bytes(1 << 40)),
        "sleep" => thread::sleep(Duration::from_secs(1_000_000_000)),
        "wait-for-ever" => subscribe_duration(u64::MAX).block(),
        "poll-busily" => loop {
            subscribe_duration(0).block();
        },
        "hoard-pollables" => loop {
            mem::forget(subscribe_duration(1));
        },
        "take-twice" => questions::take_twice(),
        "take-early" => questions::take_early(),
        "take-of-others" => questions::take_of_others(),
        "wait-for-dropped" => questions::wait_for_dropped(),
        "wait-for-a-million" => questions::wait_for_a_million(),
        "contract-random" => println!("{}", coral_random::bytes(u32::MAX).len()),
        "contract-console" => println!("{:?}", console::write(Level::Log, &"x".repeat(64 << 20))),
        "emit-no-text" => emit_no_text(&[b'a', 0xFF]),
        // The first half of a surrogate pair, as if it were a character.
        "emit-surrogate" => emit_no_text(&[b'a', 0xED, 0xA0, 0xBD]),
        "hoard-questions" => loop {
            mem::forget(requests::start(&Question::Services));
        },
        "allocate" => memory::exhaust(),
        "spin" => loop {
            black_box(());
        },
        "trap" => trip_over(),
        "out-of-bounds" => read_far_away(),
        "recurse" => println!("{}", recurse(black_box(1))),
        "panic" => panic!("the plugin gives up"),
        "exit-0" => process::exit(0),
        "exit-3" => process::exit(3),
        "context-exit-3" => context::exit(3),
        "wasi-exit-3" => cli::exit::exit_with_code(3),
        "throw" => return Err("it went wrong".to_owned()),
        _ => return Err(format!("there is no act {act:?}")),
    }
    Ok(())
}

fn emit_no_text(bytes: &[u8]) {
    // SAFETY: none, on purpose: they are no UTF-8.
    let text = unsafe { str::from_utf8_unchecked(bytes) };
    println!("{:?}", events::emit(text, "{}", Severity::Info));
}

fn files() {
    println!("read: {:?}", fs::read("/etc/passwd").map_err(|error| error.kind()));
    println!("write: {:?}", fs::write("written.txt", "x").map_err(|error| error.kind()));
    println!("list: {:?}", fs::read_dir(".").map(drop).map_err(|error| error.kind()));
    println!("folders: {}", filesystem::preopens::get_directories().len());
}

fn surroundings() {
    println!("variables: {}", env::vars().count());
    println!("arguments: {}", env::args().count());
    println!("folder: {:?}", cli::environment::initial_cwd());
    let mut text = String::new();
    println!("input: {:?}", io::stdin().read_to_string(&mut text).map_err(|error| error.kind()));
}

fn network() {
    let network = sockets::instance_network::instance_network();
    let lookup = sockets::ip_name_lookup::resolve_addresses(&network, "localhost").map(drop);
    println!("name: {lookup:?}");
    println!("tcp: {:?}", sockets::tcp_create_socket::create_tcp_socket(IpAddressFamily::Ipv4).map(drop));
    println!("udp: {:?}", sockets::udp_create_socket::create_udp_socket(IpAddressFamily::Ipv6).map(drop));
}

#[inline(never)]
fn trip_over() {
    core::arch::wasm32::unreachable()
}

#[inline(never)]
fn read_far_away() {
    // SAFETY: none, on purpose: the address lies behind the memory's end, where WebAssembly traps.
    println!("{}", unsafe { *black_box(0xFFFF_FFF0 as *const u8) });
}

#[inline(never)]
fn recurse(depth: u64) -> u64 {
    let here = black_box([depth; 16]);
    if depth == 0 { 0 } else { recurse(depth + 1) + here[3] }
}
