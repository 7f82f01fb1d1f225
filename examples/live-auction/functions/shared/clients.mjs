// The connected clients, through the API's callback URL.
import {
  ApiGatewayManagementApiClient,
  GetConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

const gateway = new ApiGatewayManagementApiClient({ endpoint: process.env.WEBSOCKET_AUCTION });

/** Sends a message to a client. Returns false if it is gone. */
export function send(ConnectionId, Data) {
  return unlessGone(new PostToConnectionCommand({ ConnectionId, Data }));
}

export function isConnected(ConnectionId) {
  return unlessGone(new GetConnectionCommand({ ConnectionId }));
}

async function unlessGone(command) {
  try {
    await gateway.send(command);
    return true;
  } catch (error) {
    if (error instanceof GoneException) return false;
    throw error;
  }
}
