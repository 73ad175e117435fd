/**
 * Events, their targets and abort signals beside Deno's.
 */

import { strictEqual } from "node:assert/strict";
import { createInspect } from "../inspect/inspector.ts";
import { AbortController, AbortSignal } from "../web/abort.ts";
import { DOMException } from "../web/dom_exception.ts";
import { CustomEvent, Event } from "../web/event.ts";
import { EventTarget } from "../web/event_target.ts";
import { sameAnswer } from "./comparison.ts";
import { timers } from "./fake_host.ts";

const ours = { AbortController, AbortSignal, CustomEvent, DOMException, Event, EventTarget };

// deno-lint-ignore no-explicit-any -- wrong arguments are wanted
type Question = (web: any) => unknown;

function same(questions: Question[]): void {
  for (const question of questions) sameAnswer(String(question), ours, globalThis, question);
}

Deno.test("events are alike", () => {
  same([
    ({ Event }) => {
      const event = new Event("x", { cancelable: true });
      event.preventDefault();
      return [event.type, event.defaultPrevented, event.returnValue, event.composedPath()];
    },
    ({ Event }) => {
      const event = new Event(5, { bubbles: 1 });
      event.returnValue = false;
      event.cancelBubble = true;
      return [event.type, event.bubbles, event.defaultPrevented, event.cancelBubble];
    },
    ({ Event }) => [Event.AT_TARGET, Event.prototype.BUBBLING_PHASE, Object.keys(Event)],
    ({ Event }) => [Object.keys(new Event("x")), JSON.stringify(new Event("x"))],
    ({ Event }) => [new Event("x").isTrusted, new Event("x").timeStamp, Event.length],
    ({ Event }) => Object.prototype.toString.call(new Event("x")),
    ({ Event }) => new Event(),
    ({ Event }) => new Event("x", 5).type,
    ({ CustomEvent }) => new CustomEvent(),
    ({ CustomEvent }) => [new CustomEvent("x").detail, new CustomEvent("x", { detail: 0 }).detail],
    ({ CustomEvent, Event }) => new CustomEvent("x") instanceof Event,
  ]);
});

Deno.test("listeners are called alike", () => {
  const dispatch = (listen: (target: EventTarget, calls: unknown[]) => void): Question => (web) => {
    const target = new web.EventTarget();
    const calls: unknown[] = [];
    listen(target, calls);
    const event = new web.Event("x", { cancelable: true });
    calls.push(target.dispatchEvent(event), event.target === target, event.eventPhase);
    calls.push(target.dispatchEvent(event), event.defaultPrevented);
    return calls;
  };
  same([
    dispatch((target, calls) => {
      target.addEventListener("x", function (this: unknown, event: Event) {
        calls.push(this === target, event.target === target, event.currentTarget === target);
        calls.push(event.eventPhase, event.composedPath().length, event.isTrusted);
      });
    }),
    dispatch((target, calls) => {
      const listener = () => calls.push("called");
      target.addEventListener("x", listener);
      target.addEventListener("x", listener);
      target.addEventListener("x", listener, true);
      target.addEventListener("x", () => calls.push("capture"), { capture: true });
      target.addEventListener("y", listener);
    }),
    dispatch((target, calls) => {
      target.addEventListener("x", () => calls.push("once"), { once: true });
      target.addEventListener("x", (event: Event) => event.preventDefault(), { passive: true });
    }),
    dispatch((target, calls) => {
      target.addEventListener("x", {
        handleEvent(event: Event) {
          calls.push(this !== undefined);
          event.stopImmediatePropagation();
          event.preventDefault();
        },
      });
      target.addEventListener("x", () => calls.push("never"));
    }),
    dispatch((target, calls) => {
      target.addEventListener("x", (event: Event) => event.stopPropagation(), true);
      target.addEventListener("x", () => calls.push("capture"), true);
      target.addEventListener("x", () => calls.push("never"));
    }),
    dispatch((target, calls) => {
      const second = () => calls.push("second");
      target.addEventListener("x", () => {
        target.removeEventListener("x", second);
        target.addEventListener("x", () => calls.push("added"), { once: true });
      });
      target.addEventListener("x", second);
    }),
    dispatch((target) => target.addEventListener("x", null)),
    (web) => new web.EventTarget().addEventListener("x"),
    (web) => new web.EventTarget().removeEventListener("x"),
    (web) => new web.EventTarget().dispatchEvent(),
    (web) => new web.EventTarget().addEventListener("x", () => {}, { signal: 5 }),
    ({ EventTarget }) => [EventTarget.length, EventTarget.prototype.addEventListener.length],
    (web) => {
      const controller = new web.AbortController();
      const target = new web.EventTarget();
      const calls: number[] = [];
      target.addEventListener("x", () => calls.push(1), { signal: controller.signal });
      target.dispatchEvent(new web.Event("x"));
      controller.abort();
      target.dispatchEvent(new web.Event("x"));
      target.addEventListener("x", () => calls.push(2), { signal: controller.signal });
      target.dispatchEvent(new web.Event("x"));
      return calls;
    },
  ]);
});

