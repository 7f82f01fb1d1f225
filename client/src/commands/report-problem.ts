// Starts a report of a problem with what its readers ask first: the versions and the settings. Nothing is sent: the text goes
// to a form in the browser, or to the clipboard.
import { Uri, env, version, window, workspace, type Extension, type QuickPickItem } from 'vscode';
import { t } from '../../../server/src/locale.ts';
import { isRecord, property } from '../checks.ts';
import { notify, type Command } from '../messages.ts';

interface Choice extends QuickPickItem {
  readonly run: () => PromiseLike<unknown>;
}

/** *WebSocket: Report a Problem*. Returns the text of the report, or undefined if the user cancelled. */
export function reportProblem({ packageJSON }: Extension<unknown>): Command {
  return {
    id: 'websocketProject.reportProblem',
    async run() {
      const report = reportOf(packageJSON);
      const issues = property(property(packageJSON, 'bugs'), 'url');
      const open: Choice[] =
        typeof issues === 'string'
          ? [{ label: t`Write an Issue in the Browser`, detail: issues, run: () => openIssue(issues, report) }]
          : [];
      const copy: Choice = { label: t`Copy Versions and Settings`, run: () => copyReport(report) };
      const chosen = await window.showQuickPick([...open, copy], {
        title: t`Report a Problem`,
        placeHolder: t`The report has versions and settings, and no paths or files. You decide whether to send it.`,
      });
      if (!chosen) return undefined;
      await chosen.run();
      return report;
    },
  };
}

function openIssue(issues: string, report: string): PromiseLike<boolean> {
  const page = Uri.parse(issues);
  // VS Code encodes these characters twice, or not at all.
  const body = report.replaceAll(/[#%&+?]/g, ' ');
  return env.openExternal(page.with({ path: `${page.path}/new`, query: `body=${body}` }));
}

async function copyReport(report: string): Promise<void> {
  await env.clipboard.writeText(report);
  notify('information', t`The versions and settings are in the clipboard.`);
}

function reportOf(manifest: unknown): string {
  const settings = settingsOf(manifest);
  const facts = [
    `WebSocket Project ${String(property(manifest, 'version'))}`,
    `${env.appName} ${version}, ${env.appHost}, ${env.language}`,
    platformOf(),
    ...(settings.length > 0 ? ['Settings:', ...settings.map((setting) => `  - ${setting}`)] : ['Default settings']),
  ];
  return `**What happens**\n\n\n**What should happen**\n\n\n**Versions and settings**\n\n${facts.map(itemOf).join('\n')}\n`;
}

function itemOf(fact: string): string {
  return fact.startsWith('  ') ? fact : `- ${fact}`;
}

/** Where the window is. The remote can be the address of a machine, so only whether there is one is of interest. */
function platformOf(): string {
  const node = property(globalThis, 'process');
  const platform = node ? `${String(property(node, 'platform'))} ${String(property(node, 'arch'))}` : 'browser';
  const isVirtual = workspace.workspaceFolders?.some(({ uri }) => uri.scheme !== 'file') === true;
  const kinds = { remote: env.remoteName !== undefined, virtual: isVirtual, 'Restricted Mode': !workspace.isTrusted };
  return [platform, ...Object.entries(kinds).flatMap(([kind, isSo]) => (isSo ? [kind] : []))].join(', ');
}

/** The settings that are not the defaults: `websocketProject.rules (user): {"no-endpoints":"off"}`. */
function settingsOf(manifest: unknown): string[] {
  const groups = property(property(manifest, 'contributes'), 'configuration');
  const schemas = (Array.isArray(groups) ? groups : []).map((group) => property(group, 'properties'));
  return schemas.flatMap((schema) =>
    Object.entries(isRecord(schema) ? schema : {}).flatMap(([name, definition]) => {
      const { globalValue, workspaceValue, workspaceFolderValue } = workspace.getConfiguration().inspect(name) ?? {};
      return Object.entries({ user: globalValue, workspace: workspaceValue, folder: workspaceFolderValue })
        .filter(([, value]) => value !== undefined)
        .map(([level, value]) => `${name} (${level}): ${JSON.stringify(harmless(value, definition))}`);
    }),
  );
}

/** Only what the definition names: other texts could be paths or secrets. */
function harmless(value: unknown, definition: unknown): unknown {
  const values = property(definition, 'enum');
  const known = property(definition, 'properties');
  if (isRecord(known) && isRecord(value)) {
    const entries = Object.entries(value).filter(([key]) => Object.hasOwn(known, key));
    return Object.fromEntries(entries.map(([key, each]) => [key, harmless(each, known[key])]));
  }
  const isNamed = Array.isArray(values) && values.includes(value);
  return isNamed || typeof value === 'boolean' ? value : '…';
}
