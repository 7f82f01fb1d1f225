// Commands that the server runs for clients that have no such command: it writes the template, says where a message goes, and
// imports a file of another tool.
import {
  ApplyWorkspaceEditRequest,
  CreateFile,
  MessageType,
  ShowDocumentRequest,
  TextDocumentEdit,
  TextEdit,
  type ClientCapabilities,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import { templateOf } from '../../answers.ts';
import { nameOf, parentOf, pathOf } from '../../files/paths.ts';
import { generateTemplateCommand, importCommand, routeMessageCommand } from '../../client-support.ts';
import type { AskRequest } from '../../protocol.ts';
import { maximumLength } from '../../syntax/parse.ts';
import { numbered, sentences } from '../../wording.ts';
import { hasCommand } from '../client-options.ts';
import { refusal } from '../containment.ts';
import { createsFiles, showMessage } from '../convert.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { importFile } from '../importing.ts';
import { property } from '../settings.ts';
import type { AnalyzedFile } from '../workspace.ts';
import { t } from '../../locale.ts';

/** About a project file. @param argument the second one; the first is the URI of the file */
type Run = (file: AnalyzedFile, context: Context, argument: unknown) => Promise<unknown>;

const commands: Readonly<Record<string, Run>> = {
  [generateTemplateCommand]: generateTemplate,
  [routeMessageCommand]: sayWhereItGoes,
};

export const executeCommand: ServerFeature = {
  // A client that has a command of that name would otherwise have it twice.
  capabilities: ({ capabilities }) => ({
    executeCommandProvider: {
      commands: [...Object.keys(commands), importCommand].filter((name) => !hasCommand(capabilities, name)),
    },
  }),
  register(context) {
    const { connection, contain, documents, workspace } = context;
    connection.onExecuteCommand(async (params) => {
      const result = await contain('Command', params, async () => {
        if (params.command === importCommand) return importFile(params.arguments ?? [], context);
        const run = Object.hasOwn(commands, params.command) ? commands[params.command] : undefined;
        if (!run) throw refusal(t`The server has no command ${JSON.stringify(params.command)}.`);
        const given: readonly unknown[] = params.arguments ?? [];
        const open = documents.uris();
        const uri = given[0] ?? (open.length === 1 ? open[0] : undefined);
        if (typeof uri !== 'string') throw refusal(t`The first argument must be the URI of a project file.`);
        const file = await workspace.analysis(uri);
        if (!file) throw refusal(t`${nameOf(uri)} is not a project file that is open or in the workspace.`);
        return run(file, context, given[1]);
      });
      return result ?? null;
    });
  },
};

/** The number of sentences that a message has room for. */
const maximumEffects = 8;

/** Has the client edit or create the file of the template. Returns its URI. */
async function generateTemplate({ uri, analysis }: AnalyzedFile, context: Context): Promise<string> {
  const { connection, files, settings, client } = context;
  const target = await settings.templateFile(uri);
  if (target.refused !== undefined) throw refusal(`${target.refused}.`);
  const path = target.uri === null ? undefined : pathOf(target.uri);
  if (target.uri === null || path === undefined) throw refusal(t`${nameOf(uri)} is not in a folder. Save it first.`);
  const { template, errors } = templateOf(analysis, target);
  const [error] = errors;
  if (template === undefined || error) {
    const reason =
      errors.length === 1
        ? t`No template was generated, because ${nameOf(uri)} has 1 error.`
        : t`No template was generated, because ${nameOf(uri)} has ${errors.length} errors.`;
    throw refusal(sentences(reason, error && t`Line ${error.range.start.line + 1}: ${error.message}`));
  }
  const name = nameOf(target.uri);
  if (!(await files.leadsInto(parentOf(path), path))) {
    throw refusal(t`${name} was not overwritten because it is a link out of its folder.`);
  }
  const isNew = await files.isAbsent(path);
  const existing = isNew ? '' : await files.read(path, 3 * maximumLength);
  if (existing === undefined) throw refusal(t`${name} cannot be read, so it was not overwritten.`);
  const effects = isNew || existing.trim() === '' ? [] : effectsOn(existing, name, analysis);
  if (existing.replaceAll('\r\n', '\n') === template) {
    await showMessage(connection, MessageType.Info, t`${name} is up to date.`);
    return target.uri;
  }
  const edit = replacing(target.uri, template, { isNew, client: client() });
  const { applied, failureReason } = await connection.sendRequest(ApplyWorkspaceEditRequest.type, {
    label: t`Generate ${name}`,
    edit,
  });
  if (!applied) {
    throw refusal(
      failureReason ? t`The editor did not write ${name}: ${failureReason}` : t`The editor did not write ${name}.`,
    );
  }
  const others = effects.length - maximumEffects;
  const shown = [...effects.slice(0, maximumEffects), ...(others > 0 ? [t`And ${others} more.`] : [])];
  const consequences = shown.length > 0 ? [t`Deploying it will have these effects:`, ...shown] : [];
  if (client().window?.showDocument?.support) {
    await connection.sendRequest(ShowDocumentRequest.type, { uri: target.uri, takeFocus: true });
  }
  await showMessage(
    connection,
    shown.length > 0 ? MessageType.Warning : MessageType.Info,
    [t`Generated ${name}. Save it.`, ...consequences].join('\n'),
  );
  return target.uri;
}

/** What deploying the new template in place of the existing one does. Refuses to replace what was not generated. */
function effectsOn(existing: string, name: string, analysis: Analysis): string[] {
  const impact = analysis.impact(existing);
  const reason =
    impact && 'unreadable' in impact
      ? impact.unreadable
      : impact?.replacesGenerated
        ? undefined
        : t`it was not generated`;
  if (reason !== undefined) {
    throw refusal(
      t`${name} was not overwritten because ${reason}. Move or delete it, and generate the template again.`,
    );
  }
  return impact && 'effects' in impact ? impact.effects.map(({ message }) => message) : [];
}

interface Replacing {
  readonly isNew: boolean;
  readonly client: ClientCapabilities;
}

/** Clients without operations on files create a file by editing it. */
function replacing(uri: string, text: string, { isNew, client }: Replacing): WorkspaceEdit {
  // A client moves a position beyond the end to the end. The file may be open there with another text than on the disk.
  const all = { start: { line: 0, character: 0 }, end: { line: 2 ** 31 - 1, character: 0 } };
  const edits = [isNew ? TextEdit.insert(all.start, text) : TextEdit.replace(all, text)];
  if (!client.workspace?.workspaceEdit?.documentChanges) return { changes: { [uri]: edits } };
  const created = isNew && createsFiles(client) ? [CreateFile.create(uri, { ignoreIfExists: true })] : [];
  return { documentChanges: [...created, TextDocumentEdit.create({ uri, version: null }, edits)] };
}

/** Shows where a message, a connection or a disconnection goes. Returns the same text. */
async function sayWhereItGoes({ analysis }: AnalyzedFile, { connection }: Context, given: unknown): Promise<string> {
  const { api, kind = 'message', message } = requestOf(given);
  const question =
    kind === 'connect' ? { kind, query: [], headers: [] } : kind === 'disconnect' ? { kind } : { kind, message };
  const answer = analysis.route(question, api);
  if ('reason' in answer) throw refusal(answer.reason);
  const steps = numbered(answer.steps.map(({ text }) => text));
  const text = [`${answer.api} → ${answer.route ?? t`no endpoint`}`, ...steps, answer.outcome].join('\n');
  await showMessage(connection, MessageType.Info, text);
  return text;
}

/** A text is a message. */
function requestOf(given: unknown): Partial<AskRequest> {
  if (typeof given === 'string') return { message: given };
  const [api, kind, message] = ['api', 'kind', 'message'].map((name) => property(given, name));
  return {
    ...(typeof api === 'string' ? { api } : {}),
    ...(kind === 'connect' || kind === 'disconnect' ? { kind } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}
