console.log("measure.ts is evaluated");
export const measure = () => 650;
