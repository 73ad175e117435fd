/**
 * What `fetch` and `WebSocket` say of each address.
 */

const ADDRESSES = [
  "https://example.com/",
  "http://169.254.169.254/latest/meta-data/",
  "https://münchen.example/path?query#fragment",
  "https://user:secret@host.example:8443/",
  "http://[::1]:80/",
  "/relative",
  "http://a b/",
  "https://x:99999/",
  "file:///etc/passwd",
  "ftp://x/",
  "",
];
for (const address of ADDRESSES) {
  await fetch(address, { headers: { accept: "text/plain" } }).catch((error) =>
    console.log(String(error))
  );
}
await fetch(new URL("https://by.url/"), { method: "POST", body: "{}" }).catch((error) =>
  console.log(String(error))
);
await fetch("https://x.example", { signal: AbortSignal.abort() }).catch(({ name, message }) =>
  console.log(name, message)
);
for (const address of ["wss://x.example/", "ws://x.example:81/", "nothing", "ftp://x/"]) {
  try {
    new WebSocket(address);
  } catch (error) {
    console.log((error as Error).name, (error as Error).message);
  }
}
