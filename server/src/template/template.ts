// The template as data, and its order in the file.
import type { Span } from '../syntax/tree.ts';
import { withOverlay, type OverlayPart } from './overlay.ts';
import { list, map, sourced, type MapEntry, type MapValue, type Value } from './value.ts';

/** The file format of a template. */
export type TemplateFormat = 'yaml' | 'json';

export interface Template {
  /** Instructions for deploying it, one paragraph each. */
  readonly notes: readonly string[];
  readonly description: Value | undefined;
  readonly parameters: readonly TemplateParameter[];
  readonly conditions: readonly TemplateCondition[];
  readonly resources: readonly TemplateResource[];
  readonly outputs: readonly TemplateOutput[];
  /** What is laid over all that. */
  readonly overlay: readonly OverlayPart[];
}

export interface TemplateParameter {
  readonly logicalId: string;
  readonly description: Value | undefined;
  readonly default?: Value | undefined;
  readonly allowed?: readonly Value[];
  /** The regular expression that values must match. */
  readonly pattern?: string | undefined;
  /** Whether CloudFormation hides the value. */
  readonly isSecret?: boolean;
  /** Absent for those of every template. */
  readonly source?: Span;
}

export interface TemplateCondition {
  readonly logicalId: string;
  readonly value: Value;
}

export interface TemplateResource {
  readonly logicalId: string;
  /** `AWS::ApiGatewayV2::Api`. */
  readonly type: string;
  /** The condition under which the resource exists. */
  readonly condition?: string | undefined;
  readonly dependsOn?: readonly string[];
  /**
   * True if the resource is kept when its stack is deleted or an update replaces it. If its first deployment fails, it is
   * deleted, because otherwise the next one would create another.
   */
  readonly retain?: boolean;
  readonly properties: MapValue;
  /** The text of the descriptor that it comes from. */
  readonly source: Span;
  /** Describes the resource in a comment in the YAML. */
  readonly comment: string;
}

/** How long the events of a log group are kept, in days. */
export const logRetention = 30;

export function logGroup(place: Pick<TemplateResource, 'logicalId' | 'source' | 'comment'>): TemplateResource {
  return { ...place, type: 'AWS::Logs::LogGroup', properties: map({ RetentionInDays: logRetention }) };
}

export interface TemplateOutput {
  readonly logicalId: string;
  readonly description: string;
  readonly value: Value;
  readonly source: Span;
}

/**
 * The template in CloudFormation's structure, with the comments and empty lines of its YAML. The notes are comments in
 * YAML, and metadata in JSON, which has no comments.
 */
export function templateDocument(template: Template, format: TemplateFormat): MapValue {
  const { notes, description, parameters, conditions, resources, outputs, overlay } = template;
  const entries: MapEntry[] = [{ key: 'AWSTemplateFormatVersion', value: '2010-09-09' }];
  if (description !== undefined) entries.push({ key: 'Description', value: description });
  const section = (key: string, members: readonly MapEntry[]): void => {
    entries.push({ key, value: { kind: 'map', entries: members }, spaceBefore: true });
  };
  if (format === 'json' && notes.length > 0) {
    entries.push({ key: 'Metadata', value: map({ Notes: list(...notes.flatMap((note) => note.split('\n'))) }) });
  }
  if (parameters.length > 0) section('Parameters', parameters.map(parameterEntry));
  if (conditions.length > 0) {
    section(
      'Conditions',
      conditions.map(({ logicalId, value }) => ({ key: logicalId, value })),
    );
  }
  section('Resources', resources.map(resourceEntry));
  if (outputs.length > 0) section('Outputs', outputs.map(outputEntry));
  return withOverlay({ kind: 'map', entries }, overlay);
}

function parameterEntry({ logicalId, source, allowed = [], ...parameter }: TemplateParameter): MapEntry {
  const body = map({
    Type: 'String',
    Description: parameter.description,
    Default: parameter.default,
    AllowedValues: allowed.length > 0 ? list(...allowed) : undefined,
    AllowedPattern: parameter.pattern,
    NoEcho: parameter.isSecret ? true : undefined,
  });
  return { key: logicalId, value: sourced(source, body) };
}

function resourceEntry(resource: TemplateResource, index: number): MapEntry {
  const { logicalId, type, condition, dependsOn = [], retain, properties, source, comment } = resource;
  const body = map({
    Type: type,
    Condition: condition,
    DependsOn: dependsOn.length > 0 ? list(...dependsOn) : undefined,
    DeletionPolicy: retain ? 'RetainExceptOnCreate' : undefined,
    UpdateReplacePolicy: retain ? 'Retain' : undefined,
    Properties: properties.entries.length > 0 ? properties : undefined,
  });
  return { key: logicalId, value: sourced(source, body), comment, spaceBefore: index > 0 };
}

function outputEntry({ logicalId, description, value, source }: TemplateOutput): MapEntry {
  return { key: logicalId, value: sourced(source, map({ Description: description, Value: value })) };
}
