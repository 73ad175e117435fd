/**
 * `EventTarget`, `Event` and `CustomEvent`.
 */

const target = new EventTarget();
target.addEventListener("tick", function (this: EventTarget, event) {
  console.log("first", this === target, event.target === target, event.eventPhase);
});
target.addEventListener("tick", () => console.log("once"), { once: true });
target.addEventListener("tick", { handleEvent: (event: Event) => console.log(event.type) });
console.log(target.dispatchEvent(new Event("tick")), target.dispatchEvent(new Event("tick")));

target.addEventListener("stop", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
});
target.addEventListener("stop", () => console.log("never"));
console.log(target.dispatchEvent(new Event("stop", { cancelable: true })));

const detail = { a: [1] };
target.addEventListener("own", (event) => console.log((event as CustomEvent).detail === detail));
target.dispatchEvent(new CustomEvent("own", { detail }));
console.log(new Event("shown", { bubbles: true }), new CustomEvent("shown", { detail }), target);

class Counter extends EventTarget {
  count = 0;
  add() {
    this.count += 1;
    this.dispatchEvent(new CustomEvent("added", { detail: this.count }));
  }
}
const counter = new Counter();
counter.addEventListener("added", (event) => console.log("added", (event as CustomEvent).detail));
counter.add();
counter.add();
const controller = new AbortController();
counter.addEventListener("added", () => console.log("until"), { signal: controller.signal });
counter.add();
controller.abort();
counter.add();
