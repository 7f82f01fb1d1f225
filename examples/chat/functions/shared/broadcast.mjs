// Sends messages to the connected clients, through the API's callback URL.
import {
  ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { connectionIds, removeSession } from './sessions.mjs';

const gateway = new ApiGatewayManagementApiClient({ endpoint: process.env.WEBSOCKET_CHAT });

/** Sends a message to every client except the sender, and returns how many received it. */
export async function broadcast(message, fromConnectionId) {
  const others = (await connectionIds()).filter((id) => id !== fromConnectionId);
  const data = JSON.stringify(message);
  const received = await Promise.all(others.map((id) => send(id, data)));
  return received.filter(Boolean).length;
}

async function send(ConnectionId, Data) {
  try {
    await gateway.send(new PostToConnectionCommand({ ConnectionId, Data }));
    return true;
  } catch (error) {
    // 410: the client is gone, but $disconnect was not called. AWS delivers it on a best-effort basis.
    if (!(error instanceof GoneException)) throw error;
    await removeSession(ConnectionId);
    return false;
  }
}
