// What API Gateway itself says to a client: error frames to the byte, and the codes by which it closes a socket.

/** In bytes. A message of more than a frame's size comes in several frames. */
export const maximumFrameSize = 32 * 1024;

/** The codes of the WebSocket protocol. */
export const closeCodes = { unsupportedData: 1003, messageTooBig: 1009 } as const;

export type GatewayError = 'Forbidden' | 'Internal server error';

/** With AWS's own spaces. */
export function errorFrame(message: GatewayError, connectionId: string, requestId: string): string {
  return `{"message": "${message}", "connectionId":${JSON.stringify(connectionId)}, "requestId":${JSON.stringify(requestId)}}`;
}
