/** The response of a 2-way function: API Gateway sends its body to the client. */
export function reply(message, statusCode = 200) {
  return { statusCode, body: JSON.stringify(message) };
}

export function replyError(message) {
  return reply({ type: 'error', message }, 400);
}

/** The time in seconds, as DynamoDB's time to live counts it. */
export function now() {
  return Math.floor(Date.now() / 1000);
}
