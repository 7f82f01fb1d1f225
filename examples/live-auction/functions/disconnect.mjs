// $disconnect: the connection has already ended.
import { removeViewer } from './shared/viewers.mjs';

export async function handler(event) {
  await removeViewer(event.requestContext.connectionId);
  return { statusCode: 200 };
}
