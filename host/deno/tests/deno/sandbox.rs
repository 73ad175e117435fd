//! What a script may not reach. Each attempt is told apart from a script that failed before it.

use coral_policy::Limit;
use coral_run::Ending;

use crate::laboratory::{Laboratory, Report, server};

async fn run(code: &str) -> Report {
    Laboratory::default().run(code).await
}

/// What an expression throws, by name and message; or its value, behind `REACHED`.
async fn attempt(expression: &str) -> String {
    let code = format!(
        "const node = (name) => import('node:' + name);
        try {{ console.log('REACHED', await ({expression})); }}
        catch (error) {{ console.log(error.name + ': ' + error.message); }}
        Deno.exit(0);"
    );
    let report = run(&code).await;
    assert_eq!(report.ending(), &Ending::Completed, "{expression}: {}", report.text());
    report.text()
}

async fn is_refused(expression: &str) {
    let text = attempt(expression).await;
    assert!(text.contains("NotCapable") || text.contains("Requires "), "{expression}: {text}");
}

#[tokio::test]
async fn no_file_can_be_read_or_written() {
    for expression in [
        "Deno.readTextFile('/etc/passwd')",
        "Deno.readTextFile('/proc/self/environ')",
        "Deno.readTextFile('/proc/self/mem')",
        "Deno.readTextFile('../script.js')",
        "Deno.writeTextFile('x', 'y')",
        "Deno.writeTextFile('/dev/null', 'y')",
        "Deno.makeTempFile()",
        "Deno.stat('.')",
        "node('fs').then((fs) => fs.readFileSync('/etc/passwd', 'utf8'))",
        "node('fs').then((fs) => fs.openSync('/dev/null', 'w'))",
        "node('sqlite').then((sqlite) => new sqlite.DatabaseSync('x.db'))",
        "import('../script' + '.js?again')",
        "import('/etc/' + 'passwd')",
        "fetch('file:///etc/passwd')",
    ] {
        is_refused(expression).await;
    }
}

#[tokio::test]
async fn no_program_and_no_library_can_be_started() {
    for expression in [
        "new Deno.Command('/bin/true').output()",
        "Deno.dlopen('/lib/x86_64-linux-gnu/libc.so.6', {})",
        "node('child_process').then((it) => new Promise((_, no) => it.spawn('/bin/true').on('error', no)))",
        "node('child_process').then((it) => it.execSync('true'))",
        "Deno.kill(1, 'SIGCONT')",
        "node('process').then((it) => it.kill(1, 'SIGCONT'))",
    ] {
        is_refused(expression).await;
    }
}

#[tokio::test]
async fn no_module_comes_from_elsewhere() {
    for expression in ["import('https:' + '//deno.land/std/version.ts')", "import('npm:' + 'left-pad')"] {
        let text = attempt(expression).await;
        assert!(!text.contains("REACHED"), "{expression}: {text}");
    }
}

#[tokio::test]
async fn the_environment_is_empty() {
    is_refused("Deno.env.toObject()").await;
    is_refused("Deno.env.get('PATH')").await;
    is_refused("Deno.hostname()").await;
    let text = attempt("node('process').then((it) => Object.keys(it.env).length)").await;
    assert!(!text.contains("PATH"), "{text}");
}

#[tokio::test]
async fn one_address_is_open_and_no_other() {
    let other = server();
    let code = format!(
        "import {{ url }} from 'coral:run';
        const reach = async (what) => {{
            try {{ return await what(); }} catch (error) {{ return error.name; }}
        }};
        const {{ port }} = new URL(url);
        console.log(await reach(async () => (await fetch(url)).text()));
        console.log(await reach(() => fetch('http://{other}')));
        console.log(await reach(() => fetch('http://localhost:' + port)));
        console.log(await reach(() => fetch('http://[::1]:' + port)));
        console.log(await reach(() => fetch('http://0.0.0.0:' + port)));
        console.log(await reach(() => Deno.connect({{ hostname: '127.0.0.1', port: {} }})));
        console.log(await reach(() => Deno.connect({{ transport: 'unix', path: '/run/x' }})));
        console.log(await reach(() => Deno.listen({{ hostname: '127.0.0.1', port: 0 }})));
        console.log(await reach(() => Deno.resolveDns('example.com', 'A')));
        console.log(await reach(() => new Promise((_, no) => new WebSocket('ws://{other}').onerror = (e) => no(e))));
        Deno.exit(0);",
        other.port()
    );
    let report = run(&code).await;
    let text = report.text();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "ok", "{text}");
    assert_eq!(lines.len(), 10, "{text}");
    assert!(lines[1..9].iter().all(|line| *line == "NotCapable"), "{text}");
}

#[tokio::test]
async fn nothing_can_be_kept_on_the_disk() {
    // In the realm of a script these are not even there, and no other realm starts.
    for expression in ["localStorage.setItem('a', 'b')", "caches.open('x')", "sessionStorage.length", "Deno.openKv()"] {
        let text = attempt(expression).await;
        assert!(!text.contains("REACHED"), "{expression}: {text}");
    }
    let code = "const { Worker } = await import('node:' + 'worker_threads');
        new Worker('localStorage.setItem(1, 2); require(\"fs\").writeSync(1, \"REACHED\")', { eval: true });
        setTimeout(() => {}, 1000);";
    let report = run(code).await;
    assert!(!report.text().contains("REACHED"), "{}", report.text());
    assert!(
        report.ending().limit() == Some(Limit::Memory) || matches!(report.ending(), Ending::Exception(_)),
        "{:?}",
        report.ending()
    );
}

#[tokio::test]
async fn nothing_can_be_asked_for() {
    assert_eq!(attempt("Deno.permissions.request({ name: 'read' }).then((it) => it.state)").await, "REACHED denied\n");
}
