/**
 * Points in time, in UTC.
 */

const date = new Date("2024-02-29T12:34:56.789Z");
console.log(date, date.toISOString(), date.toJSON(), date.getTime(), date.toUTCString());
console.log(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDay(), date.getUTCMilliseconds());
console.log(new Date(Date.UTC(2024, 0, 31 + 30)).toISOString(), new Date(0).toISOString());
console.log(new Date("2024-02-29").getTime(), new Date("2024-02-29T12:00:00+02:00").toISOString());
console.log(new Date("nonsense").getTime(), isNaN(Date.parse("2024-13-01")), String(new Date(NaN)));
console.log(
  new Date(8.64e15).toISOString(),
  new Date(8.64e15 + 1).getTime(),
  new Date(-1).toISOString(),
);
const copy = new Date(date);
copy.setUTCDate(copy.getUTCDate() + 1);
copy.setUTCHours(25, 61, 61, 1001);
console.log(copy.toISOString(), copy.getTime() - date.getTime(), copy > date);
console.log(date.getTimezoneOffset(), date.getHours(), date.toDateString());
try {
  new Date(NaN).toISOString();
} catch (error) {
  console.log(error instanceof RangeError);
}
