// The strings in a file that users choose freely.
import type { Project } from '../model/project.ts';
import type { ScalarNode } from '../syntax/tree.ts';

/** Keys that the user chose, and values that are strings. */
export function* textsOf({ shape, resources }: Project): Iterable<ScalarNode> {
  for (const resource of resources) {
    yield resource.id.node;
    if (resource.type === 'lambda-function') yield* resource.environment.map(({ name }) => name.node);
  }
  for (const [node, type] of shape.typeOf) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') continue;
    if (type.kind === 'string' || type.kind === 'connection') yield node;
  }
}
