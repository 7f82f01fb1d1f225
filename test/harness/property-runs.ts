// How hard property tests look: at the same random values each time, and under `CI` at four times as many.
// `PROPERTY_RUNS=2000 PROPERTY_SEED=1` looks harder, and elsewhere.
export const seed = Number(process.env['PROPERTY_SEED'] ?? 20_240_117);
export const runs = Number(process.env['PROPERTY_RUNS'] ?? (process.env['CI'] ? 100 : 25));

/** In milliseconds, for a test that makes so many runs. */
export const patience = 60_000 + runs * 100;
