// Writes the CloudFormation template to its file. If a different file is there, a diff editor shows both, and a
// question lists what deploying the new template would replace or delete.
import { Range, TabInputTextDiff, commands, window, workspace, type TextDocument, type Uri } from 'vscode';
import { generateTemplateCommand } from '../../../server/src/client-support.ts';
import { impactRequest, type Impact, type Problem } from '../../../server/src/protocol.ts';
import { fileName, findDescriptor, type DescriptorOfView } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { UserFacingError, confirm, notify, type Command, type Question } from '../messages.ts';
import { templateUri } from '../template/template-editor.ts';
import { templateOf, writeTemplate, type Existing, type Outcome } from '../template/write-template.ts';
import { t } from '../../../server/src/locale.ts';

/** *WebSocket: Generate CloudFormation Template*. Returns the template's URI, or undefined if none was written. */
export function generateTemplate(server: LanguageServer, descriptorOf: DescriptorOfView): Command {
  return {
    id: generateTemplateCommand,
    async run(resource) {
      const descriptor = await findDescriptor(resource, descriptorOf);
      const result = await templateOf(server, descriptor.uri, 'yaml');
      if (result.template === undefined) {
        const name = fileName(descriptor.uri);
        const { length } = result.errors;
        if (length === 0) throw new UserFacingError(t`No template could be generated from ${name}.`);
        const failure =
          length === 1
            ? t`${name} has an error, so no template was generated.`
            : t`${name} has ${length} errors, so no template was generated.`;
        await showErrors(descriptor, result.errors, failure);
        return undefined;
      }
      const saved = await savedUri(descriptor);
      return saved && show(await writeTemplate(server, saved, (existing) => confirmOverwrite(server, existing)));
    },
  };
}

/** Says what has become of the template. Returns its URI, unless the file that was there is kept. */
function show({ target, done, reason }: Outcome): Uri | undefined {
  const name = fileName(target);
  const run = (): unknown => window.showTextDocument(target);
  if (done === 'written') notify('information', t`Generated ${name}.`, { title: t`Open`, run });
  else if (done === 'upToDate') notify('information', t`${name} is up to date.`, { title: t`Open`, run });
  else if (reason !== undefined) notify('warning', reason, { title: t`Show File`, run });
  return done === 'kept' ? undefined : target;
}

/** Shows the errors in the Problems panel, and the first one in a message, after what they prevented. */
export async function showErrors(
  descriptor: TextDocument,
  [first]: readonly Problem[],
  failure: string,
): Promise<void> {
  if (!first) return;
  await commands.executeCommand('workbench.actions.view.problems');
  const { line, character } = first.range.start;
  notify('error', `${failure} ${t`Line ${line + 1}: ${first.message}`}`, {
    title: t`Go to Error`,
    run: () => {
      const { end } = first.range;
      return window.showTextDocument(descriptor, { selection: new Range(line, character, end.line, end.character) });
    },
  });
}

/** The descriptor's URI. One that was never saved is saved first, if the user agrees. */
async function savedUri(descriptor: TextDocument): Promise<Uri | undefined> {
  if (!descriptor.isUntitled) return descriptor.uri;
  const message = t`Save the project file first. The template is written next to it.`;
  return (await confirm('information', { message, yes: t`Save…`, no: undefined }))
    ? workspace.save(descriptor.uri)
    : undefined;
}

/** The number of sentences that fit in a dialog. */
const maximumEffects = 8;

/** Whether the user agrees. If not, the diff editor stays open for reading. */
async function confirmOverwrite(
  server: LanguageServer,
  { descriptor, target, format, text: existing }: Existing,
): Promise<boolean> {
  const textDocument = { uri: descriptor.toString() };
  const result = await server.request(impactRequest, { textDocument, format, existing });
  const name = fileName(target);
  const generated = templateUri({ descriptor, format });
  // Not as a preview editor, which would replace the project file if that is in one.
  await commands.executeCommand('vscode.diff', target, generated, `${name} ↔ generated`, { preview: false });
  const yes = result?.impact
    ? await confirmImpact(result.impact, name)
    : await confirmUnknown(name, result?.unreadable);
  if (yes) await closeComparison(target, generated);
  return yes;
}

async function confirmImpact({ changes, effects, summary }: Impact, name: string): Promise<boolean> {
  const others = effects.length - maximumEffects;
  const lines = [
    ...effects.slice(0, maximumEffects).map(({ message }) => `• ${message}`),
    ...(others > 0 ? [t`• And ${others} more.`] : []),
    ...(changes.length > 0
      ? [summary]
      : [`${summary} ${t`Only comments, descriptions, parameters, outputs or the layout differ.`}`]),
  ];
  const message =
    effects.length > 0
      ? t`Overwrite ${name}? Deploying this template will have these effects:`
      : t`Overwrite ${name}? The file differs, but deploying this template replaces or deletes nothing.`;
  return confirm('warning', { message, detail: lines.join('\n'), ...overwriting() });
}

/** @param reason completes "because …"; undefined if the project file is not open */
async function confirmUnknown(name: string, reason: string | undefined): Promise<boolean> {
  const effect =
    reason === undefined
      ? t`The effect on deployed resources is unknown because its project file is not open.`
      : t`The effect on deployed resources is unknown because ${reason}.`;
  const detail = `${effect} ${t`The file's current content will be lost.`}`;
  const message = t`${name} already exists. Overwrite it?`;
  return confirm('warning', { message, detail, ...overwriting() });
}

/** The buttons of the question. */
export function overwriting(): Pick<Question, 'yes' | 'no'> {
  return { yes: t`Overwrite`, no: t`Don't Overwrite` };
}

async function closeComparison(original: Uri, modified: Uri): Promise<void> {
  const shows = (uri: Uri, other: Uri): boolean => uri.toString() === other.toString();
  const tabs = window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof TabInputTextDiff && shows(input.original, original) && shows(input.modified, modified),
    );
  await window.tabGroups.close(tabs);
}
