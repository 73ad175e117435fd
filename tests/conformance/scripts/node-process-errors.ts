/**
 * `process` tells of errors that nobody caught, and of rejections that nobody handled.
 */

process.on("uncaughtException", (error) => {
  console.log("uncaught", error.message);
  setTimeout(() => console.log("the run goes on"), 1);
});
process.on("unhandledRejection", (reason) => {
  console.log("unhandled", reason);
  setTimeout(() => {
    throw new Error("in a timer");
  }, 1);
});
Promise.reject(5);
