// What AWS limits, in AWS's own figures.

/** Routes of an API. AWS raises this one when asked to. */
export const maximumRoutes = 300;

/** Resources of a template. */
export const maximumResources = 500;

/** Outputs of a template. */
export const maximumOutputs = 200;

/** A template as a file on S3, in bytes: AWS's refusal says so, though its table of limits says 1 MB. */
export const maximumTemplateSize = 1_000_000;

/** A template within the request itself, in bytes. */
export const maximumTemplateBody = 51_200;

/** Names and values of a function's environment, in bytes. */
export const maximumEnvironmentSize = 4096;

/** What Lambda calls a function's handler, in characters. */
export const maximumHandlerLength = 128;

/** A message to or from a client, in bytes. */
export const maximumMessageSize = 128 * 1024;

/** What says who may call a function, in bytes. */
export const maximumFunctionPolicySize = 20_480;

/** Descriptions: the template's and its outputs' in bytes, the others in UTF-16 units. What is longer is cut. */
export const maximumDescription = { template: 1024, api: 1024, function: 256 } as const;

/** The size of a text in UTF-8, in bytes. */
export function byteLength(text: string): number {
  let size = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Half of a pair: the four bytes of an astral character are two for each. A half that is alone is written as U+FFFD.
    const isPair = isHigh(unit) ? isLow(text.charCodeAt(index + 1)) : isLow(unit) && isHigh(text.charCodeAt(index - 1));
    size += unit < 0x80 ? 1 : unit < 0x800 || isPair ? 2 : 3;
  }
  return size;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
