import { runtimeRule } from '../runtime-rules.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const deprecatedRuntime = runtimeRule(
  {
    id: 'deprecated-runtime',
    severity: 'warning',
    summary: 'a runtime that AWS has deprecated, or will deprecate within 60 days',
    why: 'AWS no longer patches a deprecated runtime, not even for security issues. Sooner or later, Lambda rejects new functions that use it, and then updates to existing ones.',
  },
  (runtime, status, successor) => {
    const advice =
      successor === undefined ? t`Use a newer runtime.` : t`Use ${quote(successor)} if your code supports it.`;
    switch (status.kind) {
      case 'ending':
        return t`AWS will deprecate ${quote(runtime)} on ${status.on}. From then on, it gets no security updates. ${advice}`;
      case 'deprecated': {
        const { since, rejected } = status;
        return rejected === undefined
          ? t`AWS deprecated ${quote(runtime)} on ${since}: it gets no more security updates. ${advice}`
          : t`AWS deprecated ${quote(runtime)} on ${since}: it gets no more security updates, and Lambda rejects new functions that use it from ${rejected}. ${advice}`;
      }
      case 'rejected':
        return undefined;
    }
  },
);
