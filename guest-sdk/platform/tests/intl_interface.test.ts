/** What `Intl` and the locale methods look like, how locales are read, and what the methods answer. */

import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import * as answers from "../intl/answers.ts";
import { Intl as ours } from "../intl/intl.ts";
import { defineLocaleMethods, type Prototypes } from "../intl/locale_methods.ts";
import { sameAnswers } from "./comparison.ts";

const OURS = ours as unknown as typeof Intl;

/** A service, whatever its options are. */
type Service = {
  new (locales?: string): object;
  (locales?: string): object;
  prototype: object;
};

const SERVICES = [
  "NumberFormat",
  "DateTimeFormat",
  "Collator",
  "PluralRules",
  "RelativeTimeFormat",
  "ListFormat",
] as const;

function service(intl: typeof Intl, name: typeof SERVICES[number]): Service {
  return intl[name] as unknown as Service;
}

/** What Deno's have besides, and ours do not. */
const MISSING = ["formatRange", "formatRangeToParts", "Locale", "DisplayNames", "Segmenter"]
  .concat("DurationFormat");

const OURS_ON: Prototypes = {
  Number: {},
  BigInt: {},
  Date: {},
  String: {},
  Array: {},
  TypedArray: {},
};
defineLocaleMethods(OURS_ON, () => answers);

const DENOS_ON: Prototypes = {
  Number: Number.prototype,
  BigInt: BigInt.prototype,
  Date: Date.prototype,
  String: String.prototype,
  Array: Array.prototype,
  TypedArray: Object.getPrototypeOf(Uint8Array.prototype),
};

/** Every property of `object`, as it is described, and whether its value can be constructed. */
function described(object: object, only?: readonly string[]): unknown[] {
  return Reflect.ownKeys(object)
    .filter((key) => only ? only.includes(String(key)) : !MISSING.includes(String(key)))
    .map((key) => {
      const { value, get, set, ...attributes } = Object.getOwnPropertyDescriptor(object, key)!;
      const shown = typeof value === "function"
        ? [value.name, value.length, Object.hasOwn(value, "prototype")]
        : typeof value === "object"
        ? "object"
        : value;
      return [key, shown, get && [get.name, get.length], set, attributes];
    });
}

Deno.test("properties, names and lengths are Deno's", () => {
  sameAnswers(OURS, Intl, ["Intl"], (intl) => described(intl));
  sameAnswers(OURS, Intl, SERVICES, (intl, name) => described(service(intl, name)));
  sameAnswers(OURS, Intl, SERVICES, (intl, name) => described(service(intl, name).prototype));
  for (const name of Object.keys(OURS_ON) as (keyof Prototypes)[]) {
    const methods = Object.getOwnPropertyNames(OURS_ON[name]);
    ok(methods.length > 0);
    sameAnswers(OURS_ON, DENOS_ON, methods, (on, method) => described(on[name], [method]));
  }
});

Deno.test("objects are instances, with and without new", () => {
  sameAnswers(OURS, Intl, SERVICES, (intl, name) => {
    const object = new (service(intl, name))();
    return [object instanceof service(intl, name), Object.prototype.toString.call(object)];
  });
  sameAnswers(OURS, Intl, SERVICES, (intl, name) => {
    return service(intl, name)() instanceof service(intl, name);
  });
  class Bytes extends OURS.NumberFormat {
    override format(value: number): string {
      return `${value} B`;
    }
  }
  const bytes = new Bytes("en-US");
  ok(bytes instanceof OURS.NumberFormat);
  strictEqual(bytes.format(1), "1 B");
  strictEqual(bytes.formatToParts(1)[0]!.value, "1");
});

Deno.test("a bound function is one and the same, and knows its object", () => {
  const format = new OURS.NumberFormat("en-US", { maximumFractionDigits: 1 });
  strictEqual(format.format, format.format);
  deepStrictEqual([1.25, 2.55].map(format.format), ["1.3", "2.6"]);
  deepStrictEqual(["b", "C", "a"].sort(new OURS.Collator().compare), ["a", "b", "C"]);
  deepStrictEqual(described(format.format), described(new Intl.NumberFormat().format));
});

