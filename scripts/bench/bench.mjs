// Measures the product: `npm run bench` the core and the preview's page, `npm run bench -- servers [--json FILE]
// [--lines 300,3000]` the language server beside another one, and `npm run bench -- gateway [--compare]` the local gateway. The figures are ratios within one run, since machines differ.
// Nothing is asserted: they show what a change costs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importTypeScript } from '../import-typescript.mjs';
import { main, need, root, scratchFolder } from '../processes.mjs';
import { measurePage } from './bench-page.mjs';

await main(async () => {
  if (process.argv[2] === 'gateway') {
    if (!process.argv.includes('--short')) {
      await need('The build', [process.execPath, join(root, 'scripts', 'build.mjs'), '--production']);
    }
    return importTypeScript('scripts/bench/bench-gateway.ts');
  }
  if (process.argv.includes('servers')) {
    // The programs as they are published.
    if (!process.argv.includes('--short')) {
      await need('The build', [process.execPath, join(root, 'scripts', 'build.mjs'), '--production']);
    }
    return importTypeScript('scripts/bench/bench-servers.ts');
  }
  if (process.argv[2] === 'limits') return importTypeScript('scripts/bench/bench-limits.ts');
  const states = join(scratchFolder('bench'), 'states.json');
  process.env['BENCH_STATES'] = states;
  await importTypeScript('scripts/bench/bench-core.ts');
  await measurePage(await readFile(states, 'utf8'));
});
