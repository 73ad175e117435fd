//! The contract in `wit/`, as wit-bindgen spells it in Rust. Nothing here is written by hand.

wit_bindgen::generate!({ path: "../../../wit", world: "script", pub_export_macro: true });
