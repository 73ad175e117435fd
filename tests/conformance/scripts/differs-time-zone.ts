/**
 * A date in a time zone that is neither UTC nor an offset.
 */

try {
  console.log(new Date(0).toLocaleTimeString("en-US", { timeZone: "Europe/Berlin" }));
} catch (error) {
  console.log(String(error));
}
