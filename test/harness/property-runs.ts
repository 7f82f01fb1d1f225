// How hard property tests look: the same random values each time, and not more than a shared machine can bear.
// `PROPERTY_RUNS=2000 PROPERTY_SEED=1` looks harder, and elsewhere.
export const seed = Number(process.env['PROPERTY_SEED'] ?? 20_240_117);
export const runs = Number(process.env['PROPERTY_RUNS'] ?? 100);

/** In milliseconds, for a test that makes so many runs. */
export const patience = 60_000 + runs * 100;
