// AWS's limits.

/** Routes of an API. AWS raises this one on request. */
export const maximumRoutes = 300;

/** Resources of a template. */
export const maximumResources = 500;

/** Parameters of a template. */
export const maximumParameters = 200;

/** Outputs of a template. */
export const maximumOutputs = 200;

/** A template uploaded to S3, in bytes. AWS's error message says so, although its table of limits says 1 MB. */
export const maximumTemplateSize = 1_000_000;

/** A template in the request itself, in bytes. */
export const maximumTemplateBody = 51_200;

/** The environment variables of a function, names and values together, in bytes. */
export const maximumEnvironmentSize = 4096;

/** The handler of a function, in Lambda's sense, in characters. */
export const maximumHandlerLength = 128;

/** A message to or from a client, in bytes. */
export const maximumMessageSize = 128 * 1024;

/** How long a connection stays open without a message in either direction, in milliseconds. */
export const maximumIdle = 10 * 60_000;

/** How long a connection stays open, in milliseconds. */
export const maximumAge = 2 * 60 * 60_000;

/** The resource policy of a function, in bytes. */
export const maximumFunctionPolicySize = 20_480;

/** The value of a tag, in characters. */
export const maximumTagLength = 256;

/** The source ARN of a permission, in characters. */
export const maximumSourceArn = 1024;

/** The ID of a permission in a function's resource policy, in characters. */
export const maximumStatementId = 100;

/** How many messages of a FIFO queue a function can get at once. */
export const maximumFifoBatch = 10;

/** The attributes that the indexes of a table list in their projections, in all. */
export const maximumProjectedAttributes = 100;

/** Descriptions: those of the template and its outputs in bytes, others in UTF-16 units. Longer ones are truncated. */
export const maximumDescription = { template: 1024, api: 1024, function: 256, parameter: 4000, rule: 512 } as const;
