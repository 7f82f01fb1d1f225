import type { Opening } from '../../model/overlay.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const overlayOpens = rule({
  id: 'overlay-opens',
  severity: 'warning',
  summary: 'a value under `cloudformation` that opens something to more people, or gives up what is kept',
  why: 'What this language generates is closed: only those who are authorized connect, functions have the rights that their connections need, and data is kept when its stack is deleted. What is laid over it can change all of that, in a line that nobody notices.',
  looksAt: 'overlay',
  *check({ facts }) {
    for (const opening of facts.openings()) yield { span: opening.span, data: opening };
  },
  message: (opening) => `${texts[opening.kind](quote(opening.name))} Remove it if that is not intended.`,
});

const texts: Readonly<Record<Opening['kind'], (name: string) => string>> = {
  authorization: (name) =>
    `Anyone can then connect: the generated route ${name} is authorized, and with this it is not.`,
  deletion: (name) => `The content of ${name} is then lost with the resource: the generated one is kept.`,
  actions: (name) => `\`*\` in a policy of ${name} allows all actions.`,
  administrator: (name) => `\`AdministratorAccess\` allows ${name} all actions.`,
  principal: (name) => `\`*\` in a policy of ${name} allows everyone.`,
  bucket: (name) => `The content of the bucket ${name} can then become public.`,
  url: (name) => `Everyone can call the function by the URL ${name}.`,
  encryption: (name) => `The messages in ${name} are then stored without encryption.`,
};
