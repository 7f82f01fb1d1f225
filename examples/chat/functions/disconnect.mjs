// $disconnect: the connection has already ended.
import { removeSession } from './shared/sessions.mjs';

export async function handler(event) {
  await removeSession(event.requestContext.connectionId);
  return { statusCode: 200 };
}