Deno.test("signals are alike", () => {
  same([
    ({ AbortController }) => {
      const { signal } = new AbortController();
      return [signal.aborted, signal.reason, signal.onabort, signal.throwIfAborted()];
    },
    ({ AbortController }) => {
      const controller = new AbortController();
      const { signal } = controller;
      const calls: unknown[] = [];
      signal.onabort = (event: Event) => calls.push(event.type, event.isTrusted);
      signal.addEventListener("abort", () => calls.push(signal.reason, signal.aborted));
      controller.abort("first");
      controller.abort("second");
      return calls;
    },
    ({ AbortController }) => {
      const controller = new AbortController();
      controller.abort();
      const { reason } = controller.signal;
      return [reason.name, reason.message, reason.code];
    },
    ({ AbortSignal }) => AbortSignal.abort().throwIfAborted(),
    ({ AbortSignal }) => AbortSignal.abort(5).throwIfAborted(),
    ({ AbortSignal, AbortController }) => {
      const controllers = [new AbortController(), new AbortController()];
      const any = AbortSignal.any(controllers.map(({ signal }) => signal));
      const nested = AbortSignal.any([any]);
      const calls: unknown[] = [];
      controllers[1].signal.addEventListener("abort", () => calls.push("source", nested.aborted));
      nested.addEventListener("abort", () => calls.push("nested"));
      any.addEventListener("abort", () => calls.push("any"));
      controllers[1].abort("why");
      controllers[0].abort("late");
      return [calls, any.reason, nested.reason];
    },
    ({ AbortSignal }) => AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]).reason,
    ({ AbortSignal }) => AbortSignal.any([]).aborted,
    ({ AbortSignal }) => AbortSignal.any(5),
    ({ AbortSignal }) => AbortSignal.any([1]),
    ({ AbortSignal }) => AbortSignal.any(),
    ({ AbortSignal }) => AbortSignal.timeout(),
    ({ AbortSignal }) => AbortSignal.timeout(-1),
    ({ AbortSignal }) => AbortSignal.timeout("x"),
    ({ AbortSignal }) => AbortSignal.timeout(2 ** 60),
    ({ AbortSignal }) => new AbortSignal(),
    ({ AbortSignal, EventTarget }) => AbortSignal.abort() instanceof EventTarget,
    ({ AbortController }) => Object.prototype.toString.call(new AbortController()),
  ]);
});

Deno.test("a signal with a time has a timer while someone listens", () => {
  const count = timers.size;
  const signal = AbortSignal.timeout(50);
  const any = AbortSignal.any([signal]);
  strictEqual(timers.size, count);
  const listener = () => {};
  any.addEventListener("abort", listener);
  strictEqual(timers.size, count + 1);
  any.removeEventListener("abort", listener);
  strictEqual(timers.size, count);
  signal.onabort = listener;
  strictEqual(timers.size, count + 1);
  signal.onabort = null;
  strictEqual(timers.size, count);
  strictEqual((AbortSignal.timeout(0).reason as Error).name, "TimeoutError");
});

Deno.test("exceptions are alike", () => {
  same([
    ({ DOMException }) => {
      const error = new DOMException("message", "AbortError");
      return [error.name, error.message, error.code, String(error), error instanceof Error];
    },
    ({ DOMException }) => [new DOMException().name, new DOMException(5, "X").code],
    ({ DOMException }) => new DOMException("m", { name: "DataCloneError" }).code,
    ({ DOMException }) => Object.keys(DOMException),
    ({ DOMException }) => Object.entries(DOMException.prototype.constructor),
    ({ DOMException }) => Object.prototype.toString.call(new DOMException()),
    ({ DOMException }) => JSON.stringify(new DOMException("m")),
    ({ DOMException }) => new DOMException("m", "E").stack.split("\n")[0],
    ({ DOMException }) =>
      Object.keys(DOMException).map((name) => {
        const words = name.toLowerCase().replace(/_err$/, "").replace("url", "URL");
        const camel = words.replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase());
        return new DOMException("", `${camel}Error`).code;
      }),
    ({ DOMException }) => new DOMException("", "InUseAttributeError").code,
  ]);
});

Deno.test("all of them are shown as Deno shows them", () => {
  const inspect = createInspect({
    promiseState: () => ({ state: "pending" }),
    iteratorState: () => undefined,
    proxyTarget: () => undefined,
  });
  const values: Question[] = [
    ({ Event }) => new Event("x"),
    ({ CustomEvent }) => ({ event: new CustomEvent("x", { detail: { a: 1 } }) }),
    ({ Event }) => new (class Mine extends (Event as typeof ours.Event) {})("x"),
    ({ EventTarget }) => [new EventTarget(), new (class Mine extends EventTarget {})()],
    ({ AbortController }) => new AbortController(),
    ({ AbortSignal }) => AbortSignal.abort({ why: ["a"] }),
  ];
  for (const value of values) strictEqual(inspect(value(ours)), Deno.inspect(value(globalThis)));
});
