// What is being typed in the open documents. A client reports edits but not the cursor, so the last edit counts, until a
// pause.
import { Emitter, type Event } from 'vscode-languageserver';
import type { Shown } from '../answers.ts';
import { typingPause } from '../protocol.ts';
import { isOnLine, typedLines } from '../syntax/typed-lines.ts';
import type { OpenTexts } from './text-sync.ts';

export interface Typing {
  /**
   * What a person should see of a document's findings now: not those on a line that is being typed, or that starts what
   * is, since the next key may put them right. Everything that shows findings unasked asks here.
   */
  shown(uri: string): Shown;
  /** Fires with the URI of a document when what was withheld can be shown. */
  readonly onDidPause: Event<string>;
}

export function typingIn(texts: OpenTexts): Typing {
  const didPause = new Emitter<string>();
  const pauses = new Map<string, ReturnType<typeof setTimeout>>();
  const withheld = new Set<string>();
  const stop = (uri: string): void => {
    clearTimeout(pauses.get(uri));
    pauses.delete(uri);
  };
  texts.onDidChangeContent(({ document: { uri, typed } }) => {
    stop(uri);
    const end = (): void => {
      stop(uri);
      if (withheld.delete(uri)) didPause.fire(uri);
    };
    if (typed.length > 0) pauses.set(uri, setTimeout(end, typingPause));
  });
  texts.onDidClose(({ document }) => {
    stop(document.uri);
    withheld.delete(document.uri);
  });
  return {
    shown(uri) {
      const document = pauses.has(uri) ? texts.get(uri) : undefined;
      const lines = document?.typed.flatMap((span) => typedLines(document.text, span)) ?? [];
      return (found) => {
        const shown = found.filter(({ span }) => !isOnLine(lines, span));
        if (shown.length === found.length) return found;
        withheld.add(uri);
        return shown;
      };
    },
    onDidPause: didPause.event,
  };
}
