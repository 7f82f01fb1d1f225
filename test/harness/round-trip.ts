// Builds a descriptor, imports its template, and compares what both descriptors mean and deploy.
import { analyze } from '../../server/src/analysis.ts';
import { meaningOf } from './descriptor-meaning.ts';
import { importFiles } from './import-files.ts';
import { includes, inventoryOf } from './inventory.ts';
import { faultsOf } from './judge-import.ts';
import { isList, isMap, readTemplate } from './read-template.ts';

/**
 * How the descriptor differs from the import of its template, one line each. Of one with an overlay, of which the import may
 * say more in the language, or with existing resources, only what is deployed is compared.
 */
export async function changesByImport(descriptor: string, format: 'yaml' | 'json'): Promise<readonly string[]> {
  const template = analyze(descriptor).template(format, '') ?? '';
  const path = `template.${format}`;
  const imported = await importFiles(path, { [path]: template });
  if ('unreadable' in imported) return [`The template is refused: ${imported.unreadable}`];
  const faults = faultsOf(path, { [path]: template }, imported);
  if (faults.length > 0) return faults;
  const before = withoutDescriptions(readTemplate(template, format));
  const after = withoutDescriptions(readTemplate(analyze(imported.descriptor).template('json', '') ?? '{}', 'json'));
  // What exists elsewhere has no name in the template.
  const isComparable = !/^\s*"?cloudformation"?:|\barn"?:/m.test(descriptor);
  return [
    ...(isComparable ? differences(meaningOf(descriptor), meaningOf(imported.descriptor), 'descriptor') : []),
    ...(isComparable ? differences(before, after, 'template') : []),
    ...onlyIn(before, after).map((fact) => `Lost: ${fact}`),
    ...onlyIn(after, before)
      // Lambda's documentation lists the latter among the rights for polling.
      .filter((fact) => / may (?!sqs:ChangeMessageVisibility$)| answers$/.test(fact))
      .map((fact) => `Gained: ${fact}`),
  ];
}

/** They are shortened, and those of outputs name the resource, as do notes. */
function withoutDescriptions(value: unknown): unknown {
  if (isList(value)) return value.map(withoutDescriptions);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'Description' && key !== 'Notes');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutDescriptions(item)]));
}

/** What the template deploys that the other does not. */
function onlyIn(template: unknown, other: unknown): readonly string[] {
  const facts = inventoryOf(other);
  return [...inventoryOf(template)].filter((fact) => !includes(facts, fact));
}

/** The smallest values that differ. The order of keys makes no difference, nor does an undefined value. */
function differences(before: unknown, after: unknown, path: string): readonly string[] {
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], `${path}.${key}`));
  }
  if (isList(before) && isList(after) && before.length === after.length)
    return before.flatMap((item, index) => differences(item, after[index], `${path}.${index}`));
  const [one, two] = [JSON.stringify(before), JSON.stringify(after)];
  return one === two ? [] : [`${path}: ${one} became ${two}`];
}
