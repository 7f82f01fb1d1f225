// The template, what it does to a stack, and where its parts come from.
import type { DocumentParams, Problem, TemplateFormat } from './common.ts';

/** Request: `TemplateParams` → `TemplateResult`, or null for a document that is not open in the server. */
export const templateRequest = 'websocketProject/template';

/** Request: `ImpactParams` → `ImpactResult`, or null for a document that is not open in the server. */
export const impactRequest = 'websocketProject/impact';

/**
 * Request: `TemplateOriginParams` → `Range`, or null where nothing in the document says what stands there, or where the
 * document is not that of the template any more.
 */
export const templateOriginRequest = 'websocketProject/templateOrigin';

export interface TemplateParams extends DocumentParams {
  readonly format: TemplateFormat;
}

export interface TemplateOriginParams extends DocumentParams {
  readonly format: TemplateFormat;
  /** In the template, in UTF-16 units from its beginning. */
  readonly offset: number;
  /** The version of the document that the template was made of, where it is known; for another one there is no answer. */
  readonly version?: number;
}

export interface TemplateSize {
  readonly resources: Measure;
  readonly outputs: Measure;
  /** Of the file, as CloudFormation takes it from S3. */
  readonly bytes: Measure;
  /** Of the file, as CloudFormation takes it with the request itself. */
  readonly directBytes: Measure;
}

/** How much there is, of how much AWS allows. */
export interface Measure {
  readonly count: number;
  readonly maximum: number;
}

export interface TemplateResult {
  /** Absent while the file has errors. */
  readonly template: string | undefined;
  readonly errors: readonly Problem[];
}

export interface ImpactParams extends TemplateParams {
  /** The text of the template that is there: what is deployed, as far as anybody knows. */
  readonly existing: string;
}

export interface ImpactResult extends TemplateResult {
  /** Absent where there is no template, or where `existing` cannot be compared with it. */
  readonly impact: Impact | undefined;
  /** Why `existing` cannot be compared, to follow "…, since". */
  readonly unreadable: string | undefined;
}

/** What CloudFormation does when a stack gets another template. */
export interface Impact {
  /** In the order of the existing template, then of the new one. What stays as it is, is not among them. */
  readonly changes: readonly ResourceChange[];
  /** For people, a sentence each: what is replaced or deleted, and what is lost with it. The worst comes first. */
  readonly warnings: readonly string[];
  /** For people, a sentence: how much changes. */
  readonly summary: string;
}

export interface ResourceChange {
  readonly logicalId: string;
  /** `AWS::ApiGatewayV2::Api`: that of the existing template, where it has the resource. */
  readonly type: string;
  readonly action: 'add' | 'update' | 'mayReplace' | 'replace' | 'delete';
  /** What makes CloudFormation do so, with the first to blame first; empty for `add` and `delete`. */
  readonly causes: readonly ChangeCause[];
  /** True where what is replaced or deleted is kept, outside of the stack, by its policies. */
  readonly retained: boolean;
  /** The logical ID that the same resource of the descriptor has in the new template, where that is another one. */
  readonly replacedBy: string | undefined;
}

export interface ChangeCause {
  /** A property, or an attribute of the resource such as `Type`. */
  readonly property: string;
  /** The replaced resource that the property refers to, where that alone changes it. */
  readonly reference: string | undefined;
}
