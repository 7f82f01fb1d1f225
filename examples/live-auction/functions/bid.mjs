// {"action": "bid", "lot": "clock", "amount": 120} bids for a lot that is open.
import { findLot, raise, toPublic } from './shared/lots.mjs';
import { now, reply, replyError } from './shared/messages.mjs';
import { publish } from './shared/news.mjs';

export async function handler(event) {
  const { lot, amount } = JSON.parse(event.body);
  if (typeof lot !== 'string' || lot === '') return replyError('"lot" must be a non-empty string.');
  if (!Number.isSafeInteger(amount) || amount <= 0) return replyError('"amount" must be a positive integer.');

  const bidder = event.requestContext.authorizer.name;
  const step = Number(process.env.MINIMUM_STEP);
  const raised = await raise({ lot, amount, bidder, step, time: now() });
  if (raised) {
    // If this fails, the bid counts all the same: everyone sees its price with the next one.
    await publish({ type: 'bid', ...toPublic(raised) });
    return reply({ type: 'leading', ...toPublic(raised) });
  }

  const found = await findLot(lot);
  if (!found) return replyError(`There is no lot ${lot}.`);
  return reply({ type: found.status === 'open' && found.endsAt > now() ? 'outbid' : 'closed', ...toPublic(found) });
}
