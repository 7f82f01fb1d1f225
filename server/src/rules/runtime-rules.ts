// Shared by the rules about the runtimes of functions, which report different statuses with the same fix.
import { successorIn } from '../changes/functions.ts';
import { runtimeStatus, type RuntimeStatus } from '../language/runtimes.ts';
import { replaceScalar } from '../syntax/edits.ts';
import { rule, type Rule, type Severity } from './rule.ts';
import { t } from '../locale.ts';

/** @param describe the message about a runtime; undefined for a status that the rule does not report */
export function runtimeRule(
  texts: { id: string; severity: Severity; summary: string; why: string },
  describe: (runtime: string, status: RuntimeStatus, successor: string | undefined) => string | undefined,
): Rule {
  return rule({
    ...texts,
    looksAt: 'function',
    local: true,
    tag: 'deprecated',
    *check({ runtime, arn }, { today }, project) {
      const status = runtime && !arn && runtimeStatus(runtime.value, today);
      if (!status) return;
      const successor = successorIn(project, runtime.value);
      const message = describe(runtime.value, status, successor);
      if (message !== undefined) yield { span: runtime.node.span, data: { runtime, message, successor } };
    },
    message: ({ message }) => message,
    *fixes({ runtime, successor }, { tree }) {
      if (successor === undefined) return;
      const edits = [replaceScalar(tree, runtime.node, successor)];
      yield { title: t`Change to \`${successor}\``, edits, preferred: true };
    },
  });
}
