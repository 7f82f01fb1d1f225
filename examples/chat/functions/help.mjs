// $default: answers messages that match no other endpoint.
import { reply } from './shared/reply.mjs';

export async function handler() {
  const message = 'Send {"action": "sendMessage", "text": "…"} or {"action": "setNickname", "nickname": "…"}.';
  return reply({ type: 'error', message }, 400);
}
