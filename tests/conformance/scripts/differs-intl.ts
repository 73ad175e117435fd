/**
 * Services of `Intl` that are rarely used.
 */

const names = ["DisplayNames", "DurationFormat", "Locale", "Segmenter"] as const;
console.log(names.filter((name) => name in Intl));
