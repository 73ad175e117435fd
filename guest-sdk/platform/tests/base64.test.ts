/**
 * `atob` and `btoa` beside Deno's.
 */

import { atob, btoa } from "../web/base64.ts";
import { sameAnswer, sameAnswers } from "./comparison.ts";

Deno.test("texts are encoded alike", () => {
  const texts = ["", "a", "ab", "abc", "abcd", "\0\xff\x80", "é", "☃", "😀", "a☃", null, 5, {}];
  sameAnswers(btoa, globalThis.btoa, texts, (btoa, text) => btoa(text));
  // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
  sameAnswer("nothing", btoa, globalThis.btoa, (btoa) => (btoa as any)());
});

Deno.test("texts are decoded alike", () => {
  const texts = ["", "Y", "YQ", "YWI", "YWJj", "YQ=", "YQ==", "YQ===", "=", "====", " Y Q\n=\f=\r"];
  texts.push("YR==", "YWJ=", "Y-Q_", "YWJjZA=", "ab=c", "A=", "YWJj=", "YWJj====", "\u00a0YQ==");
  texts.push("+/+/", "////", "YQ==\v", "null", "undefined", "☃");
  sameAnswers(atob, globalThis.atob, texts, (atob, text) => atob(text));
  // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
  sameAnswer("nothing", atob, globalThis.atob, (atob) => (atob as any)());
});

Deno.test("all bytes come back", () => {
  const all = String.fromCharCode(...Array(256).keys());
  sameAnswer("all", { atob, btoa }, globalThis, ({ atob, btoa }) => atob(btoa(all)) === all);
  sameAnswer("all", { btoa }, globalThis, ({ btoa }) => btoa(all));
});
