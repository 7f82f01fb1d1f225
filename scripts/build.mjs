// Bundles the programs into dist/: the client, the server, the command line and the preview's page.
// Usage: node scripts/build.mjs [--watch] [--production]
import { contexts } from './bundles.mjs';

const watch = process.argv.includes('--watch');
const programs = await contexts({ production: process.argv.includes('--production') });
await Promise.all(programs.map((program) => (watch ? program.watch() : program.rebuild())));
if (!watch) await Promise.all(programs.map((program) => program.dispose()));
