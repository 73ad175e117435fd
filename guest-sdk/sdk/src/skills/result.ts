/**
 * What every skill gives, and how its parameters are checked.
 *
 * Knows no skill.
 */

import { describe, invalidArgument } from "../errors.ts";

/** How things are, from good to bad; `unknown` where there is nothing to judge by. */
export type SkillStatus = "healthy" | "warning" | "critical" | "unknown";

/** How a result is best shown; a skill may leave it to whoever shows it. */
export interface RenderSpec {
  /** `table`, `bar`, `timeseries` or another one. */
  type: string;
  /** What stands above it. */
  title?: string;
  /** What is shown; its shape goes by the type. */
  payload: unknown;
}

/** What a skill found. It can be written as JSON. */
export interface SkillResult {
  /** In a sentence. */
  summary: string;
  /** How things are. */
  status: SkillStatus;
  /** The figures behind it, in the skill's own shape. */
  data: Record<string, unknown>;
  /** What to do about it. */
  recommendations?: string[];
  /** How to show it. */
  render?: RenderSpec;
}

/** A skill: parameters in, a result out. */
export type SkillFn<P> = (params: P) => Promise<SkillResult>;

/**
 * A parameter that is a number from 0 on, or what stands in for it.
 *
 * @throws {CoralError} `invalid-argument`, for anything else
 */
export function numberParameter(name: string, value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value === "number" && value >= 0 && value < Infinity) return value;
  throw invalidArgument(`the parameter ${name} must be a number from 0 on, not ${describe(value)}`);
}

/** Tells a person how a skill gets on, without getting into what the script prints as its result. */
export function progress(line: string): void {
  console.error(line);
}
