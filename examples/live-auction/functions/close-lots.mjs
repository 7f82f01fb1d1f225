// Invoked every minute: ends the auction of lots whose time is up.
import { close, findLot, openLots, toPublic } from './shared/lots.mjs';
import { now } from './shared/messages.mjs';
import { publish } from './shared/news.mjs';

export async function handler() {
  const time = now();
  for (const { lot } of await openLots({ endBefore: time })) {
    // Published first: if closing fails, the next invocation does both again, and to see a result twice does no harm.
    await publish({ type: 'closed', ...toPublic(await findLot(lot)) });
    await close(lot, time);
  }
}
