// The authorizer: API Gateway calls it once per connection, before $connect.
import { createHash, timingSafeEqual } from 'node:crypto';
import { toNickname } from './shared/nickname.mjs';

export async function handler(event) {
  const { token, name } = event.queryStringParameters ?? {};
  // Exactly this message refuses the client with 401. Any other error results in a 500.
  if (!isSame(token, process.env.CHAT_TOKEN)) throw new Error('Unauthorized');

  const nickname = toNickname(name) ?? 'guest';
  return {
    principalId: nickname,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
    },
    // Every later event of this connection has these values in requestContext.authorizer.
    context: { nickname },
  };
}

/** Compares in constant time, so that the response time does not reveal the token. */
function isSame(given, expected) {
  return Boolean(given && expected) && timingSafeEqual(digest(given), digest(expected));
}

function digest(text) {
  return createHash('sha256').update(text).digest();
}
