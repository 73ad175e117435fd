//! Scripts that want what their neighbours need: processors, memory, the database, the console. Must not know who the
//! neighbours are.

/// Each is started ten times.
pub const SCRIPTS: [(&str, &str); 20] = [
    ("loop", "for (;;) {}"),
    ("counting", "let n = 0; for (;;) n += Math.sqrt(n + 1);"),
    ("microtasks", "const again = () => Promise.resolve().then(again); await again();"),
    ("awaits", "for (;;) await null;"),
    ("timers of 0 ms", "const again = () => setTimeout(again, 0); for (let i = 0; i < 100; i++) again();"),
    ("intervals", "for (let i = 0; i < 1000; i++) setInterval(() => {}, 1);"),
    ("regular expression", "for (;;) /^(?:(a+)+)+$/.test('a'.repeat(28) + 'b');"),
    ("sorting", "const a = Array.from({ length: 100_000 }, Math.random); for (;;) a.sort(() => Math.random() - 0.5);"),
    ("JSON", "const a = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => ({ i }))); for (;;) JSON.parse(a);"),
    (
        "memory",
        "const all = []; for (;;) { all.push(new Uint8Array(1 << 20).fill(1)); if (all.length > 40) all.length = 0; }",
    ),
    ("objects", "for (;;) { const all = []; for (let i = 0; i < 200_000; i++) all.push({ i, text: 'x' + i }); }"),
    ("strings", "for (;;) { let text = 'x'; for (let i = 0; i < 23; i++) text += text; }"),
    ("console", "for (;;) console.log('x'.repeat(10_000));"),
    (
        "events",
        "import { emit } from 'jsr:@coral/sdk'; \
         for (;;) { try { await emit('flood', { text: 'x'.repeat(50_000) }); } catch { await null; } }",
    ),
    (
        "questions",
        "import { metrics } from 'jsr:@coral/sdk'; \
         for (;;) await Promise.allSettled(Array.from({ length: 500 }, () => metrics.getErrorRate('payments', '1h')));",
    ),
    (
        "cross join",
        "import { db } from 'jsr:@coral/sdk'; \
         for (;;) { try { await db.query('SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range % 7 = b.range % 5'); } catch { await null; } }",
    ),
    (
        "endless recursion in SQL",
        "import { db } from 'jsr:@coral/sdk'; \
         for (;;) { try { await db.query('WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t'); } catch { await null; } }",
    ),
    (
        "large values in SQL",
        "import { db } from 'jsr:@coral/sdk'; \
         for (;;) { try { await db.query(\"SELECT length(repeat('x', 2000000000))\"); } catch { await null; } }",
    ),
    (
        "many statements",
        "import { db } from 'jsr:@coral/sdk'; \
         for (;;) await Promise.allSettled(Array.from({ length: 200 }, () => db.query('SELECT count(*) FROM range(1000000)')));",
    ),
    ("sleeping", "await new Promise((go) => setTimeout(go, 1e6));"),
];
