/**
 * `URL`: a URL whose parts can be read and set one by one.
 *
 * Knows nothing of how a text is parsed. There are no blobs, so it makes no URLs of them.
 */

import { requireArguments } from "../arguments.ts";
import { asInterface, showProperties } from "../interface.ts";
import { parseUrl } from "./parse.ts";
import { hostOf, hrefOf, isSpecial, pathOf, type UrlRecord } from "./record.ts";
import * as set from "./setters.ts";
import { attach, URLSearchParams } from "./url_search_params.ts";

function parse(url: unknown, base: unknown): UrlRecord | undefined {
  const text = `${url}`;
  if (base === undefined) return parseUrl(text);
  const record = parseUrl(`${base}`);
  return record && parseUrl(text, record);
}

function invalid(url: unknown, base?: unknown): TypeError {
  return new TypeError(`Invalid URL: '${url}'${base === undefined ? "" : ` with base '${base}'`}`);
}

/** A URL. */
export class URL {
  #record: UrlRecord;
  #params: URLSearchParams | undefined;

  constructor(url: unknown, base: unknown = undefined) {
    requireArguments(arguments.length, 1, "construct 'URL'");
    const record = parse(url, base);
    if (!record) throw invalid(url, base);
    this.#record = record;
  }

  /** The URL; null where there is none. */
  static parse(url: unknown, base?: unknown): URL | null {
    requireArguments(arguments.length, 1, "execute 'URL.parse'");
    return parse(url, base) ? new this(url, base) : null;
  }

  /** Whether there is a URL in the text. */
  static canParse(url: unknown, base?: unknown): boolean {
    requireArguments(arguments.length, 1, "execute 'URL.canParse'");
    return parse(url, base) !== undefined;
  }

  static {
    asInterface(this);
    showProperties(this, [
      "href",
      "origin",
      "protocol",
      "username",
      "password",
      "host",
      "hostname",
      "port",
      "pathname",
      "hash",
      "search",
    ]);
  }

  /** Lets the pairs follow the query. */
  #refresh(): void {
    if (this.#params) attach(this.#params, this.#record.query ?? "");
  }

  get hash(): string {
    return this.#record.fragment ? `#${this.#record.fragment}` : "";
  }
  set hash(value: unknown) {
    set.hash(this.#record, `${value}`);
  }

  get host(): string {
    return hostOf(this.#record);
  }
  set host(value: unknown) {
    set.host(this.#record, `${value}`, true);
  }

  get hostname(): string {
    return this.#record.host ?? "";
  }
  set hostname(value: unknown) {
    set.host(this.#record, `${value}`, false);
  }

  get href(): string {
    return hrefOf(this.#record);
  }
  set href(value: unknown) {
    const record = parse(value, undefined);
    if (!record) throw invalid(value);
    this.#record = record;
    this.#refresh();
  }

  get origin(): string {
    const { scheme } = this.#record;
    if (scheme === "blob") {
      const inner = parseUrl(pathOf(this.#record));
      return inner && /^https?$/.test(inner.scheme) ? `${inner.scheme}://${hostOf(inner)}` : "null";
    }
    if (scheme === "file" || !isSpecial(scheme)) return "null";
    return `${scheme}://${hostOf(this.#record)}`;
  }

  get password(): string {
    return this.#record.password;
  }
  set password(value: unknown) {
    set.credential(this.#record, "password", `${value}`);
  }

  get pathname(): string {
    return pathOf(this.#record);
  }
  set pathname(value: unknown) {
    set.pathname(this.#record, `${value}`);
  }

  get port(): string {
    return `${this.#record.port ?? ""}`;
  }
  set port(value: unknown) {
    set.port(this.#record, `${value}`);
  }

  get protocol(): string {
    return `${this.#record.scheme}:`;
  }
  set protocol(value: unknown) {
    set.protocol(this.#record, `${value}`);
  }

  get search(): string {
    return this.#record.query ? `?${this.#record.query}` : "";
  }
  set search(value: unknown) {
    set.search(this.#record, `${value}`);
    this.#refresh();
  }

  get username(): string {
    return this.#record.username;
  }
  set username(value: unknown) {
    set.credential(this.#record, "username", `${value}`);
  }

  /** The pairs of the query: a change of either is one of both. */
  get searchParams(): URLSearchParams {
    if (!this.#params) {
      this.#params = new URLSearchParams();
      attach(this.#params, this.#record.query ?? "", (query) => {
        set.search(this.#record, query);
      });
    }
    return this.#params;
  }

  toString(): string {
    return this.href;
  }

  toJSON(): string {
    return this.href;
  }
}
