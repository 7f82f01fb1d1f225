// What stands at an offset.
import {
  contains,
  type Entry,
  type ListItem,
  type ListNode,
  type MapNode,
  type ScalarNode,
  type SyntaxTree,
} from './tree.ts';

/** A step on the way down to an offset. */
export type Step =
  { readonly collection: MapNode; readonly part: Entry } | { readonly collection: ListNode; readonly part: ListItem };

export interface Location {
  /** The entries and items that enclose the offset, the outermost first. */
  readonly steps: readonly Step[];
  /** The innermost entry, where the offset is on its key. */
  readonly key: Entry | undefined;
  /** The scalar that the offset is on, where it is a value. */
  readonly scalar: ScalarNode | undefined;
}

/** Aliases are not followed: what they stand for is written elsewhere. */
export function locate(tree: SyntaxTree, offset: number): Location {
  const steps: Step[] = [];
  let node = tree.root;
  for (;;) {
    if (!node || node.kind === 'alias') return { steps, key: undefined, scalar: undefined };
    if (node.kind === 'scalar') {
      return { steps, key: undefined, scalar: contains(node.span, offset) ? node : undefined };
    }
    const step: Step | undefined = stepInto(node, offset);
    if (!step) return { steps, key: undefined, scalar: undefined };
    steps.push(step);
    if ('key' in step.part && contains(step.part.key.span, offset)) {
      return { steps, key: step.part, scalar: undefined };
    }
    node = step.part.value;
  }
}

function stepInto(node: MapNode | ListNode, offset: number): Step | undefined {
  if (node.kind === 'map') {
    const part = node.entries.find(({ span }) => contains(span, offset));
    return part && { collection: node, part };
  }
  const part = node.items.find(({ span }) => contains(span, offset));
  return part && { collection: node, part };
}
