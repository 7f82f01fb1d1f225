// Finds the texts for people in the source code: those that are translated, tagged with `t`, and those that are not.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

export interface Text {
  /** From the root of the project. */
  readonly file: string;
  /** As in a catalogue, with `{0}` for the first value. */
  readonly key: string;
  /** Whether it is translated. */
  readonly tagged: boolean;
  /** Whether a function has to be called to write it, so that the language is known by then. */
  readonly inFunction: boolean;
  /** The calls and properties that it is in, the nearest first: `log.warn`, `title`. */
  readonly within: readonly string[];
}

/** The TypeScript files in a folder, or the file itself. */
export function filesIn(path: string): string[] {
  if (path.endsWith('.ts')) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(path, name).split(sep).join('/'))
    .sort();
}

/** The texts of the files, in their order. */
export function textsIn(paths: readonly string[]): Text[] {
  return paths.flatMap(filesIn).flatMap((file) => {
    const texts: Text[] = [];
    const code = readFileSync(file, 'utf8');
    walk(parseAst(code, { lang: 'ts' }), { file, code, within: [], inFunction: false }, texts);
    return texts;
  });
}

interface Place {
  readonly file: string;
  readonly code: string;
  readonly within: readonly string[];
  readonly inFunction: boolean;
}

/** Adds the texts in a node of the syntax tree, which is in the ESTree format. */
function walk(value: unknown, place: Place, texts: Text[]): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, place, texts);
    return;
  }
  if (!isNode(value) || value.type.startsWith('TS') || value.type.startsWith('Import')) {
    // Of the nodes that only TypeScript has, some contain an expression.
    if (isNode(value) && isNode(value['expression'])) walk(value['expression'], place, texts);
    return;
  }
  const { file, inFunction, within } = place;
  const add = (key: string, tagged: boolean): void => void texts.push({ file, key, tagged, inFunction, within });
  switch (value.type) {
    case 'TaggedTemplateExpression': {
      const { tag, quasi } = value;
      if (isNode(tag) && tag['name'] === 't' && isNode(quasi)) add(keyOf(quasi), true);
      walk(isNode(quasi) ? quasi['expressions'] : [], place, texts);
      return;
    }
    case 'TemplateLiteral':
      add(keyOf(value), false);
      walk(value['expressions'], place, texts);
      return;
    case 'Literal':
      if (typeof value['value'] === 'string') add(value['value'], false);
      return;
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      walk(value['declaration'], place, texts);
      return;
  }
  const inside = nameOf(value, place.code);
  const deeper = {
    ...place,
    inFunction: inFunction || /Function/.test(value.type) || value.type === 'PropertyDefinition',
    within: inside === undefined ? within : [inside, ...within],
  };
  for (const [key, child] of Object.entries(value)) if (key !== 'type') walk(child, deeper, texts);
}

function keyOf({ quasis }: Node): string {
  return (Array.isArray(quasis) ? quasis : [])
    .map((quasi: { readonly value: { readonly cooked: string } }) => quasi.value.cooked)
    .reduce((key, text, index) => `${key}{${index - 1}}${text}`);
}

/** What a node is called: the function of a call, the name of a property. */
function nameOf(node: Node, code: string): string | undefined {
  const named = node.type === 'Property' ? node['key'] : node['callee'];
  return isNode(named) ? code.slice(named.start, named.end) : undefined;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
