// Measures the product: `npm run bench` the core and the preview's page, `npm run bench -- servers [--json FILE]
// [--lines 300,3000]` the language server beside another one. The figures are ratios within one run, since machines differ.
// Nothing is asserted: they show what a change costs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { importTypeScript } from '../import-typescript.mjs';
import { main, need, root, scratchFolder } from '../processes.mjs';
import { openWindow } from '../vscode/chromium.mjs';

await main(async () => {
  if (process.argv.includes('servers')) {
    // The programs as they are published.
    if (!process.argv.includes('--short')) {
      await need('The build', [process.execPath, join(root, 'scripts', 'build.mjs'), '--production']);
    }
    return importTypeScript('scripts/bench/bench-servers.ts');
  }
  if (process.argv[2] === 'limits') return importTypeScript('scripts/bench/bench-limits.ts');
  const pictures = join(scratchFolder('bench'), 'pictures.json');
  process.env['BENCH_PICTURES'] = pictures;
  await importTypeScript('scripts/bench/bench-core.ts');
  await measurePage(await readFile(pictures, 'utf8'));
});

/** @param {string} pictures as JSON */
async function measurePage(pictures) {
  const { outputFiles } = await build({
    entryPoints: ['test/browser/preview-page/bench.ts'],
    bundle: true,
    write: false,
    outdir: root,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    loader: { '.ttf': 'dataurl' },
  });
  const { page, close } = await openWindow();
  try {
    for (const { path, text } of outputFiles) {
      if (path.endsWith('.css')) await page.addStyleTag({ content: text });
      else await page.addScriptTag({ content: text });
    }
    console.log('\nThe graph in headless Chromium, until the end of the frame that shows it. Parsing of the text = 1;');
    console.log('in brackets, frames of 1/60 s.\n');
    console.log(await page.evaluate(`measure(${pictures})`));
  } finally {
    await close();
  }
}
