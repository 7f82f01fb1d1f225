// $default: answers what no other endpoint takes.
import { reply } from './shared/reply.mjs';

export async function handler() {
  const message = 'Send {"action": "sendMessage", "text": "…"} or {"action": "setNickname", "nickname": "…"}.';
  return reply({ type: 'error', message }, 400);
}
