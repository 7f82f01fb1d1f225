// Who makes a request to one of AWS's services on this machine: each function has credentials of its own, which are made
// up, and whose access key ID names the function. SDKs sign each request with them; no signature is verified.

const prefix = 'LOCAL';

/** The access key ID of a function, by its resource ID. It has only letters, digits and `_`, as AWS's have. */
export function accessKeyOf(id: string): string {
  return prefix + id.replaceAll(/[_-]/g, (character) => (character === '_' ? '__' : '_0'));
}

/** The variables by which the SDKs of all languages find the credentials of a function. None of them is secret. */
export function credentialsOf(id: string): Readonly<Record<string, string>> {
  return { AWS_ACCESS_KEY_ID: accessKeyOf(id), AWS_SECRET_ACCESS_KEY: 'local', AWS_SESSION_TOKEN: 'local' };
}

/**
 * The resource ID of the function that signed the request; undefined for anybody else.
 * @param authorization the header of a signed request
 * @param url the path and the query, which has the signature of a presigned URL
 */
export function callerOf(authorization: string | undefined, url = ''): string | undefined {
  const [, accessKey] =
    /\bCredential=(\w+)\//.exec(authorization ?? '') ?? /[?&]X-Amz-Credential=(\w+)(?:\/|%2F)/i.exec(url) ?? [];
  if (!accessKey?.startsWith(prefix)) return undefined;
  return accessKey.slice(prefix.length).replaceAll(/_(.)/g, (_, escaped) => (escaped === '0' ? '-' : '_'));
}
