/** The response of a 2-way function: API Gateway sends its body to the client. */
export function reply(message, statusCode = 200) {
  return { statusCode, body: JSON.stringify(message) };
}
