// $default: any other message is answered with what can be sent, and the lots that are open.
import { openLots, toPublic } from './shared/lots.mjs';
import { now, reply } from './shared/messages.mjs';

export async function handler() {
  const lots = await openLots({ endAfter: now() });
  return reply({
    type: 'lots',
    lots: lots.map(toPublic),
    message: 'Send {"action": "watch", "lot": "…"} or {"action": "bid", "lot": "…", "amount": …}.',
  });
}
