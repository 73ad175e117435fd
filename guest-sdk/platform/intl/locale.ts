/**
 * Locales: which tags are well formed, how they are written, and which one answers for them.
 *
 * Knows no service. All that is asked for is answered in English as it is written in the United States.
 */

const WELL_FORMED =
  /^(?<language>[a-z]{2,3}|[a-z]{5,8})(?:-(?<script>[a-z]{4}))?(?:-(?<region>[a-z]{2}|\d{3}))?(?<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)$/i;

/** A tag with each of its parts in the case that is its own. */
function canonicalTag(tag: string): string {
  const parts = WELL_FORMED.exec(tag)?.groups;
  if (!parts) throw new RangeError(`Invalid language tag: ${tag}`);
  const { language, script, region, rest } = parts;
  let canonical = language!.toLowerCase();
  if (script) canonical += `-${script[0]!.toUpperCase()}${script.slice(1).toLowerCase()}`;
  if (region) canonical += `-${region.toUpperCase()}`;
  return canonical + rest!.toLowerCase();
}

/** The tags in `locales`, each once. */
export function canonicalLocales(locales: unknown): string[] {
  if (locales === undefined) return [];
  if (typeof locales === "string") return [canonicalTag(locales)];
  if (locales === null) throw new TypeError("Cannot convert undefined or null to object");
  const list = Object(locales) as ArrayLike<unknown>;
  const tags = new Set<string>();
  for (let index = 0; index < list.length; index++) {
    if (!(index in list)) continue;
    const tag = list[index];
    if (typeof tag !== "string" && (typeof tag !== "object" || tag === null)) {
      throw new TypeError("Language ID should be string or object.");
    }
    tags.add(canonicalTag(String(tag)));
  }
  return [...tags];
}

/** Those of `locales` whose words and habits are the ones that we have. */
export function supportedLocales(locales: unknown): string[] {
  return canonicalLocales(locales).filter((tag) => /^en(?:-US)?(?:-[a-z0-9]-.*)?$/.test(tag));
}

/** The locale that answers, and what the tag's `-u-` extension asks of those keys that a service has. */
export interface Answering<Key extends string> {
  locale: string;
  keywords: Partial<Record<Key, string>>;
}

/** Who answers for `locales`: `allowed` has the values of each key that the service knows. */
export function answeringLocale<Key extends string = never>(
  locales: unknown,
  allowed: Partial<Record<Key, readonly string[]>> = {},
): Answering<Key> {
  const [tag = "en-US"] = canonicalLocales(locales);
  const keywords: Partial<Record<Key, string>> = {};
  let extension = "";
  const asked = /-u(?=-)(.*?)(?:-[a-z0-9]-|$)/.exec(tag)?.[1] ?? "";
  for (const [, key, type] of asked.matchAll(/-([a-z0-9][a-z])((?:-[a-z0-9]{3,8})*)/g)) {
    const value = type!.slice(1) || "true";
    if (!allowed[key as Key]?.includes(value)) continue;
    keywords[key as Key] = value;
    extension += `-${key}${value === "true" ? "" : type}`;
  }
  const locale = /^en(?:$|-[a-z0-9]-)/.test(tag) ? "en" : "en-US";
  return { locale: extension ? `${locale}-u${extension}` : locale, keywords };
}
