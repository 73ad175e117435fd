/**
 * Limits out of a JSON file.
 */

import limits from "./limits.json" with { type: "json" };

console.log(limits, limits.services.payments.p99_ms * 2, limits["odd key"]);
