// A German window of VS Code in which the extension runs as on vscode.dev: in a web worker, on files that are on no disk. VS Code's
// server delivers the workbench; the extensions are read from this repository, as those of a website are.
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { root } from '../../../scripts/processes.mjs';
import type { VSCodeServer } from '../../../scripts/vscode/vscode-server.mjs';
import type { WebResults } from './results';

const other = 'resources:\n  Other:\n    type: websocket-api\n    name: Other\n    routeSelectorProperty: 1\n';

/** The files of the workspace, by their paths: examples/chat, a project file with a mistake, and a template to import. */
function workspaceFiles(): Record<string, string> {
  const example = join(root, 'examples/chat');
  const names = readdirSync(example, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = names.map(({ parentPath, name }): [string, string] => {
    const path = join(parentPath, name);
    return [path.replace(example, '/chat').replaceAll('\\', '/'), readFileSync(path, 'utf8')];
  });
  const template = readFileSync(join(root, 'test/imports/cloudformation/template.yaml'), 'utf8');
  return { ...Object.fromEntries(files), '/chat/other/websocket.yaml': other, '/chat/old/template.yaml': template };
}

async function bundle(entry: string, define: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    target: 'es2022',
    external: ['vscode'],
    define,
  });
  return outputFiles[0]?.text ?? '';
}

const memoryManifest = JSON.stringify({
  name: 'memory-files',
  publisher: 'test',
  version: '1.0.0',
  engines: { vscode: '^1.100.0' },
  browser: './main.js',
  // It runs the suite when the workspace is there.
  activationEvents: ['onFileSystem:vscode-vfs'],
  capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
});

/** A window in which the workspace is not trusted, and nobody is asked whether it is. */
export const restrictedMode = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/** In milliseconds, for a busy machine. */
const patience = 240_000;

/** Runs the suite in the window, and leaves the window open. */
export async function observeInWebWindow(page: Page, server: VSCodeServer): Promise<WebResults> {
  const address = new URL(server.url({ folder: '/' }));
  const { origin, host } = address;
  const served = '/served-by-the-test';
  const texts: Record<string, string> = {
    '/memory/package.json': memoryManifest,
    '/memory/main.js': await bundle('memory-files.ts', {
      FILES: JSON.stringify(workspaceFiles()),
      RESULTS: JSON.stringify(`${origin}${served}/results`),
    }),
  };
  let onResults: (text: string) => void = () => undefined;
  const results = new Promise<string>((resolve) => {
    onResults = resolve;
  });
  await page.context().route(`${origin}${served}/**`, async (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname.slice(served.length));
    if (path === '/results') onResults(route.request().postData() ?? '');
    const file = join(root, path.replace('/extension/', ''));
    const body = texts[path] ?? (await readFile(file).catch(() => undefined));
    const contentType = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/plain';
    const headers = { 'Access-Control-Allow-Origin': '*' };
    await (body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ body, contentType, headers }));
  });
  const uriOf = (path: string): object => ({ scheme: 'http', authority: host, path: served + path });
  await page.addInitScript(
    (extensions) => {
      if (self !== top) return;
      // VS Code's own texts are not installed in German, and stay English.
      Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: 'de' });
      new MutationObserver((_, observer) => {
        const element = document.getElementById('vscode-workbench-web-configuration');
        if (!element) return;
        observer.disconnect();
        const configuration = element.dataset['settings'] ?? '{}';
        const added = JSON.stringify({ additionalBuiltinExtensions: extensions });
        element.dataset['settings'] = `${configuration.slice(0, -1)},${added.slice(1)}`;
      }).observe(document, { childList: true, subtree: true });
    },
    [uriOf('/extension'), uriOf('/memory')],
  );
  address.search = new URLSearchParams({
    tkn: address.searchParams.get('tkn') ?? '',
    folder: 'vscode-vfs://test/chat',
    payload: '[["skipWelcome","true"]]',
  }).toString();
  await page.goto(address.href);
  // The suite moves a file, and VS Code asks whether the entry point may follow.
  const agreed = page.getByRole('button', { name: 'OK', exact: true }).click({ timeout: patience });
  agreed.catch(() => undefined);
  // It imports a template, and the name of the project file is asked for.
  const box = page.locator('.quick-input-widget', { hasText: 'Name der neuen Projektdatei' });
  const named = box.waitFor({ timeout: patience }).then(() => page.keyboard.press('Enter'));
  named.catch(() => undefined);
  const isLate = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('The suite has not ended.')), patience).unref();
  });
  const text = await Promise.race([results, isLate]);
  const observed: unknown = JSON.parse(text);
  if (isResults(observed)) return observed;
  throw new Error(`The suite failed: ${text}`);
}

function isResults(value: unknown): value is WebResults {
  return typeof value === 'object' && value !== null && 'problemsAtFirst' in value;
}