Deno.test("methods are refused on other objects in Deno's words", () => {
  const others = [undefined, "x", [], {}, new Map()];
  sameAnswers(
    OURS,
    Intl,
    others,
    (intl, other) => Reflect.apply(intl.NumberFormat.prototype.formatToParts, other, [1]),
  );
  sameAnswers(
    OURS,
    Intl,
    others,
    (intl, other) => Reflect.apply(intl.Collator.prototype.resolvedOptions, other, []),
  );
});

Deno.test("locales are read as Deno does", () => {
  const locales = [
    undefined,
    "en",
    "EN-us",
    "de",
    "zh-hant-tw",
    "en-us-U-nu-latn",
    ["en", "en", "de-AT"],
    ["sl-rozaj-biske-1994", "x-twain", "en-x-twain"],
    "",
    "x",
    "x_y",
    "en_US",
    ["en", "x_"],
    ["en", 5],
    5,
    null,
    {},
    { length: 1, 0: "en" },
  ];
  const canonical = locales.filter((locale) => !JSON.stringify(locale)?.includes("x-twain"));
  sameAnswers(OURS, Intl, canonical, (intl, locale) => intl.getCanonicalLocales(locale as string));
  sameAnswers(OURS, Intl, canonical, (intl, locale) => {
    new intl.NumberFormat(locale as string);
    return "read";
  });
});

Deno.test("all locales are answered in English of the United States", () => {
  const asked = ["de-DE", "en-GB", "zh-Hant", "en-US", ["fr", "en"], undefined, "en"];
  deepStrictEqual(
    asked.map((locale) => new OURS.NumberFormat(locale).resolvedOptions().locale),
    ["en-US", "en-US", "en-US", "en-US", "en-US", "en-US", "en"],
  );
  strictEqual(new OURS.NumberFormat("de-DE").format(1234.5), "1,234.5");
  deepStrictEqual(OURS.NumberFormat.supportedLocalesOf(["en", "en-US", "de", "en-GB"]), [
    "en",
    "en-US",
  ]);
});

Deno.test("a tag's extension is read as Deno does", () => {
  const tags = ["en-US-u-hc-h23", "en-US-u-nu-latn", "en-US-u-ca-gregory-hc-h11", "en-u-hc-x"];
  sameAnswers(OURS, Intl, tags, (intl, tag) => {
    const given = { hour: "numeric", timeZone: "UTC" } as const;
    const format = new intl.DateTimeFormat(tag, given);
    return [format.resolvedOptions(), format.format(0)];
  });
  const collations = ["en-US-u-kn", "en-US-u-kn-true", "en-US-u-kf-upper", "en-US-u-kn-false"];
  sameAnswers(OURS, Intl, collations, (intl, tag) => new intl.Collator(tag).resolvedOptions());
});

Deno.test("what is supported is what there is", () => {
  deepStrictEqual(OURS.supportedValuesOf("unit"), Intl.supportedValuesOf("unit"));
  deepStrictEqual(OURS.supportedValuesOf("timeZone"), ["UTC"]);
  ok(OURS.supportedValuesOf("currency").includes("EUR"));
  throws(() => OURS.supportedValuesOf("x" as "unit"), {
    name: "RangeError",
    message: "Invalid key : x",
  });
});

function call(on: object, method: string, self: unknown, ...list: unknown[]): unknown {
  return Reflect.apply(Reflect.get(on, method), self, list);
}

