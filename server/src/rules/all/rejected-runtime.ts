import { runtimeRule } from '../runtime-rules.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const rejectedRuntime = runtimeRule(
  {
    id: 'rejected-runtime',
    severity: 'error',
    summary: 'a runtime that Lambda no longer creates functions with',
    why: 'Some time after AWS has deprecated a runtime, Lambda rejects new functions that use it, so a stack with such a function cannot be created.',
  },
  (runtime, status, successor) => {
    if (status.kind !== 'rejected') return undefined;
    const advice = successor === undefined ? t`Use a newer runtime.` : t`Use ${quote(successor)}.`;
    return t`Since ${status.since}, Lambda rejects new functions that use ${quote(runtime)}, so the stack cannot be created. ${advice}`;
  },
);
