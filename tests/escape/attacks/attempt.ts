/** What comes of an attempt, in one line: what it gave, or what it threw. Knows no attack. */

export async function attempt(name: string, what: () => unknown): Promise<void> {
  try {
    const value = await what();
    let text: string;
    try {
      text = typeof value === "object" ? JSON.stringify(value) : String(value);
    } catch {
      text = typeof value;
    }
    console.log(`${name} gives ${text}`);
  } catch (error) {
    console.log(`${name} throws ${String(error)}`);
  }
}
