// {"action": "setNickname", "nickname": "Ada"} renames the sender and notifies the others.
import { broadcast } from './shared/broadcast.mjs';
import { toNickname } from './shared/nickname.mjs';
import { reply } from './shared/reply.mjs';
import { renameSession } from './shared/sessions.mjs';

export async function handler(event) {
  const { connectionId } = event.requestContext;
  const nickname = toNickname(JSON.parse(event.body).nickname);
  if (!nickname) return reply({ type: 'error', message: '"nickname" must be a string of 1 to 32 characters.' }, 400);

  const before = await renameSession(connectionId, nickname);
  await broadcast({ type: 'nickname', before, nickname }, connectionId);
  return reply({ type: 'renamed', nickname });
}
