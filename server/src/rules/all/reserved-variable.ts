import { reservedVariables } from '../../language/lambda-function.ts';
import { numbered } from '../../model/new-names.ts';
import type { Connection } from '../../model/project.ts';
import { removeEntry, renameKey, replaceScalar } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { connectionVariables, environmentOf, removeVariable, type Variable } from '../function-variables.ts';
import { rule, type Report } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

/** A variable that the file sets, or that a connection names. */
interface Reserved {
  readonly name: string;
  readonly variable?: Variable;
  readonly via?: Connection;
}

export const reservedVariable = rule({
  id: 'reserved-variable',
  severity: 'error',
  summary: 'an environment variable that Lambda or CloudFormation reserves',
  why: 'Lambda sets some variables itself, such as `AWS_REGION`, and rejects a function that sets one of them. CloudFormation takes a map with the single key `Ref` for a reference to a resource, so `Ref` cannot be the only variable of a function.',
  looksAt: 'function',
  *check(lambda, project): Iterable<Report<Reserved>> {
    const connected = connectionVariables(project, lambda);
    const variables = environmentOf(lambda);
    const isAlone = (): boolean =>
      new Set([...connected.map(({ name }) => name), ...variables.map(({ entry }) => entry.key.text)]).size === 1;
    const isReserved = (name: string): boolean => reservedVariables.includes(name) || (name === 'Ref' && isAlone());
    for (const variable of variables) {
      const { key } = variable.entry;
      if (isReserved(key.text)) yield { span: key.span, data: { name: key.text, variable } };
    }
    for (const { via } of connected) {
      if (via.as && isReserved(via.as.value)) yield { span: via.as.node.span, data: { name: via.as.value, via } };
    }
  },
  message({ name, via }) {
    if (name === 'Ref') {
      return t`If ${quote(name)} is the only variable of a function, CloudFormation takes it for a reference to a resource. Choose another name, or add another variable.`;
    }
    const advice = via ? t`Choose another name.` : t`Choose another name, or remove it: Lambda sets it anyway.`;
    return t`${quote(name)} is reserved by Lambda, which rejects a function that sets it. ${advice}`;
  },
  *fixes({ name, variable, via }: Reserved, { tree }) {
    if (variable) {
      const { map, entry } = variable;
      const other = numbered(`APP_${name}`, (candidate) => !findEntry(map, candidate));
      yield { title: t`Change to ${quote(other)}`, edits: [renameKey(tree, entry, other)] };
      yield { title: t`Remove ${quote(name)}`, edits: [removeVariable(tree, variable)] };
    }
    const map = via && resolveAlias(via.node);
    const entry = map?.kind === 'map' ? findEntry(map, 'as') : undefined;
    if (map?.kind !== 'map' || !entry || !via?.as) return;
    yield { title: t`Change to ${quote(`APP_${name}`)}`, edits: [replaceScalar(tree, via.as.node, `APP_${name}`)] };
    yield { title: t`Remove \`as\``, edits: [removeEntry(tree, map, entry)] };
  },
});
