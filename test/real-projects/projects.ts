// The public projects of which the files here are translations, and what each translation loses: everything that the
// original deploys and the translation does not, with the reason. A test compares them.

export interface RealProject {
  /** The translation is `<name>.websocket.yaml`. */
  readonly name: string;
  /** The originals, as paths in the folder of samples. Two of them are what SAM makes of others. */
  readonly originals: readonly string[];
  /** The files that the original reads, by their paths in it: paths in the folder of samples. */
  readonly files?: Readonly<Record<string, string>>;
  /** The rules whose warnings are justified. */
  readonly warnings?: readonly string[];
  /** What AWS's validator rejects in the original as well. */
  readonly rejected?: readonly string[];
  readonly losses: readonly Loss[];
  /** Why it cannot be described without loss; undefined if it can, but for names and tuning. */
  readonly notDescribable?: string;
}

/** What is missing, as a pattern of the facts of `inventoryOf`, and why that is no more than names and tuning. */
export interface Loss {
  readonly what: RegExp;
  readonly why: string;
}

/** What no translation has, because it has something else for it. */
const replaced: readonly Loss[] = [
  { what: / AWS::ApiGatewayV2::Deployment(\.|$)/, why: 'The stage deploys the API by itself.' },
  { what: / AWS::ApiGatewayV2::Stage\.(DeploymentId|Description)$/, why: 'The stage deploys the API by itself.' },
  { what: / AWS::ApiGatewayV2::Route\.OperationName$/, why: 'A name that nothing uses.' },
  { what: / AWS::ApiGatewayV2::Integration\.Description$/, why: 'A description.' },
  {
    what: / runs on (nodejs8\.10|nodejs1[0-4]\.x|go1\.x|dotnetcore2\.1)$/,
    why: 'Lambda no longer creates functions with the runtime, whatever deploys them.',
  },
  { what: / may (logs:CreateLogGroup|AWSLambdaBasicExecutionRole)$/, why: 'The template has the log group itself.' },
];

export function lossesOf(project: RealProject): readonly Loss[] {
  return [...project.losses, ...replaced];
}

export const projects: readonly RealProject[] = [
  { name: 'cloudformation-14', originals: ['cloudformation/14.yml'], losses: [] },
  { name: 'cloudformation-15', originals: ['cloudformation/15.yml'], losses: [] },
  { name: 'serverless-12', originals: ['serverless/12.yml'], losses: [] },
  { name: 'serverless-14', originals: ['serverless/14.yml'], losses: [] },
  { name: 'serverless-24', originals: ['serverless/24.yml'], losses: [] },
  { name: 'serverless-27', originals: ['serverless/27.yml'], losses: [] },
];
