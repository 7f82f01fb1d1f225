// A JSON reader for route selection: whether a text is JSON, and which value it has at a path. Strict, in one pass, and
// without recursion, so nesting depth is unlimited. Numbers keep their digits as written.

export type JsonType = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

export type Found =
  | { readonly kind: 'not-json' }
  /** The text is a value other than an object. */
  | { readonly kind: 'not-object'; readonly type: JsonType }
  /** The first `depth` names of the path lead to a value of that type, which does not have the next one. */
  | {
      readonly kind: 'missing';
      readonly depth: number;
      readonly type: JsonType;
      /** A name in that value that differs from the next one only in case. */
      readonly near: string | undefined;
    }
  /** The content of a string, or another scalar as written; empty for an object or an array. */
  | { readonly kind: 'value'; readonly type: JsonType; readonly text: string };

/** The value at the path. If an object has a name twice, the last one counts, as in most programs. */
export function findInJson(text: string, path: readonly string[]): Found {
  return new Reader(text, path).read();
}

interface Container {
  readonly kind: 'object' | 'array';
  /** How many names of the path lead here; undefined if the container is not on the path. */
  readonly depth: number | undefined;
}

type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'comma or end';

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literals: readonly (readonly [word: string, type: JsonType])[] = [
  ['true', 'boolean'],
  ['false', 'boolean'],
  ['null', 'null'],
];

class Reader {
  private readonly text: string;
  private readonly path: readonly string[];
  private readonly open: Container[] = [];
  private offset = 0;
  private expected: Expected = 'value';
  /** The name of the next value. */
  private depth: number | undefined = 0;
  private root: JsonType | undefined;
  private found: Found = { kind: 'not-json' };

  constructor(text: string, path: readonly string[]) {
    this.text = text;
    this.path = path;
  }

  read(): Found {
    do {
      this.skipSpace();
      if (!this.step()) return { kind: 'not-json' };
    } while (this.open.length > 0);
    this.skipSpace();
    if (this.offset < this.text.length || this.root === undefined) return { kind: 'not-json' };
    return this.root === 'object' ? this.found : { kind: 'not-object', type: this.root };
  }

  private step(): boolean {
    const container = this.open.at(-1);
    const character = this.text.charAt(this.offset);
    switch (this.expected) {
      case 'name or end':
        return character === '}' ? this.close() : this.name(container);
      case 'name':
        return this.name(container);
      case 'value or end':
        return character === ']' ? this.close() : this.value(character);
      case 'value':
        return this.value(character);
      case 'comma or end':
        if (character === ',') {
          this.offset++;
          this.depth = undefined;
          this.expected = container?.kind === 'object' ? 'name' : 'value';
          return true;
        }
        return character === (container?.kind === 'object' ? '}' : ']') && this.close();
    }
  }

  private close(): boolean {
    this.offset++;
    this.open.pop();
    this.expected = 'comma or end';
    return true;
  }

  private name(container: Container | undefined): boolean {
    const name = this.string();
    if (name === undefined) return false;
    this.skipSpace();
    if (this.text.charAt(this.offset) !== ':') return false;
    this.offset++;
    const depth = container?.depth;
    const wanted = depth === undefined ? undefined : this.path[depth];
    this.depth = depth !== undefined && name === wanted ? depth + 1 : undefined;
    const isNear = wanted !== undefined && name !== wanted && name.toLowerCase() === wanted.toLowerCase();
    if (isNear && this.found.kind === 'missing' && this.found.depth === depth)
      this.found = { ...this.found, near: name };
    this.expected = 'value';
    return true;
  }

  private value(character: string): boolean {
    if (character === '{' || character === '[') {
      const kind = character === '{' ? 'object' : 'array';
      const goesOn = kind === 'object' && this.depth !== undefined && this.depth < this.path.length;
      this.note(kind, '');
      this.open.push({ kind, depth: goesOn ? this.depth : undefined });
      this.offset++;
      this.depth = undefined;
      this.expected = kind === 'object' ? 'name or end' : 'value or end';
      return true;
    }
    const start = this.offset;
    if (character === '"') {
      const string = this.string();
      if (string === undefined) return false;
      this.note('string', string);
    } else {
      const literal = literals.find(([word]) => this.text.startsWith(word, start));
      numberPattern.lastIndex = start;
      const written = literal?.[0] ?? numberPattern.exec(this.text)?.[0];
      if (written === undefined) return false;
      this.offset += written.length;
      this.note(literal?.[1] ?? 'number', written);
    }
    this.expected = 'comma or end';
    return true;
  }

  /** A value on the path, which replaces what has been found so far. */
  private note(type: JsonType, text: string): void {
    this.root ??= type;
    if (this.depth === undefined) return;
    this.found =
      this.depth === this.path.length
        ? { kind: 'value', type, text }
        : { kind: 'missing', depth: this.depth, type, near: undefined };
  }

  private string(): string | undefined {
    const start = this.offset;
    if (this.text.charAt(start) !== '"') return undefined;
    for (let end = start + 1; end < this.text.length; end++) {
      const code = this.text.charCodeAt(end);
      if (code < 0x20) return undefined;
      if (code === 0x5c) {
        const escape = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
        escape.lastIndex = end + 1;
        const escaped = escape.exec(this.text)?.[0];
        if (escaped === undefined) return undefined;
        end += escaped.length;
      } else if (code === 0x22) {
        this.offset = end + 1;
        return String(JSON.parse(this.text.slice(start, end + 1)));
      }
    }
    return undefined;
  }

  private skipSpace(): void {
    while (' \t\n\r'.includes(this.text.charAt(this.offset)) && this.offset < this.text.length) this.offset++;
  }
}
