// The variables of the Serverless Framework in a text: `${self:custom.table, 'chat'}`. What CloudFormation calls
// `${AWS::Region}` or `${Table.Arn}` is text.

/** A part of a text. */
export type Part = string | Variable;

export interface Variable {
  /** As it is written: `${opt:stage, 'dev'}`. */
  readonly text: string;
  /** In the order in which they are tried. None if the variable cannot be parsed. */
  readonly sources: readonly VariableSource[];
}

export type VariableSource =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** `${opt:stage, ${self:provider.stage}}` */
  | { readonly kind: 'nested'; readonly parts: readonly Part[] }
  | {
      readonly kind: 'lookup';
      /** `file` of `${file(names.yml):table}` */
      readonly type: string;
      /** Each as parts: `names.yml`. */
      readonly parameters: readonly (readonly Part[])[];
      /** `table` */
      readonly address: readonly Part[];
    };

/** Deeper variables are not parsed. */
const maximumDepth = 12;

/**
 * @returns the parts in order. What cannot be parsed is one variable without sources, to the end of the text.
 */
export function partsOf(text: string): readonly Part[] {
  return new VariableParser(text).parts(0, () => false);
}

/** A name before a colon or a parenthesis, as in `${self:` and `${file(`. */
const start = /\$\{([a-z][\w.-]*)(?=:(?!:)|\()/y;

class VariableParser {
  private index = 0;

  constructor(private readonly text: string) {}

  /** Up to a character at which they end, which is not consumed. */
  parts(depth: number, isEnd: (character: string) => boolean): readonly Part[] {
    const parts: Part[] = [];
    let literal = '';
    while (this.index < this.text.length && !isEnd(this.text.charAt(this.index))) {
      if (this.text.startsWith('\\${', this.index)) {
        literal += '${';
        this.index += 3;
        continue;
      }
      const variable = this.variable(depth);
      if (variable) {
        if (literal !== '') parts.push(literal);
        literal = '';
        parts.push(variable);
      } else {
        literal += this.text.charAt(this.index);
        this.index += 1;
      }
    }
    if (literal !== '') parts.push(literal);
    return parts;
  }

  private variable(depth: number): Variable | undefined {
    start.lastIndex = this.index;
    if (!this.text.startsWith('${', this.index) || !start.test(this.text)) return undefined;
    const from = this.index;
    this.index += 2;
    const sources = depth < maximumDepth ? this.sources(depth + 1) : undefined;
    if (sources === undefined) this.index = this.text.length;
    return { text: this.text.slice(from, this.index), sources: sources ?? [] };
  }

  /** Up to the closing brace, which is consumed. Undefined if something else is there. */
  private sources(depth: number): readonly VariableSource[] | undefined {
    const sources: VariableSource[] = [];
    for (;;) {
      const source = this.source(depth);
      if (!source) return undefined;
      sources.push(source);
      this.skipSpaces();
      const separator = this.text.charAt(this.index);
      this.index += 1;
      if (separator === '}') return sources;
      if (separator !== ',') return undefined;
    }
  }

  private source(depth: number): VariableSource | undefined {
    this.skipSpaces();
    const quoted = this.quoted();
    if (quoted !== undefined) return { kind: 'literal', value: quoted };
    if (this.text.startsWith('${', this.index)) {
      const parts = this.parts(depth, (character) => character === ',' || character === '}');
      return { kind: 'nested', parts };
    }
    const word = this.match(/[^\s:(){},"'$]*/y);
    const parameters = this.text.charAt(this.index) === '(' ? this.parameters(depth) : [];
    if (parameters === undefined) return undefined;
    if (this.text.charAt(this.index) === ':') {
      this.index += 1;
      this.skipSpaces();
      const address = this.quoted();
      const parts =
        address === undefined ? this.parts(depth, (character) => character === ',' || character === '}') : [address];
      return { kind: 'lookup', type: word, parameters, address: trimmed(parts) };
    }
    return parameters.length > 0 ? { kind: 'lookup', type: word, parameters, address: [] } : literalOf(word);
  }

  /** `(names.yml, x)`. Undefined if it is not closed. */
  private parameters(depth: number): readonly (readonly Part[])[] | undefined {
    const parameters: (readonly Part[])[] = [];
    do {
      this.index += 1;
      this.skipSpaces();
      const quoted = this.quoted();
      const parts =
        quoted === undefined
          ? this.parts(depth, (character) => character === ',' || character === ')' || character === '}')
          : [quoted];
      parameters.push(trimmed(parts));
      this.skipSpaces();
    } while (this.text.charAt(this.index) === ',');
    if (this.text.charAt(this.index) !== ')') return undefined;
    this.index += 1;
    return parameters;
  }

  /** A text in quotes, if one is next and ends. */
  private quoted(): string | undefined {
    const quote = this.text.charAt(this.index);
    if (quote !== "'" && quote !== '"') return undefined;
    const end = this.text.indexOf(quote, this.index + 1);
    if (end < 0) return undefined;
    const content = this.text.slice(this.index + 1, end);
    this.index = end + 1;
    return content;
  }

  private skipSpaces(): void {
    this.match(/\s*/y);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.index;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.index += found.length;
    return found;
  }
}

function literalOf(word: string): VariableSource | undefined {
  if (word === '') return undefined;
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
  if (word === 'null') return { kind: 'literal', value: null };
  return { kind: 'literal', value: Number.isNaN(Number(word)) ? word : Number(word) };
}

/** Without white space at the end: `${self:custom.name , 'x'}`. */
function trimmed(parts: readonly Part[]): readonly Part[] {
  const last = parts.at(-1);
  return typeof last === 'string' ? [...parts.slice(0, -1), last.trimEnd()].filter((part) => part !== '') : parts;
}
