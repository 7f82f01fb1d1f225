// All handlers: a new concern is a file here, and a line.
import { readPageMessage, type PageMessage, type PageMessageOf } from '../preview-messages.ts';
import { ask } from './ask.ts';
import { edits } from './edits.ts';
import { graph } from './graph.ts';
import type { Handlers, Shown } from './handler.ts';
import { shell } from './shell.ts';
import { start } from './start.ts';
import { template } from './template.ts';

const handlers: Handlers = {
  ...shell,
  ...ask,
  ...graph,
  ...edits,
  ...start,
  ...template,
};

/** Answers what came from the page. What is not one of its messages is logged, and not answered. */
export async function handle(received: unknown, shown: Shown): Promise<void> {
  const message = readPageMessage(received, (fault) =>
    shown.log.warn(`Refused a message of the preview's page: ${fault}`),
  );
  if (message) await dispatch(message.type, message, shown);
}

async function dispatch<Type extends PageMessage['type']>(
  type: Type,
  message: PageMessageOf<Type>,
  shown: Shown,
): Promise<void> {
  await handlers[type](message, shown);
}
