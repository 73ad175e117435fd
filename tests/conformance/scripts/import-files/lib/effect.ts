console.log("effect.ts is evaluated");
(globalThis as { effect?: number }).effect = 1;
