/**
 * How much of its error budget a service has used up: a skill, which other
 * scripts import, and which runs by itself.
 *
 * Its parameters, and what they are where none are given, stand in coral.toml.
 * It emits nothing.
 */

import { activity, context } from "@coral/sdk";
import type { SkillResult, SkillStatus } from "@coral/sdk";

/** What the skill may be told. */
export interface ErrorBudgetParams {
  /** The service that is asked about. */
  service: string;
  /** The share of requests that must succeed, from 0 to below 1; 0.99. */
  objective?: number;
  /** How far back to look, in hours; 1. */
  hours?: number;
}

/** The figures behind the result. */
export interface ErrorBudget extends Record<string, unknown> {
  service: string;
  objective: number;
  requests: number;
  errors: number;
  /** How many errors the objective allows among so many requests. */
  allowed: number;
  /** Errors over those allowed: 1 where all are used up. */
  used: number;
}

/** Above this share of the budget, someone should look. */
const WORRYING = 0.75;

function judge({ requests, used }: ErrorBudget): SkillStatus {
  if (requests === 0) return "unknown";
  return used > 1 ? "critical" : used > WORRYING ? "warning" : "healthy";
}

function summarize(
  { service, requests, errors, allowed, used }: ErrorBudget,
): string {
  if (requests === 0) return `${service} had no request.`;
  const share = `${(used * 100).toFixed(0)} % of its error budget`;
  const failed = `${errors} of ${requests} requests failed`;
  return `${service} used ${share}: ${failed}, ${allowed.toFixed(2)} may.`;
}

/**
 * Holds the failed requests of a service against those that its objective
 * allows.
 *
 * @throws {RangeError} for an objective without a budget, or a time that is none
 * @throws {CoralError} as `activity.getServiceErrors` does
 */
export async function errorBudget(
  params: ErrorBudgetParams,
): Promise<SkillResult & { data: ErrorBudget }> {
  const { service, objective = 0.99, hours = 1 } = params;
  if (!(objective >= 0 && objective < 1)) {
    throw new RangeError(
      `the objective must be from 0 to below 1, not ${objective}`,
    );
  }
  if (!(hours > 0 && hours <= 168)) {
    throw new RangeError(
      `the hours must be above 0 and at most 168, not ${hours}`,
    );
  }
  const done = await activity.getServiceErrors(service, hours * 3_600_000);
  const allowed = done.totalCount * (1 - objective);
  const data: ErrorBudget = {
    service,
    objective,
    requests: done.totalCount,
    errors: done.errorCount,
    allowed,
    used: allowed > 0 ? done.errorCount / allowed : 0,
  };
  const status = judge(data);
  const isUsedUp = status === "critical" || status === "warning";
  return {
    summary: summarize(data),
    status,
    data,
    recommendations: isUsedUp ? [`Look for what fails in ${service}`] : [],
  };
}

/** A number out of a parameter; the skill itself knows its range. */
function numberOf(name: string, text: string): number {
  const value = Number(text);
  // An empty text would be a 0.
  if (text.trim() !== "" && !Number.isNaN(value)) return value;
  throw new RangeError(`the parameter ${name} must be a number, not "${text}"`);
}

if (import.meta.main) {
  const { params } = context;
  const result = await errorBudget({
    service: params.get("service") ?? "payments",
    objective: numberOf("objective", params.get("objective") ?? "0.99"),
    hours: numberOf("hours", params.get("hours") ?? "1"),
  });
  console.error(result.summary);
  console.log(JSON.stringify(result));
}
