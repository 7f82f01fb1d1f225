import type { Opening } from '../../model/overlay.ts';
import { rule } from '../rule.ts';
import { quote, sentences } from '../../wording.ts';
import { t } from '../../locale.ts';

export const overlayOpens = rule({
  id: 'overlay-opens',
  severity: 'warning',
  summary: 'a value under `cloudformation` that opens something to more people, or gives up what is kept',
  why: 'What this language generates is closed: only those who are authorized connect, functions have the rights that their connections need, and data is kept when its stack is deleted. What is laid over it can change all of that, in a line that nobody notices.',
  looksAt: 'overlay',
  *check({ facts }) {
    for (const opening of facts.openings()) yield { span: opening.span, data: opening };
  },
  message: (opening) => sentences(texts[opening.kind](quote(opening.name)), t`Remove it if that is not intended.`),
});

const texts: Readonly<Record<Opening['kind'], (name: string) => string>> = {
  authorization: (name) =>
    t`Anyone can then connect: the generated route ${name} is authorized, and with this it is not.`,
  deletion: (name) => t`The content of ${name} is then lost with the resource: the generated one is kept.`,
  actions: (name) => t`\`*\` in a policy of ${name} allows all actions.`,
  administrator: (name) => t`\`AdministratorAccess\` allows ${name} all actions.`,
  principal: (name) => t`\`*\` in a policy of ${name} allows everyone.`,
  bucket: (name) => t`The content of the bucket ${name} can then become public.`,
  url: (name) => t`Everyone can call the function by the URL ${name}.`,
  encryption: (name) => t`The messages in ${name} are then stored without encryption.`,
};
