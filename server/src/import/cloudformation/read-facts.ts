// Reads a CloudFormation template as the facts of a descriptor.
import { parse } from '../../syntax/parse.ts';
import { bind } from '../../model/bind.ts';
import { generate } from '../../template/generate.ts';
import { stringify } from '../../template/stringify.ts';
import type { Facts } from '../facts.ts';
import { readSource, type Unreadable } from '../source.ts';
import type { SourceTemplate } from '../source-template.ts';
import { writeDescriptor } from '../write-descriptor.ts';
import { readApis } from './apis.ts';
import { readDataResources } from './data-resources.ts';
import { draftOf, type Draft } from './draft.ts';
import { withExistingData } from './existing-data.ts';
import { readUses } from './environment.ts';
import { readFunctions } from './functions.ts';
import type { Generated } from './names.ts';
import { readLogGroups } from './logs.ts';
import { reportNeedless } from './needless-rights.ts';
import { overlayOf } from './overlay.ts';
import { parameterFacts } from './parameters.ts';
import { planOf } from './plan.ts';
import { plainText } from './references.ts';
import { restOf, settleRoles } from './rights.ts';
import { reportGained, reportNarrowed } from './sending.ts';
import { reportNames } from './shared-roles.ts';
import { stackOf } from './stack.ts';
import { readTriggers } from './triggers.ts';

export function readFacts(template: SourceTemplate): Facts | Unreadable {
  const stack = withExistingData(stackOf(template));
  const draft = draftOf(stack, planOf(stack));
  for (const member of stack.ofType('AWS::CDK::Metadata')) draft.fates.set(member.logicalId, { kind: 'consumed' });
  readDataResources(draft);
  readApis(draft);
  readFunctions(draft);
  readLogGroups(draft);
  readTriggers(draft);
  readUses(draft);
  const lambdas = draft.plan.all.filter(({ type }) => type === 'lambda-function');
  const rests = new Map(lambdas.map((planned) => [planned.id, restOf(draft, planned)]));
  settleRoles(draft);
  reportNarrowed(draft);
  reportGained(draft);
  reportNames(draft);
  reportNeedless(
    draft,
    [...rests.values()].flatMap(({ needless }) => needless),
  );
  const facts = factsOf(draft);
  const cloudformation = overlayOf(draft, generatedFrom(facts), rests);
  if ('unreadable' in cloudformation) return cloudformation;
  return { ...facts, cloudformation, entries: draft.entries };
}

function factsOf(draft: Draft): Facts {
  const { entries, files, resources, stack } = draft;
  return {
    description: plainText(stack.template.description),
    parameters: parameterFacts(draft),
    resources: [...resources.values()],
    cloudformation: new Map(),
    entries,
    files,
  };
}

/** The template of the descriptor without an overlay. */
function generatedFrom(facts: Facts): Generated {
  const project = bind(parse(writeDescriptor(facts)));
  const template = readSource('', stringify(generate(project), 'json'));
  return { project, template: 'unreadable' in template ? undefined : template };
}
