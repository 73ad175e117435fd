/**
 * Dates as texts, with the zone's name, and back.
 */

const date = new Date(Date.UTC(2024, 1, 29, 13, 5, 9, 7));
console.log(String(date), `${date}`, date + "", [date.toString()], date.toTimeString());
console.log(date.toDateString(), date.toUTCString(), date.toISOString(), JSON.stringify({ date }));
console.log(String(new Date(NaN)), new Date(NaN).toTimeString(), new Date(8.64e15).toString());
const texts = [
  "2024-01-02",
  "2024-01-02T03:04:05.123456789Z",
  "2024-01-02 03:04:05",
  "2024-01-02 03:04:05+00:00",
  "2024-01-02T03:04:05+0200",
  "Jan 2, 2024 3:00 PM",
  "2 January 2024 10:00 PST",
  "Tue, 02 Jan 2024 03:04:05 GMT",
  "1/2/2024, 10:00:00 PM",
  "2024/1/2 3:4:5",
  "2024-02-30",
  "31/12/2024",
  "now",
  String(date),
];
for (const text of texts) {
  const time = Date.parse(text);
  console.log(text, Number.isNaN(time) ? "is no date" : new Date(time).toISOString());
}
date.setMonth(12);
date.setDate(0);
console.log(date.toISOString(), +new Date(2024, 0, 31) - +new Date(2023, 0, 31));
