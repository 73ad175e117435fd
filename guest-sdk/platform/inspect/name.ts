/**
 * What an object is called: the class that made it and its `Symbol.toStringTag`.
 *
 * Knows nothing of what is in the object.
 */

/** How an object introduces itself. */
export interface ObjectName {
  /** The name of its class; null for an object without a prototype. */
  className: string | null;
  /** Its tag, or empty. */
  tag: string;
}

function classNameOf(value: object): string | null {
  for (let holder: object | null = value; holder; holder = Object.getPrototypeOf(holder)) {
    const constructor = Object.getOwnPropertyDescriptor(holder, "constructor")?.value;
    if (typeof constructor !== "function" || !constructor.name) continue;
    // A class's own prototype names the class, but was not made by it.
    const prototype = constructor.prototype;
    if (prototype && Object.prototype.isPrototypeOf.call(prototype, value)) return constructor.name;
  }
  return null;
}

function tagOf(value: object): string {
  try {
    const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
    return typeof tag === "string" ? tag : "";
  } catch {
    return "";
  }
}

/** Finds out what `value` is called. */
export function nameOf(value: object): ObjectName {
  return { className: classNameOf(value), tag: tagOf(value) };
}

/** The name as it stands before brackets; `kind` is used where there is no class, `size` is put behind the name. */
export function prefixOf({ className, tag }: ObjectName, kind: string, size = ""): string {
  if (className === null) {
    return `[${kind}${size}: null prototype]${tag && tag !== kind ? ` [${tag}]` : ""}`;
  }
  return `${className}${size}${tag && tag !== className ? ` [${tag}]` : ""}`;
}
