// AWS's own validator: schemas of all resource types and cfn-lint's rules, offline.
import { CelEngine, type Engine } from '@aws/cloudformation-validate';

/** Takes ten seconds of processor time and some 450 MB, so the test files of a process share it. */
let engine: Engine | undefined;

/** The findings at warning level or above, one line each. */
export function validatorFindings(template: string, format: 'yaml' | 'json'): readonly string[] {
  engine ??= new CelEngine();
  const bytes = new TextEncoder().encode(template);
  const file = { path: `template.${format}`, readBytes: () => bytes };
  const { status, diagnostics } = engine.validateStandard(file, { severityLevel: 'WARN' });
  const findings = diagnostics.map(({ severity, ruleId, message, entity, propertyPath, startLine }) => {
    const place = [entity?.logicalId, propertyPath, `line ${startLine}`]
      .filter((part) => part !== undefined)
      .join(', ');
    return `${severity} ${ruleId}: ${message} (${place})`;
  });
  return status === 'OK' ? findings : [`The validator could not do its work: ${status}`, ...findings];
}
