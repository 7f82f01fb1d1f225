// A value of a template in the form in which CloudFormation compares it. How it is written does not matter.
import { callOf, referencesOf, type Call, type Written } from '../model/intrinsics.ts';
import { shortForm } from './stringify.ts';
import { bare, type Value } from './value.ts';

export interface DeployedValue {
  /** JSON, equal for two values that CloudFormation considers equal. */
  readonly canonical: string;
  /** The logical IDs of the resources and parameters that the value refers to. */
  readonly references: ReadonlySet<string>;
  /** Of a scalar that is not an intrinsic function. */
  readonly text?: string | undefined;
  /** Of a list. */
  readonly items?: readonly DeployedValue[] | undefined;
  /** Of a map that is not an intrinsic function. */
  readonly members?: ReadonlyMap<string, DeployedValue> | undefined;
}

export function writtenValue(value: Value): Written {
  const content = bare(value);
  if (typeof content !== 'object') return { kind: 'scalar', value: content, text: String(content) };
  switch (content.kind) {
    case 'list':
      return { kind: 'list', items: content.items.map((item) => ({ value: writtenValue(item) })) };
    case 'map':
      return {
        kind: 'map',
        entries: content.entries.map(({ key, value: member }) => ({ key: { text: key }, value: writtenValue(member) })),
      };
    case 'ref':
    case 'getAtt':
    case 'sub': {
      const { tag, text } = shortForm(content);
      return { kind: 'scalar', tag, value: text, text };
    }
  }
}

export function deployedValue(node: Written | undefined): DeployedValue {
  const call = node && callOf(node);
  return call ? deployedCall(call) : withoutTag(node);
}

/** The value of `DependsOn`: in any order, as a list or a single ID. */
export function deployedDependencies(node: Written | undefined): DeployedValue {
  const items = node?.kind === 'list' ? node.items : [{ value: node }];
  const canonical = JSON.stringify(items.map(({ value }) => deployedValue(value).canonical).sort());
  return { canonical, references: new Set(textsOf(node)) };
}

const none: ReadonlySet<string> = new Set();

/** The value itself, whose tag does not count. */
function withoutTag(node: Written | undefined): DeployedValue {
  if (!node || node.kind === 'alias') return { canonical: 'null', references: none };
  if (node.kind === 'list') {
    const items = node.items.map(({ value }) => deployedValue(value));
    const canonical = `[${items.map((item) => item.canonical).join(',')}]`;
    return { canonical, references: allReferences(items), items };
  }
  if (node.kind === 'map') {
    const call = callOf(node, true);
    if (call) return deployedCall(call);
    const entries = node.entries.map(({ key, value }) => [key.text, deployedValue(value)] as const);
    const written = entries.map(([key, value]) => `${JSON.stringify(key)}:${value.canonical}`);
    const references = allReferences(entries.map(([, value]) => value));
    return { canonical: `{${written.sort().join(',')}}`, references, members: new Map(entries) };
  }
  if (node.value === null) return { canonical: 'null', references: none };
  // CloudFormation considers `10` and "10" equal, and `true` and "true".
  const text = typeof node.value === 'boolean' ? String(node.value) : node.text;
  return { canonical: JSON.stringify(text), references: none, text };
}

function allReferences(values: readonly DeployedValue[]): ReadonlySet<string> {
  const all = values.flatMap(({ references }) => [...references]);
  return all.length > 0 ? new Set(all) : none;
}

/** `Fn::GetAtt` takes one string or a list of two; `Fn::Sub` without its own variables takes a string or a list. */
function deployedCall(call: Call): DeployedValue {
  const { name, argument, isShort } = call;
  const { canonical, references } = isShort ? withoutTag(argument) : deployedValue(argument);
  let own = canonical;
  if (name === 'Fn::GetAtt') own = JSON.stringify(textsOf(argument).join('.'));
  else if (name === 'Fn::Sub' && argument?.kind === 'list') own = withoutEmptyVariables(canonical);
  const used = referencesOf(call).filter(({ to }) => to === 'value' || to === 'resource');
  return {
    canonical: `{${JSON.stringify(name)}:${own}}`,
    references: used.length > 0 ? new Set([...references, ...used.map((one) => one.name)]) : references,
  };
}

function withoutEmptyVariables(list: string): string {
  return /^\[(".*"),\{\}\]$/s.exec(list)?.[1] ?? list;
}

/** The strings of a list, or a single string. */
function textsOf(node: Written | undefined): string[] {
  const nodes = node?.kind === 'list' ? node.items.map(({ value }) => value) : [node];
  return nodes.flatMap((one) => (one?.kind === 'scalar' ? one.text : []));
}
