// Another access level for a connection to a data resource.
import { accessLevels } from '../../language/connections.ts';
import { addEntry, replaceScalar, setValue } from '../../syntax/edits.ts';
import { findEntry, isEmpty } from '../../syntax/tree.ts';
import { writeFlow } from '../../syntax/write-value.ts';
import { connectionIdAt } from './part.ts';
import type { Plan, Refusal, Stepped } from './plan.ts';
import { notThere, type Wanted } from './planner.ts';

export function setAccess({ edit, part }: Wanted): Plan | Refusal {
  const level = accessLevels.values.find(({ value }) => value === edit.option);
  if (part?.kind !== 'connection' || !level) return notThere;
  const { owner, index, connection } = part;
  const { node, target } = connection;
  return {
    steps: [
      ({ tree }): Stepped => {
        if (node.kind === 'scalar') {
          const newText = writeFlow(
            { to: target.value, access: level.value },
            node.style === 'double' ? 'json' : 'yaml',
          );
          return { edits: [{ span: node.span, newText }] };
        }
        if (node.kind !== 'map') return { edits: [] };
        const entry = findEntry(node, 'access');
        if (!entry) return { edits: [addEntry(tree, node, 'access', level.value)] };
        if (isEmpty(entry.value)) return { edits: [setValue(entry, level.value)] };
        return { edits: entry.value?.kind === 'scalar' ? [replaceScalar(tree, entry.value, level.value)] : [] };
      },
    ],
    select: (after) => connectionIdAt(after, owner.address, index),
  };
}
