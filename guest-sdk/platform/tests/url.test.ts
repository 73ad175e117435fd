/**
 * `URL` beside Deno's.
 */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { createInspect } from "../inspect/inspector.ts";
import { URL } from "../web/url/url.ts";
import { sameAnswer, sameAnswers } from "./comparison.ts";
import { BASES, RELATIVES, TEXTS } from "./url_texts.ts";

type UrlClass = typeof URL;

const PARTS = [
  "href",
  "origin",
  "protocol",
  "username",
  "password",
  "host",
  "hostname",
  "port",
  "pathname",
  "search",
  "hash",
] as const;

function parts(url: URL): string[] {
  return PARTS.map((part) => `${part} ${url[part]}`);
}

Deno.test("a text has the same parts", () => {
  sameAnswers<UrlClass, string>(URL, globalThis.URL, TEXTS, (URL, text) => parts(new URL(text)));
});

Deno.test("a text that is relative to another has the same parts", () => {
  for (const base of BASES) {
    sameAnswers<UrlClass, string>(
      URL,
      globalThis.URL,
      RELATIVES,
      (URL, text) => parts(new URL(text, base)),
    );
  }
});

Deno.test("a URL stays what it is when it is parsed again", () => {
  for (const text of TEXTS) {
    const href = URL.parse(text)?.href;
    if (href !== undefined) strictEqual(new URL(href).href, href);
  }
});

Deno.test("setting a part does the same", () => {
  const urls = [
    "http://u:p@host:8/a/b?q#f",
    "https://host/",
    "file:///a/b",
    "file://host/a",
    "foo://host:1/a",
    "foo:/a",
    "foo:opaque  ?q#f",
  ];
  const values: Record<Exclude<typeof PARTS[number], "origin">, string[]> = {
    href: ["http://x/", "nope", ""],
    protocol: ["https", "HTTP:", "ftp:x", "foo", "file", "1", "", "ws://"],
    username: ["", "x", "ü@:/"],
    password: ["", "x", "ü@:/"],
    host: [
      "",
      "x",
      "x:9",
      "x:",
      ":9",
      "x:99999",
      "x:7y",
      "[::1]:5",
      "a b",
      "x/y",
      "x?y",
      "localhost",
    ],
    hostname: ["", "x", "x:9", ":", "[::1]", "[::1", "a b", "x#y", "x\\y", "Ä.de"],
    port: ["", "9", "80", "443", "99999", "x", "7x", " 7", "0x1", "-1", "\t5"],
    pathname: ["", "/", "x", "/x/../y", "\\x", "?", "#", "é \n", "C|/", ".", "/./x"],
    search: ["", "?", "x", "?x", "??x", "#", "é '", "\n"],
    hash: ["", "#", "x", "#x", "##x", "é `", "\n"],
  };
  for (const [part, texts] of Object.entries(values) as [keyof typeof values, string[]][]) {
    for (const url of urls) {
      for (const text of texts) {
        sameAnswer<UrlClass>(`${url} ${part} = ${text}`, URL, globalThis.URL, (URL) => {
          const changed = new URL(url);
          changed[part] = text;
          return parts(changed);
        });
      }
    }
  }
});

Deno.test("the query and its pairs follow each other", () => {
  const steps: ((url: URL) => unknown)[] = [
    (url) => url.searchParams.append("c", "é &"),
    (url) => url.searchParams.delete("a"),
    (url) => url.search = "?x=1&x=2",
    (url) => url.searchParams.set("x", "3"),
    (url) => url.href = "http://other/?z",
    (url) => url.searchParams.sort(),
    (url) => url.search = "",
    (url) => url.searchParams.delete("none"),
  ];
  sameAnswer<UrlClass>("steps", URL, globalThis.URL, (URL) => {
    const url = new URL("http://h/?b=2&a=1#f");
    const { searchParams } = url;
    return steps.map((step) => {
      step(url);
      return [url.href, `${searchParams}`, url.searchParams === searchParams];
    });
  });
});

Deno.test("the class looks the same to who looks at it", () => {
  const questions: ((URL: UrlClass) => unknown)[] = [
    (URL) => Object.keys(URL.prototype).sort(),
    (URL) => [URL.name, URL.length, Object.keys(new URL("a:"))],
    (URL) => Object.prototype.toString.call(new URL("a:")),
    (URL) => JSON.stringify({ url: new URL("http://a") }),
    (URL) => [URL.canParse("a"), URL.canParse("a", "http://b"), URL.parse("nope")],
    (URL) => URL.parse("a", "http://b")?.href,
    // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
    (URL) => new (URL as any)(),
    // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
    (URL) => (URL as any).canParse(),
    // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
    (URL) => (URL as any).parse(),
    (URL) => new URL("a", "nope"),
    (URL) => new URL(5),
    (URL) => new URL({ toString: () => "http://z" }).href,
    (URL) => new URL("http://a", null),
  ];
  for (const question of questions) sameAnswer(String(question), URL, globalThis.URL, question);
});

Deno.test("a URL is shown as Deno shows it", () => {
  const inspect = createInspect({
    promiseState: () => ({ state: "pending" }),
    iteratorState: () => undefined,
    proxyTarget: () => undefined,
  });
  const values = [
    (URL: UrlClass) => new URL("https://u:p@ex.com:8080/a/b?x=1#h"),
    (URL: UrlClass) => ({
      url: new URL("a:b"),
      list: [[[[new URL("http://a/?b=c").searchParams]]]],
    }),
    (URL: UrlClass) => new (class Mine extends URL {})("http://a"),
  ];
  for (const value of values) {
    const denos = value(globalThis.URL as unknown as UrlClass);
    deepStrictEqual(inspect(value(URL)), Deno.inspect(denos));
  }
});
