/**
 * What a run knows of itself: its parameters, its script and its scope.
 */

// flags: --param service=orders --param empty= --param expression=a=b --param name=ü

import * as coral from "jsr:@coral/sdk";

const { params, scriptId, executionId, scope, service } = coral.context;
console.log(params, params.get("service"), params.get("missing"), params.has("empty"));
console.log([...params.keys()], params.size, params instanceof Map);
console.log(scriptId, scope, service);
console.log(typeof executionId, executionId.length > 8, executionId === coral.context.executionId);
console.log(Object.keys(coral.context));
await coral.emit("started", { params: Object.fromEntries(params), scriptId, scope });
