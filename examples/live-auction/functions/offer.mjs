// {"action": "offer", "lot": "clock", "title": "A clock", "price": 100, "minutes": 5} opens a lot for bids.
import { openLot } from './shared/lots.mjs';
import { now, reply, replyError } from './shared/messages.mjs';

export async function handler(event) {
  if (event.requestContext.authorizer.role !== 'auctioneer') return replyError('Only the auctioneer can offer a lot.');
  const { lot, title, price, minutes } = JSON.parse(event.body);
  if (![lot, title].every((text) => typeof text === 'string' && text !== '')) {
    return replyError('"lot" and "title" must be non-empty strings.');
  }
  if (![price, minutes].every((number) => Number.isSafeInteger(number) && number > 0)) {
    return replyError('"price" and "minutes" must be positive integers.');
  }

  const endsAt = now() + minutes * 60;
  if (!(await openLot({ lot, title, minimum: price, endsAt }))) return replyError(`There is already a lot ${lot}.`);
  return reply({ type: 'offered', lot, endsAt });
}
