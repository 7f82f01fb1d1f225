// Templates that are shown and not written: read-only documents that follow their descriptors. While a descriptor has
// errors, its template stays as it was, and a code lens at the top says so.
import {
  CodeLens,
  Disposable,
  EventEmitter,
  Range,
  languages,
  window,
  workspace,
  type TextDocument,
  type Uri,
} from 'vscode';
import { fileName, notDescriptor, openAgain, watchFile, toRange, type DescriptorOfView } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';

import { refresher, type Refresher } from '../preview/refresher.ts';
import { templateOriginRequest, templateRequest, typingPause, type Problem } from '../../../server/src/protocol.ts';
import { templateScheme, templateSource, type TemplateSource } from './template-editor.ts';
import { t } from '../../../server/src/locale.ts';
import { messageOf } from '../../../server/src/wording.ts';

export interface TemplateDocuments extends Disposable {
  /** The descriptor of a template; without a URI, of the one in the active editor. */
  readonly descriptorOf: DescriptorOfView;
  /** Whether the document is up to date, so that its offsets belong to the descriptor as it is now. */
  readonly isCurrent: (document: TextDocument) => boolean;
}

/** In milliseconds. Longer than the preview's, because VS Code compares each template with the one before. */
const refreshDelay = 150;

interface Shown {
  /** The last template that could be generated; undefined if there was none. */
  readonly template: string | undefined;
  /** Whether it is up to date. */
  readonly isCurrent: boolean;
  /** Why it is out of date, once that is more than what is being typed. */
  readonly stale: Staleness | undefined;
}

interface Followed extends Disposable {
  /** Refreshes the templates of the descriptor after a pause in typing. */
  readonly refreshAfterTyping: () => void;
}

interface Staleness {
  readonly reason: string;
  /** The first error, to go to. */
  readonly error: Problem | undefined;
}

