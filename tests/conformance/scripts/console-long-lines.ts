/**
 * A line may be long.
 */

console.log("x".repeat(200_000));
