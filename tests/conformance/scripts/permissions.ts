/**
 * No permission is granted but that for the server, and none can be asked for.
 */

for (const name of ["read", "write", "env", "run", "sys", "ffi"] as const) {
  const { state } = await Deno.permissions.query({ name });
  const asked = await Deno.permissions.request({ name });
  console.log(name, state, asked.state, Deno.permissions.querySync({ name }).partial);
}
console.log(await Deno.permissions.query({ name: "run" }), Deno.permissions);
for (const descriptor of [{ name: "nothing" }, undefined]) {
  try {
    await Deno.permissions.query(descriptor as Deno.PermissionDescriptor);
  } catch (error) {
    console.log(String(error));
  }
}
