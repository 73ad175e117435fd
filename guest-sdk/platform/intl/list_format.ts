/**
 * `Intl.ListFormat`: texts, joined as a sentence has them.
 */

import { answeringLocale } from "./locale.ts";
import { Options } from "./option.ts";
import { inError } from "./method.ts";
import { defineService, type Part, textOf } from "./service.ts";

/** The options as they apply. */
interface ListOptions {
  locale: string;
  type: "conjunction" | "disjunction" | "unit";
  style: "long" | "short" | "narrow";
}

function readOptions(locales: unknown, given: unknown, caller: string): ListOptions {
  const { locale } = answeringLocale(locales);
  if (given !== undefined && Object(given) !== given) throw new TypeError("invalid_argument");
  const options = new Options(caller, given);
  options.skipMatcher();
  return {
    locale,
    type: options.choice("type", ["conjunction", "disjunction", "unit"], "conjunction"),
    style: options.choice("style", ["long", "short", "narrow"], "long"),
  };
}

/** What stands before the last element. */
function lastWord({ type, style }: ListOptions): string {
  if (type === "disjunction") return "or ";
  return type === "unit" || style === "narrow" ? "" : style === "long" ? "and " : "& ";
}

function listParts(options: ListOptions, list: Iterable<unknown> | undefined): Part[] {
  const elements: string[] = [];
  for (const element of list ?? []) {
    if (typeof element !== "string") {
      throw new TypeError(`Iterable yielded ${inError(element)} which is not a string`);
    }
    elements.push(element);
  }
  const last = elements.length - 1;
  const comma = options.type === "unit" && options.style === "narrow" ? " " : ", ";
  const word = lastWord(options);
  return elements.flatMap((value, index) => {
    const element = { type: "element", value };
    if (index === 0) return [element];
    // Two are joined by the word alone, where there is one.
    const separator = last === 1 && word ? ` ${word}` : comma + (index === last ? word : "");
    return [{ type: "literal", value: separator }, element];
  });
}

export const ListFormat = defineService<ListOptions>({
  name: "ListFormat",
  resolve: readOptions,
  resolved: ({ locale, type, style }) => ({ locale, type, style }),
  methods: {
    format: [1, (options, list) => textOf(listParts(options, list))],
    formatToParts: [1, listParts],
  },
});
