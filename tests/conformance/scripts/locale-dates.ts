/**
 * Dates as people read them: the locale methods and `Intl.DateTimeFormat`.
 */

const date = new Date(Date.UTC(2024, 2, 5, 16, 7, 9, 42));
console.log(date.toLocaleString(), "|", date.toLocaleDateString(), "|", date.toLocaleTimeString());
console.log(JSON.stringify(date.toLocaleTimeString("en-US", { timeStyle: "short" })));
console.log(new Date(NaN).toLocaleString());

for (const dateStyle of ["full", "long", "medium", "short"] as const) {
  console.log(date.toLocaleString("en-US", { dateStyle, timeStyle: dateStyle }));
  console.log(date.toLocaleDateString("en-US", { dateStyle }));
}

console.log(date.toLocaleDateString("en-US", { weekday: "short", month: "short", day: "numeric" }));
console.log(
  date.toLocaleDateString("en-US", { year: "numeric", month: "2-digit", day: "2-digit" }),
);
console.log(date.toLocaleDateString("en-US", { month: "long", year: "numeric" }));
console.log(date.toLocaleTimeString("en-US", { hour12: false }));
console.log(
  date.toLocaleTimeString("en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
);
console.log(date.toLocaleString("en-US", { timeZone: "+05:30", timeZoneName: "short" }));
console.log(date.toLocaleString("en-US", { timeZone: "UTC", timeZoneName: "long" }));
console.log(
  new Intl.DateTimeFormat("en-US", {
    minute: "numeric",
    second: "numeric",
    fractionalSecondDigits: 3,
  }).formatToParts(date),
);
console.log(new Intl.DateTimeFormat("en-US").resolvedOptions());
console.log(Intl.DateTimeFormat().resolvedOptions().timeZone);

try {
  new Intl.DateTimeFormat("en-US").format(NaN);
} catch (error) {
  console.log(String(error));
}
try {
  date.toLocaleDateString("en-US", { timeStyle: "short" });
} catch (error) {
  console.log(String(error));
}
