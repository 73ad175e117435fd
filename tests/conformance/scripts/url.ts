/**
 * `URL`: its parts, read and set, and what is none.
 */

const TEXTS = [
  "https://user:pa ss@example.com:8443/p/../a?query=1&x=ü#hash",
  "HTTP://EXAMPLE.com:80",
  "http://127.1/x",
  "http://[0:0::1]:81/",
  "http://münchen.example/ä",
  "mailto:someone@example.com",
  "file:///a/b",
  "foo://h/a b",
  "nope",
  "http://a b/",
  "http://a:99999/",
];
for (const text of TEXTS) {
  try {
    const url = new URL(text);
    console.log(url);
    console.log(`${url}`, url.origin, JSON.stringify(url), [...url.searchParams]);
  } catch (error) {
    console.log((error as Error).name, (error as Error).message);
  }
}
for (const path of ["x", "../x", "/x", "//other/x", "?q", "#f", "", "y:z"]) {
  console.log(new URL(path, "https://example.com/a/b?c#d").href);
}

const url = new URL("http://example.com");
url.protocol = "https";
url.username = "me";
url.host = "other.example:8080";
url.pathname = "/a b/../c";
url.searchParams.append("k", "v w");
url.hash = "é";
console.log(url.href, url.search);
url.search = "a=1&a=2";
url.port = "443";
console.log(url.href, url.searchParams.getAll("a"));
console.log(
  URL.canParse("x"),
  URL.canParse("x", "http://y"),
  URL.parse("x"),
  URL.parse("a:b")?.href,
);
console.log({ list: [url] }, Object.prototype.toString.call(url), url instanceof URL);
