// Names that are derived from each other: the function `SendMessage` and `functions/send-message.handler` from the route
// `sendMessage`. Which spelling a project uses shows in the entry points of its functions.
import { entryPointFormat, exampleEntryPoint } from '../language/entry-points.ts';
import type { StringFormat } from '../language/definition.ts';
import { matchesFormat } from '../language/formats.ts';
import { capitalize } from '../wording.ts';
import { alphanumeric } from './new-names.ts';
import { oncePerProject, resourcesOfType, type LambdaFunction, type Project } from './project.ts';

type Spelling = (words: readonly string[]) => string;

const pascal: Spelling = (words) => words.map(capitalize).join('');
const camel: Spelling = ([first = '', ...others]) => uncapitalized(first) + pascal(others);
const kebab: Spelling = (words) => words.join('-').toLowerCase();
const snake: Spelling = (words) => words.join('_').toLowerCase();

/** The first one that applies is used where a name of one word leaves the choice. */
const spellings: readonly Spelling[] = [camel, kebab, snake, pascal];

function uncapitalized(word: string): string {
  return /\p{Ll}/u.test(word) ? word.charAt(0).toLowerCase() + word.slice(1) : word.toLowerCase();
}

/** `sendMessage`, `send-message` and `SendMessage` have the same two words. */
function wordsOf(text: string): string[] {
  return text.match(/\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?[\p{Ll}\p{Lm}\p{Lo}\p{M}]+\p{N}*|\p{N}+/gu) ?? [];
}

/** The ID of the function for a route: `SendMessage` for `send-message`. Empty if the route has no letters or digits. */
export function functionIdFor(route: string): string {
  return capitalize(alphanumeric(route));
}

/**
 * The text with another name in it, spelled in the same way: `sendMessage` becomes `postText` when `SendMessage` becomes
 * `PostText`. Undefined if the text is not that name.
 */
export function respelled(text: string, from: string, to: string): string | undefined {
  const spelling = spellings.find((one) => one(wordsOf(from)) === text);
  const written = spelling?.(wordsOf(to)) ?? (text === from ? to : '');
  return written === '' ? undefined : written;
}

/** How entry points contain the name of their function. */
interface Pattern {
  /** The parts between separators, and the separators; undefined where the name is. */
  readonly parts: readonly (string | undefined)[];
  readonly spelling: Spelling;
  readonly format: StringFormat;
}

function* patternsOf(entryPoint: string, name: string, format: StringFormat): Generator<Pattern> {
  const words = wordsOf(name);
  const parts = entryPoint.split(/([/.:]+)/);
  for (const spelling of words.length > 0 ? spellings : []) {
    const spelled = spelling(words);
    if (parts.includes(spelled)) {
      yield { parts: parts.map((part) => (part === spelled ? undefined : part)), spelling, format };
    }
  }
}

function writePattern({ parts, spelling }: Pattern, name: string): string {
  const spelled = spelling(wordsOf(name));
  return parts.map((part) => part ?? spelled).join('');
}

interface UsedPattern extends Pattern {
  /** The IDs of the functions with this pattern. */
  readonly ids: readonly string[];
}

/** The patterns of the project's entry points, the most frequent first. */
const patternsIn = oncePerProject((project): readonly UsedPattern[] => {
  const patterns = new Map<string, UsedPattern & { readonly ids: string[] }>();
  for (const { id, entryPoint, runtime, code } of resourcesOfType(project, 'lambda-function')) {
    // In a folder of its own, an entry point says nothing about those of others.
    if (!entryPoint || code) continue;
    for (const pattern of patternsOf(entryPoint.value, id.value, entryPointFormat(runtime?.value))) {
      const key = JSON.stringify([pattern.parts, spellings.indexOf(pattern.spelling), pattern.format.noun]);
      const same = patterns.get(key);
      if (same) same.ids.push(id.value);
      else patterns.set(key, { ...pattern, ids: [id.value] });
    }
  }
  return [...patterns.values()].sort((a, b) => b.ids.length - a.ids.length);
});

/**
 * The entry point of the function with that ID: in the folder and the spelling of the project's other functions, or
 * `functions/sendMessage.handler` for `SendMessage` if the runtime loads files. Directly in the function's own folder of
 * code if it has one.
 */
export function newEntryPoint(
  project: Project,
  id: string,
  runtime: string | undefined,
  code?: LambdaFunction['code'],
): string {
  const name = alphanumeric(id);
  if (code) return exampleEntryPoint(name, runtime).replace(/^.*\//, '');
  const format = entryPointFormat(runtime);
  const pattern = patternsIn(project).find((one) => one.format === format && one.ids.some((other) => other !== id));
  const usual = pattern && writePattern(pattern, name);
  return usual !== undefined && matchesFormat(usual, format) ? usual : exampleEntryPoint(name, runtime);
}

/** The entry point with another name in it, in the project's spelling if there is a choice. Undefined if it has no such name. */
export function respelledEntryPoint(
  project: Project,
  { entryPoint, runtime }: { readonly entryPoint: string; readonly runtime: string | undefined },
  from: string,
  to: string,
): string | undefined {
  const usual = patternsIn(project).map(({ spelling }) => spelling);
  const rank = ({ spelling }: Pattern): number => (usual.includes(spelling) ? usual.indexOf(spelling) : usual.length);
  const format = entryPointFormat(runtime);
  const [pattern] = [...patternsOf(entryPoint, from, format)].sort((a, b) => rank(a) - rank(b));
  const written = pattern && writePattern(pattern, to);
  return written !== undefined && matchesFormat(written, format) ? written : undefined;
}
