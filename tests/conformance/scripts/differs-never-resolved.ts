/**
 * A script that waits for a promise that nothing will resolve: where it waits.
 */
// exit code: 1

await new Promise(() => {});
