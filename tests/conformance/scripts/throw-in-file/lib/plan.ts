/** A plan by its name. */
export function plan(name: string): { name: string } {
  const größe = "日本😀"; /* é */
  if (name === "") throw new Error(`no such plan: ${größe}`);
  return { name };
}
