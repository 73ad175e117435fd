//! Makes resources of its own, whose handles the host would have to keep.

wit_bindgen::generate!({
    path: "../../../wit",
    inline: "
        package test:things;

        interface kept {
            resource thing {
                constructor();
            }
        }

        world keeps-things {
            include coral:script/script@0.1.0;
            export kept;
        }
    ",
    world: "keeps-things",
    generate_all,
});

use exports::coral::script::program::{Exception, Guest};
use exports::test::things::kept::{self, GuestThing, Thing};

struct Plugin;

impl GuestThing for Plugin {
    fn new() -> Self {
        Plugin
    }
}

impl kept::Guest for Plugin {
    type Thing = Plugin;
}

impl Guest for Plugin {
    fn run() -> Result<(), Exception> {
        loop {
            std::mem::forget(Thing::new(Plugin));
        }
    }
}

export!(Plugin);
