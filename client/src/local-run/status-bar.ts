// What runs locally, in the status bar: its address, and a button that stops it.
import { Disposable, StatusBarAlignment, commands, window } from 'vscode';
import { runLocallyCommand } from '../../../server/src/client-support.ts';
import { t } from '../../../server/src/locale.ts';
import { fileName } from '../documents.ts';
import { inBackground } from '../messages.ts';
import type { Runs } from './runs.ts';

export const stopLocalRunCommand = 'websocketProject.stopLocalRun';

export function runStatus(runs: Runs): Disposable {
  const address = window.createStatusBarItem('websocketProject.localRun', StatusBarAlignment.Left, 2);
  address.name = t`WebSocket Project: Local Run`;
  const stop = window.createStatusBarItem('websocketProject.stopLocalRun', StatusBarAlignment.Left, 1);
  stop.name = t`WebSocket Project: Stop Local Run`;
  stop.text = '$(debug-stop)';
  stop.command = stopLocalRunCommand;

  const show = (): void => {
    const active = runs.active();
    const [first] = active;
    inBackground(commands.executeCommand('setContext', 'websocketProject.runsLocally', first !== undefined));
    if (!first) {
      address.hide();
      stop.hide();
      return;
    }
    const { phase, isDebugged } = runs.stateOf(first);
    const [api] = runs.apisOf(first);
    const others = active.length - 1;
    const place = phase === 'running' && api ? new URL(api.url).host : fileName(first);
    const icon = phase === 'running' ? (isDebugged ? '$(debug-alt)' : '$(radio-tower)') : '$(loading~spin)';
    address.text = `${icon} ${place}${others > 0 ? ` +${others}` : ''}`;
    const addresses = active.flatMap((uri) => runs.apisOf(uri).map(({ id, url }) => `${fileName(uri)}: ${id} ${url}`));
    address.tooltip = [t`WebSocket APIs that run locally`, ...addresses].join('\n');
    address.accessibilityInformation = { label: t`${fileName(first)} runs locally at ${place}`, role: 'button' };
    address.command = { title: t`Show Local Run`, command: runLocallyCommand, arguments: [first] };
    stop.tooltip = active.length === 1 ? t`Stop the local run of ${fileName(first)}` : t`Stop a local run`;
    address.show();
    stop.show();
  };
  return Disposable.from(address, stop, runs.onDidChange(show));
}
