/**
 * A script cannot ask for more.
 */

for (const name of ["read", "write", "env", "run", "sys", "ffi"] as const) {
  const { state } = await Deno.permissions.query({ name });
  const { state: asked } = await Deno.permissions.request({ name });
  console.log(name, state === "granted", asked === "granted");
}
