import { didYouMean } from '../../language/similar.ts';
import { functionNames } from '../../model/overlay-faults.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const unknownFunction = rule({
  id: 'unknown-function',
  severity: 'error',
  summary: 'an unknown intrinsic function under `cloudformation`',
  why: 'CloudFormation rejects a template with a function that it does not know. Their names start with `Fn::`, or with `!` in the short form, except `Ref` and `Condition`.',
  looksAt: 'overlayFault',
  *check(fault) {
    if (fault.kind !== 'unknown-function') return;
    const { name, isShort, span } = fault;
    const near = didYouMean(
      name.replace(/^Fn::/, ''),
      functionNames.map((one) => one.replace(/^Fn::/, '')),
    );
    const written = near.map((one) =>
      isShort ? `!${one}` : one === 'Ref' || one === 'Condition' ? one : `Fn::${one}`,
    );
    yield { span, data: { name: isShort ? name.replace(/^Fn::/, '!') : name, near: written, span } };
  },
  message({ name, near: [meant] }) {
    const advice = meant === undefined ? t`Use another one.` : t`Did you mean ${quote(meant)}?`;
    return t`CloudFormation has no function ${quote(name)}. ${advice}`;
  },
  *fixes({ near, span }, { tree }) {
    const opening = tree.text.charAt(span.start);
    const quotes = opening === '"' || opening === "'" ? opening : '';
    for (const [index, name] of near.entries()) {
      const edits = [{ span, newText: `${quotes}${name}${quotes}` }];
      yield { title: t`Change to ${quote(name)}`, edits, preferred: index === 0 };
    }
  },
});
