// Shared by the rules about the values of parameters that must have a format because of where they are used.
import { matchesFormat } from '../language/formats.ts';
import type { StringFormat } from '../language/index.ts';
import { findParameter } from '../model/parameters.ts';
import type { DynamicText, Located, Parameter, Project, Resource } from '../model/project.ts';
import { replaceScalar } from '../syntax/edits.ts';
import { repaired } from './format-repairs.ts';
import type { Fix, Report } from './rule.ts';
import { t } from '../locale.ts';

export interface UnfitValue {
  readonly value: Located<string>;
  readonly parameter: Parameter;
  /** The resource that uses the parameter. */
  readonly id: Resource['id'];
  readonly format: StringFormat;
}

/** The values of the parameter that the text comes from without the format that the text must have. */
export function* unfitValues(
  project: Project,
  { id }: Resource,
  text: DynamicText | undefined,
  format: StringFormat,
): Iterable<Report<UnfitValue>> {
  const parameter = text?.value === undefined && text?.parameter && findParameter(project, text.parameter.value);
  if (!parameter) return;
  // A default that is not allowed is reported anyway.
  const values = parameter.allowed.length > 0 ? parameter.allowed : [parameter.default];
  for (const value of values) {
    if (!value || matchesFormat(value.value, format)) continue;
    yield { span: value.node.span, data: { value, parameter, id, format } };
  }
}

export function* repairsOf({ value, format }: UnfitValue, { tree }: Project): Iterable<Fix> {
  for (const text of repaired(value.value, format)) {
    yield { title: t`Change to \`${text}\``, edits: [replaceScalar(tree, value.node, text)] };
  }
}
