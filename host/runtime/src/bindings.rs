//! The contract in `wit/`, as wasmtime spells it in Rust. Nothing here is written by hand.

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "script",
    imports: {
        "coral:script/requests.wait": async | trappable,
        "coral:script/random.bytes": async | trappable,
        default: trappable,
    },
    exports: { default: async },
    with: {
        "coral:script/requests.request": crate::host_functions::Request,
    },
});
