/**
 * `coral:host` for tests that run in Deno: answers that a test sets, and a record of what was called.
 *
 * Its functions take what `host.d.ts` says; the engine's own module is never near.
 */

/** What was printed. */
export const printed: [level: string, text: string][] = [];
/** What was emitted. */
export const emitted: [name: string, data: string, severity: string][] = [];
/** Every question, with its arguments. */
export const asked: [question: string, ...list: unknown[]][] = [];
/** Timers that run, by id. */
export const timers = new Map<number, { callback: () => void; delayMs: number; repeat: boolean }>();
/** The answer to each question: what it returns or throws. */
export const answers: Record<string, (...list: unknown[]) => unknown> = {};

let lastTimer = 0;
let exitCode: number | undefined;
let codeAtEnd = 0;

async function ask(question: string, ...list: unknown[]): Promise<unknown> {
  asked.push([question, ...list]);
  await null;
  return answers[question](...list);
}

/** An error as the engine makes it. */
export function hostError(code: string, message: string, budget?: unknown): Error {
  return Object.assign(new Error(message), { code, ...(budget ? { budget } : {}) });
}

/** The code that the script ended with. */
export function lastExit(): number | undefined {
  return exitCode;
}

/** The code that the script has when it comes to its end by itself. */
export function lastCodeAtEnd(): number {
  return codeAtEnd;
}

export const sql = (...list: unknown[]) => ask("sql", ...list);
export const percentile = (...list: unknown[]) => ask("percentile", ...list);
export const errorRate = (...list: unknown[]) => ask("errorRate", ...list);
export const traces = (...list: unknown[]) => ask("traces", ...list);
export const cpu = () => ask("cpu");
export const memory = () => ask("memory");
export const systemMetrics = (...list: unknown[]) => ask("systemMetrics", ...list);
export const services = () => ask("services");
export const serviceActivity = (...list: unknown[]) => ask("serviceActivity", ...list);
export const context = () => answers.context();
export const wallClockMs = () => 1_700_000_000_000;
export const monotonicClockMs = () => 12.5;
export const randomBytes = (count: number) => new Uint8Array(count).fill(0xab);
export const promiseState = () => ({ state: "pending" });
export const intl = () => ({});
export const iteratorState = () => undefined;
export const proxyTarget = () => undefined;
export const memoryBytes = () => 1_048_576;
export const listen = () => {};
export const awaitTimer = () => {};
export const stopTimer = (id: number) => void timers.delete(id);

export function emit(name: string, data: string, severity: string): void {
  emitted.push([name, data, severity]);
  answers.emit?.();
}

export function print(level: string, text: string): void {
  printed.push([level, text]);
}

export function startTimer(callback: () => void, delayMs: number, repeat: boolean): number {
  lastTimer += 1;
  timers.set(lastTimer, { callback, delayMs, repeat });
  return lastTimer;
}

export function fail(error: unknown): never {
  throw error;
}

export function exit(code: number): never {
  exitCode = code;
  throw new Error("the run has ended");
}

export function setExitCode(code: number): void {
  codeAtEnd = code;
}
