// What the page asks of its panel about edits: each question has a number, and so has its answer.
import type { GraphEdit, GraphEdits } from '../../../server/src/protocol.ts';
import type { PanelMessage, PanelMessageOf } from '../../src/preview/preview-messages.ts';
import type { Page } from '../pane.ts';

export interface Requests {
  readonly offers: (part: string | undefined) => Promise<GraphEdits>;
  /** Makes the edit. */
  readonly make: (edit: GraphEdit, version: number) => Promise<PanelMessageOf<'edited'>>;
  /** Why the edit could not be made; undefined where it could. */
  readonly objection: (edit: GraphEdit, version: number) => Promise<string | undefined>;
  readonly receive: (message: PanelMessage) => void;
}

export function requests({ post }: Page): Requests {
  let last = 0;
  const waitingForOffers = new Map<number, (edits: GraphEdits) => void>();
  const waitingForEdits = new Map<number, (edited: PanelMessageOf<'edited'>) => void>();

  const send = (edit: GraphEdit, version: number, isTrial: boolean): Promise<PanelMessageOf<'edited'>> => {
    const number = ++last;
    return new Promise((resolve) => {
      waitingForEdits.set(number, resolve);
      post({ type: 'edit', number, edit, version, isTrial });
    });
  };
  return {
    offers(part) {
      const number = ++last;
      return new Promise((resolve) => {
        waitingForOffers.set(number, resolve);
        post({ type: 'askEdits', number, part });
      });
    },
    make: (edit, version) => send(edit, version, false),
    objection: async (edit, version) => (await send(edit, version, true)).refused,
    receive(message) {
      if (message.type === 'edits') {
        waitingForOffers.get(message.number)?.(message.edits);
        waitingForOffers.delete(message.number);
      }
      if (message.type === 'edited') {
        waitingForEdits.get(message.number)?.(message);
        waitingForEdits.delete(message.number);
      }
    },
  };
}
