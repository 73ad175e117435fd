/**
 * Paths: segments, dots among them, and the drive letters of Windows.
 *
 * Knows nothing of the rest of a URL but its scheme.
 */

import { PART, percentEncode } from "./percent.ts";
import { isSpecial } from "./record.ts";

const DRIVE = /^[a-z][:|]$/i;
const SINGLE_DOT = /^(?:\.|%2e)$/i;
const DOUBLE_DOT = /^(?:\.|%2e){2}$/i;

/** Whether the text is a drive letter with its colon or bar. */
export function isDrive(text: string): boolean {
  return DRIVE.test(text);
}

/** Whether a path begins with a drive letter. */
export function startsWithDrive(text: string): boolean {
  return /^[a-z][:|](?:[/\\]|$)/i.test(text);
}

/** Takes the last segment off, but never a drive. */
export function shorten(path: string[], scheme: string): void {
  if (scheme === "file" && path.length === 1 && /^[a-z]:$/i.test(path[0])) return;
  path.pop();
}

/** Appends the segments of `text`, which follows a slash, to `path`. */
export function appendSegments(path: string[], text: string, scheme: string): string[] {
  const segments = text.split(isSpecial(scheme) ? /[/\\]/ : "/");
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    if (DOUBLE_DOT.test(segment)) {
      shorten(path, scheme);
      if (isLast) path.push("");
    } else if (SINGLE_DOT.test(segment)) {
      if (isLast) path.push("");
    } else if (scheme === "file" && path.length === 0 && isDrive(segment)) {
      path.push(`${segment[0]}:`);
    } else {
      path.push(percentEncode(segment, PART.path));
    }
  });
  return path;
}

/** The path in `text`, which follows a host. */
export function parsePath(text: string, scheme: string): string[] {
  if (text === "" && !isSpecial(scheme)) return [];
  const hasSlash = text.startsWith("/") || (isSpecial(scheme) && text.startsWith("\\"));
  return appendSegments([], hasSlash ? text.slice(1) : text, scheme);
}