Deno.test("numbers and bigints answer as Deno's", () => {
  const calls: unknown[][] = [
    [1234567.891],
    [Object(5)],
    [0.256, "en-US", { style: "percent" }],
    [1, "x_y"],
    [1, "en-US", null],
    [1, "en-US", { style: "x" }],
    ["5"],
    [{}],
    [undefined],
  ];
  sameAnswers(
    OURS_ON,
    DENOS_ON,
    calls,
    (on, list) => call(on.Number, "toLocaleString", ...list as [unknown]),
  );
  const bigints: unknown[][] = [[12345678901234567890n], [-1n, "en-US", { style: "percent" }], [5]];
  sameAnswers(
    OURS_ON,
    DENOS_ON,
    bigints,
    (on, list) => call(on.BigInt, "toLocaleString", ...list as [unknown]),
  );
});

Deno.test("dates answer as Deno's", () => {
  const options: unknown[] = [
    {},
    { year: "numeric" },
    { hour: "numeric" },
    { timeZoneName: "short" },
    { era: "short" },
    { dayPeriod: "long" },
    { weekday: "long" },
    { dateStyle: "short" },
    { timeStyle: "short" },
    { hour12: false },
    { fractionalSecondDigits: 3 },
    { timeZone: "+02:00" },
    { dateStyle: "x" },
    { dateStyle: "short", era: "long" },
  ];
  const date = new Date(Date.UTC(2024, 3, 5, 18, 30, 9, 7));
  for (const method of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
    sameAnswers(
      OURS_ON,
      DENOS_ON,
      options,
      (on, given) => call(on.Date, method, date, "en-US", { timeZone: "UTC", ...given as object }),
    );
    sameAnswers(
      OURS_ON,
      DENOS_ON,
      [new Date(NaN), {}, 5, undefined, []],
      (on, self) => call(on.Date, method, self),
    );
  }
  strictEqual(call(OURS_ON.Date, "toLocaleString", date), "4/5/2024, 6:30:09 PM");
  strictEqual(call(OURS_ON.Date, "toLocaleDateString", date), "4/5/2024");
  strictEqual(call(OURS_ON.Date, "toLocaleTimeString", date), "6:30:09 PM");
});

Deno.test("texts answer as Deno's", () => {
  const calls: unknown[][] = [
    ["a", "B"],
    ["a", "á", "en-US", { sensitivity: "base" }],
    ["a10", "a9", undefined, { numeric: true }],
    ["undefined"],
    [5, 10],
    [null, "x"],
    ["a", "b", "x_y"],
    ["a", "b", "en-US", null],
    ["a", "b", "en-US", { sensitivity: "x" }],
  ];
  sameAnswers(
    OURS_ON,
    DENOS_ON,
    calls,
    (on, list) => call(on.String, "localeCompare", ...list as [unknown]),
  );
  const cases: unknown[][] = [["Straße"], ["x", "en-US"], ["x", "x_y"], ["x", null], [null], [5]];
  for (const method of ["toLocaleUpperCase", "toLocaleLowerCase"]) {
    sameAnswers(
      OURS_ON,
      DENOS_ON,
      cases,
      (on, list) => call(on.String, method, ...list as [unknown]),
    );
  }
});

Deno.test("lists answer as Deno's", () => {
  const telling = { toLocaleString: (...list: unknown[]) => `${list.length} of ${list}` };
  const calls: unknown[][] = [
    [[1234.5, null, undefined, "x", 12n]],
    [[1, , 3]],
    [[[1234, [5678]]]],
    [[telling]],
    [[telling], "en-US", { style: "percent" }],
    [[0.25, 1], "en-US", { style: "percent" }],
    [{ length: 2, 0: 1234, 1: true }],
    ["ab"],
    [null],
    [[]],
  ];
  sameAnswers(
    OURS_ON,
    DENOS_ON,
    calls,
    (on, list) => call(on.Array, "toLocaleString", ...list as [unknown]),
  );
  const typed: unknown[][] = [[new Float64Array([1234.5, 2])], [new BigInt64Array([1234n])], [[1]]];
  sameAnswers(
    OURS_ON,
    DENOS_ON,
    typed,
    (on, list) => call(on.TypedArray, "toLocaleString", ...list as [unknown]),
  );
});
