//! Imports what no plugin is given.

wit_bindgen::generate!({
    path: "../../../wit",
    inline: "
        package wasi:http@0.2.0;

        interface outgoing-handler {
            handle: func();
        }

        world asks-others {
            include coral:script/script@0.1.0;
            import outgoing-handler;
        }
    ",
    world: "asks-others",
    generate_all,
});

use exports::coral::script::program::{Exception, Guest};

struct Plugin;

impl Guest for Plugin {
    fn run() -> Result<(), Exception> {
        wasi::http::outgoing_handler::handle();
        Ok(())
    }
}

export!(Plugin);
