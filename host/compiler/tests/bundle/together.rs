//! Scripts that are bundled together: which files become modules, and that each is what it would be alone.

use coral_compiler::{BundledScript, Columns, bundle_together};

use crate::project::{Project, provided};

async fn together(project: &Project, entries: &[&str]) -> Vec<BundledScript> {
    let entries: Vec<_> = entries.iter().map(|entry| project.path(entry)).collect();
    bundle_together(&entries, &provided(), Columns::Bytes).await.unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test]
async fn explore() {
    let project = Project::new(&[
        (
            "a.ts",
            "import './lib/b.ts';\nimport { x, type T } from './lib/c.ts';\nimport * as ns from './lib/d.ts';\nexport * from './lib/e.ts';\nimport './lib/f.ts';\nimport { db } from 'jsr:@coral/sdk';\nimport data from './lib/data.json' with { type: 'json' };\nimport y from './lib/c.ts';\nconst lazy = await import('./lib/g.ts');\nconst j = await import('./lib/data.json', { with: { type: 'json' } });\nconsole.log(x(), ns.d, ns, db, data, y, lazy, j, import.meta.main);\nexport default function () { return x; }\nconst t: T = 1;",
        ),
        ("z.ts", "import { x } from './lib/c.ts'; console.log(x());"),
        ("lib/b.ts", "export const b = 1;"),
        (
            "lib/c.ts",
            "export type T = number; export interface T2 {}\nexport let x = () => import.meta.url;\nexport default class {}",
        ),
        ("lib/d.ts", "export const d = 1; import { later } from './b2.ts'; export { later };"),
        ("lib/b2.ts", "export { d as later } from './d.ts'; export * as all from './d.ts';"),
        ("lib/e.ts", "export const e = 1;"),
        ("lib/f.ts", "export const f = 1;"),
        ("lib/g.ts", "export const g = 1; export default 5;"),
        ("lib/data.json", "{ \"a-b\": 1, \"c\": [1], \"default\": 2 }"),
    ]);
    for script in together(&project, &["a.ts", "z.ts"]).await {
        println!("================");
        for module in &script.modules {
            println!("--- {}\n{}", module.name, module.code);
        }
    }
}

#[tokio::test]
async fn explore_dir() {
    let Ok(dir) = std::env::var("EXPLORE_DIR") else { return };
    let entries: Vec<_> =
        std::env::var("EXPLORE").unwrap().split(' ').map(|e| std::path::Path::new(&dir).join(e)).collect();
    match bundle_together(&entries, &provided(), Columns::Bytes).await {
        Err(error) => println!("{error}"),
        Ok(scripts) => {
            for script in scripts {
                println!("================");
                for module in &script.modules {
                    println!("--- {}\n{}", module.name, module.code);
                }
            }
        }
    }
}