export function templateDocuments(server: LanguageServer): TemplateDocuments {
  const changed = new EventEmitter<Uri>();
  const lensesChanged = new EventEmitter<void>();
  const shown = new Map<string, Shown>();
  const followed = new Map<string, Followed>();

  const opened = (): { uri: Uri; source: TemplateSource }[] =>
    workspace.textDocuments.flatMap(({ uri }) => {
      const source = templateSource(uri);
      return source ? [{ uri, source }] : [];
    });

  /** Refreshes all templates of the descriptor soon after it changes, until the last of them is closed. */
  const follow = (descriptor: Uri): Followed => {
    const key = descriptor.toString();
    const known = followed.get(key);
    if (known) return known;
    const refreshing: Refresher = refresher(async () => {
      for (const { uri, source } of opened()) if (source.descriptor.toString() === key) changed.fire(uri);
    }, refreshDelay);
    const afterTyping = refresher(async () => refreshing.request(), typingPause);
    const parts = [
      refreshing,
      afterTyping,
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.uri.toString() === key && contentChanges.length > 0) refreshing.request();
      }),
      // Changing the language mode closes and reopens the document. An unsaved one is gone once it is closed.
      workspace.onDidOpenTextDocument(({ uri }) => {
        if (uri.toString() === key) refreshing.request();
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === 'untitled' && uri.toString() === key) refreshing.request();
      }),
      server.onDidStart(refreshing.request),
    ];
    // A document that was never saved has no file to watch.
    if (descriptor.scheme !== 'untitled') parts.push(watchFile(descriptor, refreshing.request));
    const made = {
      refreshAfterTyping: afterTyping.request,
      dispose: () => parts.forEach((part) => void part.dispose()),
    };
    followed.set(key, made);
    return made;
  };

  const unfollow = (closed: Uri): void => {
    const source = templateSource(closed);
    if (!source) return;
    shown.delete(closed.toString());
    const key = source.descriptor.toString();
    const others = opened().filter(({ uri }) => uri.toString() !== closed.toString());
    if (others.some((other) => other.source.descriptor.toString() === key)) return;
    followed.get(key)?.dispose();
    followed.delete(key);
  };

  const provide = async (uri: Uri): Promise<string> => {
    const source = templateSource(uri);
    if (!source) return '';
    const { refreshAfterTyping } = follow(source.descriptor);
    const last = shown.get(uri.toString());
    const { template, stale, isTyped } = await requestTemplate(server, source);
    if (isTyped) refreshAfterTyping();
    const now = {
      template: template ?? last?.template,
      isCurrent: template !== undefined,
      stale: isTyped && last ? last.stale : stale,
    };
    shown.set(uri.toString(), now);
    lensesChanged.fire();
    return (
      now.template ?? `${source.format === 'json' ? '//' : '#'} ${t`No template yet: ${now.stale?.reason ?? ''}`}\n`
    );
  };

  const subscriptions = Disposable.from(
    workspace.registerTextDocumentContentProvider(templateScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: provide,
    }),
    workspace.onDidCloseTextDocument(({ uri }) => unfollow(uri)),
    languages.registerCodeLensProvider(
      { scheme: templateScheme },
      {
        onDidChangeCodeLenses: lensesChanged.event,
        provideCodeLenses: ({ uri }) => {
          const stale = shown.get(uri.toString())?.stale;
          return stale ? [lensOf(stale, uri)] : [];
        },
      },
    ),
    languages.registerDefinitionProvider(
      { scheme: templateScheme },
      {
        async provideDefinition(document, position) {
          const source = templateSource(document.uri);
          if (!source || !isCurrent(document)) return undefined;
          const { descriptor, format } = source;
          const textDocument = { uri: descriptor.toString() };
          const offset = document.offsetAt(position);
          const range = await server.request(templateOriginRequest, { textDocument, format, offset });
          return range ? { uri: descriptor, range: toRange(range) } : undefined;
        },
      },
    ),
  );

  const isCurrent = (document: TextDocument): boolean => {
    const now = shown.get(document.uri.toString());
    return now?.isCurrent === true && now.template === document.getText();
  };

  return {
    descriptorOf: (view = window.activeTextEditor?.document.uri) => templateSource(view)?.descriptor,
    isCurrent,
    dispose() {
      subscriptions.dispose();
      for (const one of followed.values()) one.dispose();
      changed.dispose();
      lensesChanged.dispose();
    },
  };
}

interface Requested extends Pick<Shown, 'template' | 'stale'> {
  /** Whether the cause may be only what is being typed. */
  readonly isTyped: boolean;
}

async function requestTemplate(server: LanguageServer, { descriptor, format }: TemplateSource): Promise<Requested> {
  const name = fileName(descriptor);
  const failed = (reason: string, error?: Problem, isTyped = false): Requested => ({
    template: undefined,
    stale: { reason, error },
    isTyped,
  });
  try {
    const document = await openAgain(descriptor);
    const result = await server.request(templateRequest, { textDocument: { uri: descriptor.toString() }, format });
    if (!result) return failed(notDescriptor(document));
    if (result.template !== undefined) return { template: result.template, stale: undefined, isTyped: false };
    const [error] = result.errors;
    const number = result.errors.length;
    const count = number === 1 ? t`${name} has an error.` : t`${name} has ${number} errors.`;
    const first = error && t`Line ${error.range.start.line + 1}: ${error.message.replaceAll(/\s+/g, ' ')}`;
    return failed(first === undefined ? count : `${count} ${first}`, error, result.hasWithheldProblems);
  } catch (error) {
    return failed(messageOf(error).replaceAll(/\s+/g, ' '));
  }
}

function lensOf({ reason, error }: Staleness, template: Uri): CodeLens {
  const top = new Range(0, 0, 0, 0);
  const title = `$(warning) ${t`Not up to date: ${reason}`}`;
  const descriptor = templateSource(template)?.descriptor;
  if (!error || !descriptor) return new CodeLens(top, { title, command: '' });
  return new CodeLens(top, {
    title,
    tooltip: t`Go to Error`,
    command: 'vscode.open',
    arguments: [descriptor, { selection: toRange(error.range) }],
  });
}
