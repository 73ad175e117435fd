# What a person does with this project. Everything is fetched and built inside the checkout and the user's caches.
#
#   make demo           set everything up and walk through the demo
#   make test           set everything up and run every test
#   make conformance    run every script in WASM and under Deno, and print what differs; CONFORMANCE_WRITE=1 writes the
#                       table of docs/sdk.md
#   make escape         make every attack of tests/escape, and print what came of each otherwise than expected;
#                       ESCAPE_WRITE=1 writes what is expected
#   make instructions   count the instructions of what must not become slower (needs valgrind)
#   make check          formatting, lints and types
#   make bench          measure, the load included; BENCH="runs queries" measures some. BENCH_WRITE=1 keeps the figures of
#                       docs/benchmarks.md and their plots
#   make neighbours     run good scripts beside hostile ones, and compare
#   make load           put the server under load, beside DuckDB alone (needs wrk); BENCH_WRITE=1 keeps the figures
#   make schemathesis   hold the server against its OpenAPI description (needs Python)
#   make fuzz           give hostile input to whatever reads some: FUZZ_SECONDS each, TARGET one of fuzz/targets or all
#   make fuzz-smoke     the same for a minute each
#   make deny           hold all dependencies against deny.toml: licences, sources, versions, advisories
#   make clean          remove what was built

.PHONY: setup build demo test conformance escape instructions check bench neighbours load schemathesis fuzz fuzz-smoke deny clean

# One folder for all builds; another one may be given by the environment.
target := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
export DUCKDB_LIB_DIR := $(target)/duckdb
deno := $(CURDIR)/tools/node_modules/@deno/linux-x64-glibc/deno

# Always the whole workspace in one profile: cargo would otherwise choose other features, and build wasmtime, rolldown
# and arrow once more.
cargo_flags := --release --workspace --locked

setup:
	@tools/setup

build: setup
	@test -d $(target)/release/deps || echo "building wasmtime, rolldown and arrow: some 10 minutes on two cores, once"
	cargo build $(cargo_flags)

demo: build
	@PATH="$(target)/release:$$PATH" demo/walk-through

test: setup
	tools/build-plugins
	tools/build-compiler-free
	tools/python-environment opentelemetry
	cargo test $(cargo_flags)
	$(deno) test --quiet --no-prompt --allow-net=127.0.0.1 guest-sdk

conformance: setup
	CONFORMANCE_WRITE=$(CONFORMANCE_WRITE) cargo test $(cargo_flags) --test conformance -- --nocapture

escape: setup
	ESCAPE_WRITE=$(ESCAPE_WRITE) cargo test $(cargo_flags) --test escape

instructions: setup
	cargo test $(cargo_flags) --test instructions

check: setup
	tools/engine-lock --check
	cargo fmt --all --check
	cargo fmt --check --manifest-path guest-sdk/engine/Cargo.toml
	cargo fmt --all --check --manifest-path tests/plugins/Cargo.toml
	cargo clippy $(cargo_flags) --all-targets -- -D warnings
	cargo clippy --profile compiler-free --locked --package coral-wasm --no-default-features -- -D warnings
	$(deno) fmt --check --quiet
	$(deno) lint --quiet
	$(deno) check --quiet guest-sdk scripts demo tests/conformance
	cd guest-sdk/sdk && $(deno) publish --dry-run --allow-dirty --quiet

bench: setup
	tools/build-compiler-free
	tools/peers/build
	cargo bench --workspace --locked --bench figures -- $(BENCH)
ifndef BENCH
	cargo bench --workspace --locked --bench bundle
	cargo bench --workspace --locked --bench load
endif

neighbours: setup
	cargo bench --workspace --locked --bench neighbours

load: setup
	cargo bench --workspace --locked --bench load

schemathesis: build
	@tools/schemathesis/run

fuzz: setup
	tools/fuzz $(TARGET)

fuzz-smoke: setup
	FUZZ_SECONDS=$(or $(FUZZ_SECONDS),60) tools/fuzz

deny:
	tools/deny

clean:
	cargo clean
	rm -rf tools/node_modules tools/peers/node_modules coral-demo
