// VS Code calls this to run the suite in its extension host; the suite is every *.test.js next to this file's bundle.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { betweenTests } from './between-tests';

export async function run(): Promise<void> {
  // The timeout ends a test that hangs. Each wait in a test has a shorter one, which says what it waited for.
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 280_000, slow: 3_000, rootHooks: betweenTests });
  // Every test runs or fails: none is skipped unnoticed.
  mocha.forbidOnly();
  mocha.forbidPending();
  for (const file of readdirSync(__dirname)
    .filter((name) => name.endsWith('.test.js'))
    .sort()) {
    mocha.addFile(join(__dirname, file));
  }

  const failures: string[] = [];
  const { passes } = await new Promise<Mocha.Stats>((done, fail) => {
    const runner = mocha.run(() =>
      runner.stats === undefined ? fail(new Error('No statistics')) : done(runner.stats),
    );
    runner.on('fail', (test, error: Error) => failures.push(`${test.fullTitle()}: ${error.message}`));
  });
  const resultsFile = process.env['TEST_RESULTS_FILE'];
  if (resultsFile !== undefined) writeFileSync(resultsFile, JSON.stringify({ passed: passes, failures }));
  if (failures.length > 0) throw new Error(`${failures.length} tests failed`);
}
