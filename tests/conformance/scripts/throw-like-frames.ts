/**
 * An error whose text looks like a stack.
 */
// exit code: 1

throw new Error("first\n    at nothing (x.ts:1:1)\nlast");
