// How many random values property tests try: the same ones each time. A few notice most faults, and keep `npm test` fast.
// `PROPERTY_RUNS=2000 PROPERTY_SEED=1` tries more, and different ones.
export const seed = Number(process.env['PROPERTY_SEED'] ?? 20_240_117);
export const runs = Number(process.env['PROPERTY_RUNS'] ?? 10);

/** In milliseconds, for a test with that many runs. */
export const patience = 180_000 + runs * 100;
