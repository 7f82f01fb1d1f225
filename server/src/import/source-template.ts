// A CloudFormation template as it is imported. The doors for the Serverless Framework and for SAM make one from their
// files, with the logical IDs that those tools give, so that everything after them reads CloudFormation only.
import type { ReportEntry } from './report.ts';
import type { Place, SourceMap, SourceValue } from './source.ts';

export interface SourceTemplate {
  readonly description: SourceValue | undefined;
  readonly parameters: SourceMap | undefined;
  readonly mappings: SourceMap | undefined;
  readonly conditions: SourceMap | undefined;
  readonly outputs: SourceMap | undefined;
  /** Of SAM: the properties that its resources have in common. */
  readonly globals?: SourceMap | undefined;
  /** By logical ID, in the order of the source. */
  readonly resources: ReadonlyMap<string, SourceResource>;
  /** What a door has already left out or changed. */
  readonly entries: readonly ReportEntry[];
}

export interface SourceResource {
  /** Of the logical ID, or of what the resource is made from: a function's event, for example. */
  readonly place: Place;
  /** `AWS::Lambda::Function`. */
  readonly type: string;
  readonly properties: SourceMap | undefined;
  /** All but `Type` and `Properties`: `DependsOn`, `Condition`, `DeletionPolicy`, `UpdateReplacePolicy`, `Metadata`. */
  readonly attributes: ReadonlyMap<string, SourceValue>;
  /**
   * The name that a person gave it, if the logical ID is made from one: `connect` for `ConnectLambdaFunction`. It becomes the
   * resource ID.
   */
  readonly givenName?: string | undefined;
  /** Whether a tool adds it on its own, such as a log group or a role of the Serverless Framework: it is no loss. */
  readonly isImplied?: boolean | undefined;
}
