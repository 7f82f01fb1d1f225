// What clients see of an API: where they connect to, and what they send.

/** Which API and region it is, only AWS knows, once the API is deployed. */
export function urlOf(stage: string): string {
  return `wss://API-ID.execute-api.REGION.amazonaws.com/${stage}`;
}

/** The JSON of a message in which the property, or the nested one at that path, has the value. */
export function messageWith(path: string, value: string): string {
  const names = path.split('.').slice(0, maximumDepth);
  const opening = names.map((name, index) => `${index > 0 ? '{' : ''}${JSON.stringify(name)}: `).join('');
  return `{${opening}${JSON.stringify(value)}${'}'.repeat(names.length - 1)}, …}`;
}

/** Deeper paths are nobody's, and would make no sentence. */
const maximumDepth = 10;
