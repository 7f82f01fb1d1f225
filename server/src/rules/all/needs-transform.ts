import type { OverlayEntry } from '../../model/overlay.ts';
import { overlayFaults } from '../../model/overlay-faults.ts';
import { findEntry, type Span } from '../../syntax/tree.ts';
import { rule, type Report } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const needsTransform = rule({
  id: 'needs-transform',
  severity: 'error',
  summary: 'a type or function under `cloudformation` that needs a transform',
  why: 'The generated template has no `Transform`: what is in it is what is deployed, so it can be compared with a stack, checked and read. Types of AWS SAM and functions of the language extensions work only with one.',
  looksAt: 'project',
  *check(project): Iterable<Report<string>> {
    for (const fault of overlayFaults(project)) {
      if (fault.kind === 'transform') yield { span: fault.span, data: fault.name };
    }
    for (const entry of project.overlay.entries) {
      const found = transformedType(entry);
      if (found) yield { span: found.span, data: found.type };
    }
  },
  message: (name) =>
    t`${quote(name)} works only with a transform, which the template does not have. Write what it stands for.`,
});

function transformedType({ section, map }: OverlayEntry): { readonly span: Span; readonly type: string } | undefined {
  const type = section === 'Resources' && map ? findEntry(map, 'Type')?.value : undefined;
  if (type?.kind !== 'scalar' || !/^AWS::Serverless(::|-)/.test(type.text)) return undefined;
  return { span: type.span, type: type.text };
}
