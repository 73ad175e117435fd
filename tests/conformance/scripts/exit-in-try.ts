/**
 * The end of the run cannot be caught, and no `finally` runs.
 */

// exit code: 4

function end(): void {
  try {
    Deno.exit(4);
  } catch {
    console.log("never caught");
  } finally {
    console.log("never here");
  }
}

try {
  console.log("before");
} finally {
  end();
}
