// $connect: a 2xx status accepts the connection. Nothing can be sent to the client before this function returns.
import { addSession } from './shared/sessions.mjs';

export async function handler(event) {
  const { connectionId, authorizer } = event.requestContext;
  await addSession(connectionId, authorizer.nickname);
  return { statusCode: 200 };
}
