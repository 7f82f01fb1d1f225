/** What a 2-way function returns, so that the client gets the message. */
export function reply(message, statusCode = 200) {
  return { statusCode, body: JSON.stringify(message) };
}
