// The AWS SDK, for what the project does not have itself: Lambda's runtime for Node brings it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @param {string} specifier of a module that was not found
 * @returns {string | undefined} the path of the module, if it is a part of the SDK that is here
 */
export function includedFile(specifier) {
  const [, name] = /^@aws-sdk\/([\w-]+)$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  const file = fileURLToPath(new URL(`modules/@aws-sdk/${name}.js`, import.meta.url));
  return existsSync(file) ? file : undefined;
}
