// {"action": "watch", "lot": "clock"} shows a lot, and from then on every bid for it.
import { findLot, toPublic } from './shared/lots.mjs';
import { reply, replyError } from './shared/messages.mjs';
import { watchLot } from './shared/viewers.mjs';

export async function handler(event) {
  const { lot } = JSON.parse(event.body);
  if (typeof lot !== 'string' || lot === '') return replyError('"lot" must be a non-empty string.');

  // Watches before it reads: a bid in between is shown twice rather than never.
  await watchLot(event.requestContext.connectionId, lot);
  const found = await findLot(lot);
  return found ? reply({ type: 'lot', ...toPublic(found) }) : replyError(`There is no lot ${lot}.`);
}
