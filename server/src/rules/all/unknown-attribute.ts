import { didYouMean } from '../../language/similar.ts';
import { attributesOf } from '../../language/template-types.ts';
import type { OverlayEntry, OverlayReference } from '../../model/overlay.ts';
import { findEntry } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { oneOf, quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const unknownAttribute = rule({
  id: 'unknown-attribute',
  severity: 'error',
  summary: 'an attribute under `cloudformation` that the resource does not have',
  why: 'CloudFormation rejects a template in which `Fn::GetAtt` or `Fn::Sub` asks for an attribute that the type of the resource does not return. It returns fewer than the type has properties, and under other names.',
  looksAt: 'overlay',
  *check({ overlay, facts }) {
    for (const reference of overlay.references) {
      const { name, attribute, node, span } = reference;
      // A missing attribute is another fault.
      if (attribute === undefined || attribute === '') continue;
      const type = facts.types.get(name) ?? typeOf(overlay.find('Resources', name));
      const known = type === undefined ? undefined : attributesOf(type);
      if (type === undefined || !known || known.includes(attribute)) continue;
      const at = attributeSpan(reference) ?? (node.span.end > span.end ? node.span : span);
      yield { span: at, data: { reference, type, known, near: didYouMean(attribute, known) } };
    }
  },
  message({ reference: { name, attribute = '' }, type, known, near: [meant] }) {
    const advice =
      meant !== undefined
        ? t`Did you mean ${quote(meant)}?`
        : known.length > 0
          ? t`Expected ${oneOf(known)}.`
          : t`Use \`Ref\` instead.`;
    return t`${quote(name)} has no attribute ${quote(attribute)}: ${quote(type)} does not return it. ${advice}`;
  },
  *fixes({ reference, near }) {
    const span = attributeSpan(reference);
    if (!span) return;
    for (const [index, name] of near.entries()) {
      yield { title: t`Change to ${quote(name)}`, edits: [{ span, newText: name }], preferred: index === 0 };
    }
  },
});

/** Undefined if it is not directly after the name. */
function attributeSpan({
  name,
  attribute = '',
  span,
  node,
}: OverlayReference): { start: number; end: number } | undefined {
  const start = span.end + 1;
  const isExact = span.end - span.start === name.length && node.text.includes(`${name}.${attribute}`);
  return isExact && start + attribute.length <= node.span.end ? { start, end: start + attribute.length } : undefined;
}

function typeOf(entry: OverlayEntry | undefined): string | undefined {
  const type = entry?.map && findEntry(entry.map, 'Type')?.value;
  return type?.kind === 'scalar' ? type.text : undefined;
}
