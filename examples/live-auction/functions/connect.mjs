// $connect: a 2xx status accepts the connection. Nothing can be sent to the client before this function returns.
import { addViewer } from './shared/viewers.mjs';

export async function handler(event) {
  await addViewer(event.requestContext.connectionId);
  return { statusCode: 200 };
}
