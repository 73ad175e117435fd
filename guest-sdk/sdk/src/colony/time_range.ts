/** How far back the calls of the second generation look, if a script does not say: an hour, in milliseconds. */
export const HOUR_MS = 3_600_000;
