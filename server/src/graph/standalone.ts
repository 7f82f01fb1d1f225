// The picture as a standalone file: the style of the preview, which uses the colors of the editor's theme, with all
// variables resolved, so that programs with partial CSS support can draw it.
import { composeSvg, type Picture } from './picture.ts';
import { graphStyle } from './theme.ts';

export type PictureTheme = 'light' | 'dark';

/** The formats of an exported graph that are text. */
export type ExportFormat = 'svg' | 'mermaid' | 'markdown';

/**
 * The picture as a separate file, with fixed colors and a background.
 * @param picture one without keyboard navigation and without marks
 */
export function standaloneSvg(picture: Picture, theme: PictureTheme): string {
  const { css, ground } = resolveStyle(groupsOf(picture), theme);
  return `${composeSvg(picture, `\n${css}`, ground)}\n`;
}

/** The classes of each group in the picture that the style uses. */
function groupsOf({ parts }: Picture): readonly (readonly string[])[] {
  const ofParts = parts.map((part) => [
    part.part,
    part.kind,
    ...(part.part === 'edge' && part.isFaulty ? ['fault'] : []),
  ]);
  const groups = [['headings'], ['edges'], ['nodes'], ['toggle'], ...ofParts];
  return [...new Map(groups.map((classes) => [classes.join(' '), classes])).values()];
}

interface Rule {
  readonly selector: string;
  readonly declarations: readonly (readonly [property: string, value: string])[];
}

/** Styles for the pointer, the focus, problems and system settings, which do not apply to a file. */
const interactive = /:(?:hover|focus|active|focus-visible|focus-within)|\[aria-|\.toggle|\.badge|\.has-|@/;
const interactiveProperties = new Set([
  'color-scheme',
  'cursor',
  'outline',
  'user-select',
  'pointer-events',
  'transition',
]);

function resolveStyle(
  groups: readonly (readonly string[])[],
  theme: PictureTheme,
): { readonly css: string; readonly ground: string } {
  const rules = readRules(graphStyle).filter(
    ({ selector }) => !interactive.test(selector) && !selector.includes('.vscode-'),
  );
  const [root, ...others] = rules;
  const variables = new Map(root?.declarations.filter(([property]) => property.startsWith('--')));
  /** Variables that are specific to some classes. */
  const scoped = others.flatMap(({ selector, declarations }) =>
    declarations
      .filter(([property]) => property.startsWith('--'))
      .flatMap((variable) => selectors(selector).map((one) => ({ className: one.slice(1), variable }))),
  );
  const lines = rules.flatMap(({ selector, declarations }) => {
    const drawn = declarations.filter(
      ([property]) => !property.startsWith('--') && !interactiveProperties.has(property),
    );
    const write = (selector: string, known: ReadonlyMap<string, string>): string => {
      const values = drawn.flatMap(([property, value]) => {
        const resolved = resolveValue(value, known, theme);
        // A variable without a value here gets one in a scope.
        return resolved === '' ? [] : `${property}: ${resolved};`;
      });
      return `${selector} { ${values.join(' ')} }`;
    };
    if (drawn.length === 0) return [];
    const special = scoped.flatMap(({ className, variable }) => {
      const [property] = variable;
      if (!drawn.some(([, value]) => value.includes(`var(${property}`))) return [];
      return selectors(selector).flatMap((one) => {
        const inner = within(one, className, groups);
        return inner === undefined ? [] : write(`${rootSelector} ${inner}`, new Map([...variables, variable]));
      });
    });
    return [write(selector, variables), ...special];
  });
  // A file cannot be folded.
  return {
    css: `${lines.join('\n')}\n${rootSelector} .toggle { display: none; }\n`,
    ground: resolveValue('var(--graph-ground)', variables, theme),
  };
}

const rootSelector = '.route-graph';

/** The selectors of the list, each without the root. */
function selectors(selector: string): string[] {
  return selector.split(',').map((one) => one.trim().slice(rootSelector.length).trim());
}

/** The selector within groups of that class; undefined if the picture has no such group. */
function within(selector: string, className: string, groups: readonly (readonly string[])[]): string | undefined {
  const [first = '', ...rest] = selector.split(' ');
  const has = (...names: string[]): boolean => groups.some((classes) => names.every((name) => classes.includes(name)));
  const names = first.split('.').slice(1);
  if (!has(className)) return undefined;
  // Nodes and edges are not nested in other groups, but the elements in them can be groups.
  const isInner = rest.length === 0 || groups.some((classes) => classes.join(' ') === names.join(' '));
  if (isInner) return `.${className} ${selector}`;
  return has(className, ...names) ? `.${className}${selector}` : undefined;
}

function readRules(style: string): Rule[] {
  // At-rules are about devices, which do not matter to a file.
  const flat = style.replaceAll(/@[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
  return [...flat.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
    selector: selector.trim(),
    declarations: body
      .split(';')
      .map((declaration) => declaration.trim())
      .filter((declaration) => declaration !== '')
      .map((declaration) => {
        const colon = declaration.indexOf(':');
        return [declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim()] as const;
      }),
  }));
}

/** Evaluates the CSS functions in the value. VS Code's variables have no value outside an editor. */
function resolveValue(value: string, variables: ReadonlyMap<string, string>, theme: PictureTheme): string {
  const call = /^([\w-]+)\((.*)\)$/s.exec(value.trim());
  if (!call) return value.trim();
  const [, name = '', body = ''] = call;
  const parameters = splitParameters(body);
  const resolve = (text: string): string => resolveValue(text, variables, theme);
  switch (name) {
    case 'var': {
      const [variable = '', ...fallback] = parameters;
      const known = variables.get(variable);
      return resolve(known ?? fallback.join(', '));
    }
    case 'light-dark':
      return resolve(parameters[theme === 'light' ? 0 : 1] ?? '');
    case 'color-mix': {
      const [, first = '', second = ''] = parameters;
      const [, color = '', percentage = '50'] = /^(.*?)\s+([\d.]+)%$/s.exec(first) ?? [];
      return mix(resolve(color), resolve(second), Number(percentage) / 100);
    }
    default:
      return value.trim();
  }
}

/** Splits at commas outside of parentheses. */
function splitParameters(body: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < body.length; index++) {
    const character = body.charAt(index);
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character !== ',' || depth > 0) continue;
    parts.push(body.slice(start, index).trim());
    start = index + 1;
  }
  return [...parts, body.slice(start).trim()];
}

/** Mixes two colors in the form `#rrggbb`. The share is that of the first. */
function mix(first: string, second: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const of = (color: string): number => Number.parseInt(color.slice(at, at + 2), 16);
    return Math.round(of(first) * share + of(second) * (1 - share))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}
