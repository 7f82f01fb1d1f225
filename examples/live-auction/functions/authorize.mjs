// The authorizer: API Gateway calls it once per connection, before $connect.
import { createHash, timingSafeEqual } from 'node:crypto';

export async function handler(event) {
  const { token, name } = event.queryStringParameters ?? {};
  const role = roleOf(token);
  // Exactly this message refuses the client with 401. Any other error results in a 500.
  if (!role || !/^\S.{0,31}$/.test(name ?? '')) throw new Error('Unauthorized');

  return {
    principalId: name,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
    },
    // Every later event of this connection has these values in requestContext.authorizer.
    context: { name, role },
  };
}

function roleOf(token) {
  if (isSame(token, process.env.AUCTIONEER_TOKEN)) return 'auctioneer';
  return isSame(token, process.env.BIDDER_TOKEN) ? 'bidder' : undefined;
}

/** Compares in constant time, so that the response time does not reveal the token. */
function isSame(given, expected) {
  return Boolean(given && expected) && timingSafeEqual(digest(given), digest(expected));
}

function digest(text) {
  return createHash('sha256').update(text).digest();
}
