// {"action": "sendMessage", "text": "Hello"} sends the text to everyone else.
import { broadcast } from './shared/broadcast.mjs';
import { reply } from './shared/reply.mjs';
import { findSession } from './shared/sessions.mjs';

export async function handler(event) {
  const { connectionId } = event.requestContext;
  const { text } = JSON.parse(event.body);
  if (typeof text !== 'string' || text === '') {
    return reply({ type: 'error', message: '"text" must be a non-empty string.' }, 400);
  }

  const session = await findSession(connectionId);
  const receivers = await broadcast({ type: 'message', from: session?.nickname ?? 'guest', text }, connectionId);
  return reply({ type: 'sent', receivers });
}
