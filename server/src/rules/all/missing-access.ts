import { accessLevels, findAllowed } from '../../language/connections.ts';
import type { Located } from '../../model/project.ts';
import { addEntry, setValue, type Edit } from '../../syntax/edits.ts';
import { writeFlow } from '../../syntax/write-value.ts';
import { findEntry, isEmpty, resolveAlias, type SyntaxTree, type ValueNode } from '../../syntax/tree.ts';
import { isSettledOn } from '../../model/shape.ts';
import { rule } from '../rule.ts';
import { oneOf, quote } from '../../wording.ts';

export const missingAccess = rule({
  id: 'missing-access',
  severity: 'error',
  summary: 'a connection to a data resource without `access`',
  why: "The function's policy allows exactly what the connection states, so the connection must state something.",
  looksAt: 'connection',
  ofAbsence: true,
  *check(connection, project) {
    const type = project.find(connection.target.value)?.type;
    if (!connection.source || !type || findAllowed(connection.source, type)?.access !== true) return;
    const map = resolveAlias(connection.node);
    const isMap = map?.kind === 'map';
    if (isMap && !isSettledOn('access', map, project.shape)) return;
    if (isMap && !isEmpty(findEntry(map, 'access')?.value)) return;
    yield { span: connection.target.node.span, data: connection };
  },
  message: ({ target }) =>
    `\`access\` is missing. The connection must state what the function may do with ${quote(target.value)}. Add ${oneOf(accessLevels.values.map(({ value }) => value))}.`,
  *fixes({ target, node }, project) {
    const map = resolveAlias(node);
    for (const { value } of accessLevels.values) {
      const title = `Add \`access: ${value}\``;
      yield { title, edits: [edit(project.tree, target, map, value)], preferred: value === 'read-write' };
    }
  },
});

function edit(tree: SyntaxTree, target: Located<string>, node: ValueNode | undefined, access: string): Edit {
  if (node?.kind !== 'map') {
    return { span: target.node.span, newText: writeFlow({ to: target.value, access }, notation(target.node.style)) };
  }
  const entry = findEntry(node, 'access');
  return entry ? setValue(entry, access) : addEntry(tree, node, 'access', access);
}

function notation(style: string): 'json' | 'yaml' {
  return style === 'double' ? 'json' : 'yaml';
}
