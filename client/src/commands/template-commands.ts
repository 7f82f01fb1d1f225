// The commands of templates that are shown and not written: show one, find the cursor's line in it, and switch its
// format.
import { window, type TextEditor, type Uri } from 'vscode';
import {
  partsAtRequest,
  templateFileRequest,
  templateOriginRequest,
  templateRequest,
  type Span,
  type TemplateFormat,
} from '../../../server/src/protocol.ts';
import { fileName, findDescriptor, isDescriptor, notKnown, tabsOf, type DescriptorOfView } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { UserFacingError, notify, type Command } from '../messages.ts';
import type { TemplateDocuments } from '../template/template-documents.ts';
import {
  selectParts,
  showTemplateAt,
  templateSource,
  templateUri,
  type TemplateSource,
} from '../template/template-editor.ts';
import { t } from '../../../server/src/locale.ts';

/** *WebSocket: Show CloudFormation Template*: a read-only document that updates as the user types. Returns its URI. */
export function showTemplate(server: LanguageServer, descriptorOf: DescriptorOfView): Command {
  return {
    id: 'websocketProject.showTemplate',
    async run(resource) {
      const { uri } = await findDescriptor(resource, descriptorOf);
      const { document } = await showTemplateAt(templateUri({ descriptor: uri, format: await formatOf(server, uri) }));
      return document.uri;
    },
  };
}

/** The format that the settings say. */
async function formatOf(server: LanguageServer, descriptor: Uri): Promise<TemplateFormat> {
  const file = await server.request(templateFileRequest, { textDocument: { uri: descriptor.toString() } });
  if (!file) throw notKnown(descriptor);
  return file.format;
}

/** *WebSocket: Reveal in CloudFormation Template*: selects what the cursor's line generates. Returns the URI of the template's document. */
export function revealInTemplate(server: LanguageServer): Command {
  return {
    id: 'websocketProject.revealInTemplate',
    async run() {
      const editor = window.activeTextEditor;
      if (!editor || !isDescriptor(editor.document)) {
        throw new UserFacingError(t`Place the cursor in a WebSocket project file first.`);
      }
      const descriptor = editor.document.uri;
      const { line, character } = editor.selection.active;
      const format = shownFormat(descriptor) ?? (await formatOf(server, descriptor));
      const textDocument = { uri: descriptor.toString() };
      const found = await server.request(partsAtRequest, { textDocument, format, position: { line, character } });
      const shown = await showTemplateAt(templateUri({ descriptor, format }));
      const parts = found?.template ?? [];
      if (parts.length === 0) {
        const now = await server.request(templateRequest, { textDocument, format });
        const message =
          now?.template === undefined
            ? t`${fileName(descriptor)} has errors, so its lines cannot be matched with the template.`
            : t`Nothing in the template comes from line ${line + 1} of ${fileName(descriptor)}.`;
        notify('information', message);
      }
      selectParts(shown, parts);
      return shown.document.uri;
    },
  };
}

/** The format of the template that is already shown. */
function shownFormat(descriptor: Uri): TemplateFormat | undefined {
  const formats: readonly TemplateFormat[] = ['yaml', 'json'];
  return formats.find((format) => tabsOf(templateUri({ descriptor, format })).length > 0);
}

/** *WebSocket: Switch Template between YAML and JSON*, at the same part. Returns the URI of the other document. */
export function switchTemplateFormat(server: LanguageServer, { isCurrent }: TemplateDocuments): Command {
  return {
    id: 'websocketProject.switchTemplateFormat',
    async run() {
      const editor = window.activeTextEditor;
      const source = templateSource(editor?.document.uri);
      if (!editor || !source)
        throw new UserFacingError(
          t`Show a template first, with the command “WebSocket: Show CloudFormation Template”.`,
        );
      const other: TemplateSource = { ...source, format: source.format === 'yaml' ? 'json' : 'yaml' };
      const parts = isCurrent(editor.document) ? await samePart(server, editor, source, other) : [];
      const { viewColumn } = editor;
      const shown = await showTemplateAt(templateUri(other), viewColumn);
      // The tabs are looked up now because VS Code rejects those from before the new editor was shown.
      await window.tabGroups.close(tabsOf(editor.document.uri).filter(({ group }) => group.viewColumn === viewColumn));
      selectParts(shown, parts.slice(0, 1));
      return shown.document.uri;
    },
  };
}

/** The parts of the template in the other format that match the cursor in this one. */
async function samePart(
  server: LanguageServer,
  { document, selection }: TextEditor,
  { descriptor, format }: TemplateSource,
  other: TemplateSource,
): Promise<readonly Span[]> {
  const textDocument = { uri: descriptor.toString() };
  const offset = document.offsetAt(selection.active);
  const origin = await server.request(templateOriginRequest, { textDocument, format, offset });
  if (!origin) return [];
  const parts = await server.request(partsAtRequest, { textDocument, format: other.format, position: origin.start });
  return parts?.template ?? [];
}
