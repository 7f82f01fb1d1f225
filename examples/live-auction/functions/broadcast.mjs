// Invoked with messages of the queue: sends the news of each lot to everyone who watches it.
import { send } from './shared/clients.mjs';
import { removeViewer, viewersOf } from './shared/viewers.mjs';

export async function handler({ Records }) {
  // After an error, all messages return to the queue. Sending one again does no harm: it has the price, not a difference.
  await settle(Records.map(({ body }) => broadcast(JSON.parse(body))));
}

async function broadcast(news) {
  const data = JSON.stringify(news);
  await settle((await viewersOf(news.lot)).map((connectionId) => sendOrRemove(connectionId, data)));
}

async function sendOrRemove(connectionId, data) {
  if (!(await send(connectionId, data))) await removeViewer(connectionId);
}

/** Waits for all, so that one viewer who cannot be reached does not keep the others from seeing it. */
async function settle(promises) {
  const failure = (await Promise.allSettled(promises)).find(({ status }) => status === 'rejected');
  if (failure) throw failure.reason;
}
