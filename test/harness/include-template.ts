// Reads templates with the CDK, which knows each resource type's properties and their types, follows each reference, and
// rejects anything that it does not understand.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { isList, isMap } from './read-template.ts';

/** The template after the CDK has included it in a stack. Throws if the CDK does not understand it. */
export function includeTemplate(text: string, format: 'yaml' | 'json'): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'include-'));
  try {
    const templateFile = join(folder, `template.${format}`);
    writeFileSync(templateFile, text);
    const app = new App({
      outdir: join(folder, 'out'),
      analyticsReporting: false,
      treeMetadata: false,
      // These take most of the time.
      stackTraces: false,
    });
    const stack = new Stack(app, 'Stack');
    const included = new CfnInclude(stack, 'Template', { templateFile });
    included.node.validate();
    const synthesized: unknown = app.synth().getStackByName('Stack').template;
    return withoutBootstrap(synthesized);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The template without the parameter and the rule by which a CDK stack requires the bootstrap resources. */
export function withoutBootstrap(template: unknown): unknown {
  if (!isMap(template)) return template;
  const { Rules: _, Parameters: all, ...rest } = template;
  const parameters = Object.entries(isMap(all) ? all : {}).filter(([name]) => name !== 'BootstrapVersion');
  return parameters.length > 0 ? { ...rest, Parameters: Object.fromEntries(parameters) } : rest;
}

/**
 * The template with equivalent notations normalized that the CDK writes differently: the order of `DependsOn`, lists of
 * one item, and `Fn::GetAtt` as one string.
 */
export function withNormalNotation(value: unknown, key = ''): unknown {
  if (key === 'DependsOn') return isList(value) ? [...value].map(String).sort() : [value];
  if (key === 'Fn::GetAtt' && typeof value === 'string') return value.split(/\.(.*)/s).slice(0, 2);
  if (isList(value)) return value.map((item) => withNormalNotation(item));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withNormalNotation(item, name)]));
}
