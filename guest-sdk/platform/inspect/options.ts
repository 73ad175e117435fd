/**
 * What a caller may ask of an inspection, and what holds where nothing is asked.
 *
 * Knows nothing of values.
 */

/** The options of `Deno.inspect` that change its text here; colours, hidden properties and proxies are never shown. */
export interface InspectOptions {
  /** How many levels of nested objects are opened. */
  depth?: number;
  /** The width, in columns, that a broken text should keep to. */
  breakLength?: number;
  /** Whether what fits on one line is put there. */
  compact?: boolean;
  /** Whether properties, Map keys and Set values are sorted. */
  sorted?: boolean;
  /** Whether a broken list ends in a comma. */
  trailingComma?: boolean;
  /** How many items of an array, Map or Set are shown. */
  iterableLimit?: number;
  /** How many characters of a string are shown. */
  strAbbreviateSize?: number;
  /** Whether getters are called, and what they give is shown. */
  getters?: boolean;
}

/** {@linkcode InspectOptions} in full, and where on its line the text will start. */
export interface Settings extends Required<InspectOptions> {
  indentation: number;
}

/** Deno's own defaults. */
export const DEFAULT_SETTINGS: Readonly<Settings> = {
  depth: 4,
  breakLength: 80,
  compact: true,
  sorted: false,
  trailingComma: false,
  iterableLimit: 100,
  strAbbreviateSize: 10_000,
  getters: false,
  indentation: 0,
};
