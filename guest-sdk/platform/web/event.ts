/**
 * `Event` and `CustomEvent`: what listeners are told.
 *
 * Knows nothing of listeners; who dispatches an event keeps the record of it.
 */

import { dictionary, requireArguments } from "./arguments.ts";
import { asInterface, showProperties } from "./interface.ts";

/** What happens to an event while it is dispatched. */
export interface EventRecord {
  type: string;
  bubbles: boolean;
  cancelable: boolean;
  composed: boolean;
  target: object | null;
  currentTarget: object | null;
  isDispatched: boolean;
  /** `stopPropagation` was called. */
  isStopped: boolean;
  /** `stopImmediatePropagation` was called. */
  isOver: boolean;
  isCanceled: boolean;
  /** The listener has promised not to cancel. */
  isPassive: boolean;
  isTrusted: boolean;
}

/** The record of an event; undefined where the value is none. */
export let recordOf: (event: unknown) => EventRecord | undefined;

const SHOWN = [
  "bubbles",
  "cancelable",
  "composed",
  "currentTarget",
  "defaultPrevented",
  "eventPhase",
  "srcElement",
  "target",
  "returnValue",
  "timeStamp",
  "type",
] as const;

const PHASES = { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 };

/** Something that happened. */
export class Event {
  readonly #record: EventRecord;

  constructor(type: unknown, options: unknown = undefined) {
    requireArguments(arguments.length, 1, "construct 'Event'");
    const init = dictionary<EventInit>(
      Object(options) === options ? options : undefined,
      "construct 'Event'",
    );
    this.#record = {
      type: `${type}`,
      bubbles: Boolean(init.bubbles),
      cancelable: Boolean(init.cancelable),
      composed: Boolean(init.composed),
      target: null,
      currentTarget: null,
      isDispatched: false,
      isStopped: false,
      isOver: false,
      isCanceled: false,
      isPassive: false,
      isTrusted: false,
    };
  }

  static {
    recordOf = (event) =>
      typeof event === "object" && event !== null && #record in event ? event.#record : undefined;
    for (const [name, value] of Object.entries(PHASES)) {
      Object.defineProperty(this, name, { value, enumerable: true });
      Object.defineProperty(this.prototype, name, { value, enumerable: true });
    }
    asInterface(this);
    showProperties(this, SHOWN);
  }

  get type(): string {
    return this.#record.type;
  }

  get target(): object | null {
    return this.#record.target;
  }

  get srcElement(): object | null {
    return this.#record.target;
  }

  get currentTarget(): object | null {
    return this.#record.currentTarget;
  }

  /** Nothing is inside of anything: while it is dispatched, an event is at its target. */
  get eventPhase(): number {
    return this.#record.currentTarget ? PHASES.AT_TARGET : PHASES.NONE;
  }

  get bubbles(): boolean {
    return this.#record.bubbles;
  }

  get cancelable(): boolean {
    return this.#record.cancelable;
  }

  get composed(): boolean {
    return this.#record.composed;
  }

  get defaultPrevented(): boolean {
    return this.#record.isCanceled;
  }

  get returnValue(): boolean {
    return !this.#record.isCanceled;
  }
  set returnValue(value: unknown) {
    if (!value) this.preventDefault();
  }

  get cancelBubble(): boolean {
    return this.#record.isStopped;
  }
  set cancelBubble(value: unknown) {
    if (value) this.stopPropagation();
  }

  /** Always 0, as in Deno. */
  get timeStamp(): number {
    return 0;
  }

  get isTrusted(): boolean {
    return this.#record.isTrusted;
  }

  composedPath(): object[] {
    return this.#record.currentTarget ? [this.#record.currentTarget] : [];
  }

  preventDefault(): void {
    const record = this.#record;
    if (record.cancelable && !record.isPassive) record.isCanceled = true;
  }

  stopPropagation(): void {
    this.#record.isStopped = true;
  }

  stopImmediatePropagation(): void {
    this.#record.isStopped = true;
    this.#record.isOver = true;
  }
}

/** An event with a value of the script's own. */
export class CustomEvent extends Event {
  readonly #detail: unknown;

  constructor(type: unknown, options: unknown = undefined) {
    requireArguments(arguments.length, 1, "construct 'CustomEvent'");
    super(type, options);
    this.#detail = dictionary<{ detail: unknown }>(options, "construct 'CustomEvent'").detail;
  }

  static {
    asInterface(this);
    showProperties(this, [...SHOWN, "detail"]);
  }

  get detail(): unknown {
    return this.#detail;
  }
}
