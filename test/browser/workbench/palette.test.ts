// The Command Palette, by VS Code's own ranking: what people type finds the command that they mean, whatever they ran before.
import { expect } from 'vitest';
import { test, type Workbench } from './workbench';

/** The first of our commands for what is typed, if VS Code has others that match. Nothing is run. */
async function found({ page }: Workbench, typed: string): Promise<string> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input.input').fill(`>${typed}`);
  const first = page.locator('.quick-input-list .monaco-list-row .label-name', { hasText: /^WebSocket: / }).first();
  const title = (await first.textContent()) ?? '';
  await page.keyboard.press('Escape');
  return title;
}

const importTitle = 'Import WebSocket API (Migrate from Serverless, SAM, CDK, CloudFormation)…';

test('what people type finds the command', async ({ workbench }) => {
  await workbench.openFile('websocket.yaml');
  await workbench.page.locator('.monaco-editor .codelens-decoration').first().waitFor();
  // What was run last comes first among what matches.
  await workbench.runCommand('WebSocket: Reveal in CloudFormation Template');
  await workbench.page.locator('.tab.active', { hasText: 'websocket.template.yaml' }).waitFor();
  await workbench.openFile('websocket.yaml');

  for (const [typed, title] of [
    ['show template', 'Show CloudFormation Template'],
    ['show cloudformation', 'Show CloudFormation Template'],
    ['reveal template', 'Reveal in CloudFormation Template'],
    ['generate template', 'Generate CloudFormation Template'],
    ['open preview', 'Open Preview'],
    ['export graph', 'Export Graph'],
    ['try message', 'Try a Message'],
    ['run locally', 'Run Locally'],
    ['debug locally', 'Debug Locally'],
    ['new project file', 'New Project File'],
    ['websocket restart', 'Restart Language Server'],
    ['report problem', 'Report a Problem'],
    ...['import', 'migrate', 'serverless', 'sam'].map((typed) => [typed, importTitle] as const),
  ] as const) {
    await expect.poll(() => found(workbench, typed), { message: typed }).toBe(`WebSocket: ${title}`);
  }
  await workbench.screenshot('palette');
});
