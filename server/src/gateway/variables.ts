// The environment variables by which functions find everything of a local run, and the values that only a deployment knows.
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { DataResource, LambdaFunction, Project, Reference } from '../model/project.ts';
import { findParameter } from '../model/parameters.ts';
import { variablesOf } from '../model/usage.ts';
import { credentialsOf } from './callers.ts';
import type { Certificate } from './certificate.ts';

export interface VariableSources {
  readonly project: Project;
  readonly region: string;
  readonly endpoints: Readonly<Record<string, string>>;
  /** The variables that lead to the certificate. */
  readonly certificate: Readonly<Record<string, string>>;
  /** Values of parameters, and of what is in Systems Manager and Secrets Manager, by their names there. */
  readonly given: ReadonlyMap<string, string>;
  /** Whether functions get the user's own credentials. */
  readonly passCredentials: boolean;
  readonly addressOf: (api: string) => string | undefined;
  readonly valueOf: (resource: DataResource) => string;
}

export function variablesFor(sources: VariableSources, lambda: LambdaFunction): Record<string, string> {
  const { project, region, endpoints, certificate, passCredentials, addressOf, valueOf } = sources;
  const connected = variablesOf(project, lambda).flatMap(({ name, resource }) => {
    const value = resource.type === 'websocket-api' ? addressOf(resource.id.value) : valueOf(resource);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...(passCredentials ? ownCredentials() : credentialsOf(lambda.id.value)),
    // Nothing on this machine answers for a role, and waiting for it would take seconds.
    AWS_EC2_METADATA_DISABLED: 'true',
    // It is about the Node of this machine, and not about that of the function.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...certificate,
    ...endpoints,
    ...Object.fromEntries(connected),
    ...Object.fromEntries(externalValues(sources, lambda)),
  };
}

/** The variables of the user that SDKs read, and where they look for files. */
function ownCredentials(): Record<string, string> {
  const names = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_ROLE_ARN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ];
  const set = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const files = {
    AWS_CONFIG_FILE: process.env['AWS_CONFIG_FILE'] ?? join(homedir(), '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws', 'credentials'),
  };
  return { ...Object.fromEntries(set), ...files };
}

/** The values of variables that only a deployment knows: those given, or placeholders. */
function externalValues({ project, given }: VariableSources, lambda: LambdaFunction): [string, string][] {
  return lambda.environment.flatMap(({ name, value }): [string, string][] => {
    if (value.value !== undefined) return [];
    const known = valueIn(project, given, value);
    return [[name.value, known ?? placeholderFor(nameOf(value) ?? name.value)]];
  });
}

/** What variables get instead of values that only a deployment knows, by the names that `--parameter` has for them. */
export function placeholders(project: Project, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const missing = referencesIn(project).flatMap((value): [string, string][] => {
    const name = nameOf(value);
    return name !== undefined && valueIn(project, given, value) === undefined ? [[name, placeholderFor(name)]] : [];
  });
  return new Map(missing);
}

/** The given names that the project does not have. */
export function unknownNames(project: Project, given: ReadonlyMap<string, string>): readonly string[] {
  const known = new Set([
    ...project.parameters.map(({ name }) => name.value),
    ...referencesIn(project).flatMap((value) => nameOf(value) ?? []),
  ]);
  return [...given.keys()].filter((name) => !known.has(name));
}

/** The values of variables that are not in the file. */
function referencesIn(project: Project): readonly Reference[] {
  return project.resources.flatMap((lambda) =>
    lambda.type === 'lambda-function'
      ? lambda.environment.flatMap(({ value }) => (value.value === undefined ? [value] : []))
      : [],
  );
}

function placeholderFor(name: string): string {
  return `placeholder for ${name}`;
}

function valueIn(project: Project, given: ReadonlyMap<string, string>, reference: Reference): string | undefined {
  const name = nameOf(reference);
  if (name !== undefined && given.has(name)) return given.get(name);
  const parameter = reference.parameter && findParameter(project, reference.parameter.value);
  return (parameter?.default ?? parameter?.allowed[0])?.value;
}

/** What `--parameter` calls it: a parameter, a path in Systems Manager, or a secret, with its key. */
function nameOf({ parameter, ssm, secret, key }: Reference): string | undefined {
  if (secret && key && !parameter && !ssm) return `${secret.value}:${key.value}`;
  return (parameter ?? ssm ?? secret)?.value;
}

/** The project as if its parameters had these defaults. */
export function withParameters(project: Project, given: ReadonlyMap<string, string>): Project {
  if (given.size === 0) return project;
  const parameters = project.parameters.map((parameter) => {
    const value = given.get(parameter.name.value);
    return value === undefined ? parameter : { ...parameter, default: { value, node: parameter.name.node } };
  });
  return { ...project, parameters };
}

/** Writes the certificate where programs of all languages find it, with the authorities that they trust besides. */
export function writeCertificate(folder: string, { certificate }: Certificate): Readonly<Record<string, string>> {
  const [own, all] = [join(folder, 'certificate.pem'), join(folder, 'certificates.pem')];
  mkdirSync(folder, { recursive: true });
  writeFileSync(own, certificate);
  writeFileSync(all, [certificate, ...rootCertificates, ''].join('\n'));
  return { NODE_EXTRA_CA_CERTS: own, AWS_CA_BUNDLE: all, SSL_CERT_FILE: all };
}
