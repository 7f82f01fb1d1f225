// Invoked with messages of the queue: sends the news of each lot to everyone who watches it.
import { send } from './shared/clients.mjs';
import { removeViewer, viewersOf } from './shared/viewers.mjs';

export async function handler({ Records }) {
  const results = await Promise.allSettled(Records.map(({ body }) => broadcast(JSON.parse(body))));
  const failed = Records.filter((_, index) => results[index].status === 'rejected');
  for (const { reason } of results) if (reason) console.error(reason);
  // These messages return to the queue. To send one again does no harm: it has the price, not a difference.
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function broadcast(news) {
  const data = JSON.stringify(news);
  const results = await Promise.allSettled((await viewersOf(news.lot)).map((id) => sendOrRemove(id, data)));
  // Only now, so that one viewer who cannot be reached does not keep the others from seeing it.
  const failure = results.find(({ status }) => status === 'rejected');
  if (failure) throw failure.reason;
}

async function sendOrRemove(connectionId, data) {
  if (!(await send(connectionId, data))) await removeViewer(connectionId);
}
