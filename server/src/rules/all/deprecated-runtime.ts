import { runtimeRule } from '../runtime-rules.ts';
import { quote } from '../../wording.ts';

export const deprecatedRuntime = runtimeRule(
  {
    id: 'deprecated-runtime',
    severity: 'warning',
    summary: 'a runtime that AWS has deprecated, or will deprecate within 60 days',
    why: 'AWS no longer patches a deprecated runtime, not even for security issues. Sooner or later, Lambda rejects new functions that use it, and then updates to existing ones.',
  },
  (runtime, status, successor) => {
    const advice =
      successor === undefined ? 'Use a newer runtime.' : `Use ${quote(successor)} if your code supports it.`;
    switch (status.kind) {
      case 'ending':
        return `AWS will deprecate ${quote(runtime)} on ${status.on}. From then on, it gets no security updates. ${advice}`;
      case 'deprecated': {
        const { since, rejected } = status;
        const limit = rejected === undefined ? '' : `, and Lambda rejects new functions that use it from ${rejected}`;
        return `AWS deprecated ${quote(runtime)} on ${since}: it gets no more security updates${limit}. ${advice}`;
      }
      case 'rejected':
        return undefined;
    }
  },
);
