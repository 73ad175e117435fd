/**
 * Questions about a service that nobody has heard of: a latency is not found, a share is 0, a list is empty.
 */

import * as coral from "jsr:@coral/sdk";

for (const service of ["nobody", "Payments", "payments ", "' OR 1=1 --", "ü😀", "a&service=b#c"]) {
  const latency = await coral.getPercentile(service, "http.server.duration", 0.99)
    .catch((error) => `${error.code}: ${error.message}`);
  console.log(latency);
  console.log(await coral.getErrorRate(service), await coral.traces.query({ service }));
}
