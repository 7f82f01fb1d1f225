// The other operation mode for an endpoint.
import { operationModes } from '../../language/web-socket-api.ts';
import { addEntry, replaceScalar, setValue } from '../../syntax/edits.ts';
import { findEntry, isEmpty } from '../../syntax/tree.ts';
import { idAt } from './part.ts';
import type { Plan, Refusal, Stepped } from './plan.ts';
import { notThere, type Wanted } from './planner.ts';

export function setMode({ edit, part }: Wanted): Plan | Refusal {
  const mode = operationModes.values.find(({ value }) => value === edit.option);
  if (part?.kind !== 'owner' || !part.owner.endpoint || !mode) return notThere;
  const { address, endpoint } = part.owner;
  return {
    steps: [
      ({ tree }): Stepped => {
        const entry = findEntry(endpoint.map, 'operationMode');
        if (!entry) return { edits: [addEntry(tree, endpoint.map, 'operationMode', mode.value)] };
        if (isEmpty(entry.value)) return { edits: [setValue(entry, mode.value)] };
        return { edits: entry.value?.kind === 'scalar' ? [replaceScalar(tree, entry.value, mode.value)] : [] };
      },
    ],
    select: (after) => idAt(after, address),
  };
}
