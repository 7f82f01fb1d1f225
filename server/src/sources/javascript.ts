// The exports of a JavaScript or TypeScript module, in the notations of ES modules and of CommonJS.
import type { Exports, SourceExport } from '../model/project.ts';
import { tokensOf, type Token } from './javascript-tokens.ts';

export function javaScriptExports(text: string): Exports {
  const reader = new ExportReader(tokensOf(text));
  return reader.read();
}

/** The total number of lookahead tokens, limited so that nested code does not take quadratic time. */
const maximumLookahead = 500_000;

/** A token after the last one, so that lookahead needs no bounds check. */
const end: Token = { kind: 'other', text: '', span: { start: 0, end: 0 } };

/** An export as stated in the text. */
interface StatedExport {
  /** Its name inside the module, if known. */
  readonly local?: Token | undefined;
  readonly callable?: boolean;
}

class ExportReader {
  private at = 0;
  private depth = 0;
  private allKnown = true;
  private lookahead = 0;
  /** The exports by name. If a name is assigned several times, the last one counts. */
  private readonly found = new Map<string, SourceExport>();
  /** The declarations of the module, by name. */
  private readonly declared = new Map<string, SourceExport>();
  /** Exports of declarations elsewhere in the module: the local name by the exported name. */
  private readonly locals = new Map<string, string>();

  constructor(private readonly tokens: readonly Token[]) {}

  read(): Exports {
    for (; this.at < this.tokens.length; this.at++) {
      const token = this.peek();
      if (isSign(token, '{', '(', '[')) this.depth++;
      else if (isSign(token, '}', ')', ']')) this.depth--;
      else if (token.kind === 'name' && !isSign(this.peek(-1), '?.')) this.readName(token);
    }
    const exports = [...this.found.values()].map((found): SourceExport => {
      const local = this.locals.get(found.name);
      const declared = local === undefined ? undefined : this.declared.get(local);
      return declared ? { ...declared, name: found.name } : found;
    });
    // With unbalanced brackets, it is unclear what is at the top level.
    return { exports, allExportsKnown: this.allKnown && this.depth === 0 };
  }

  private readName({ text }: Token): void {
    const isMember = isSign(this.peek(-1), '.');
    if (text === 'exports') {
      const isModules = isMember && isName(this.peek(-2), 'module') && !isSign(this.peek(-3), '.');
      if (!isMember || isModules) this.readCommonJS(isModules);
    } else if (this.depth > 0 || isMember) return;
    else if (text === 'export') this.readExport();
    else this.declare();
  }

  /** Records a declaration at this token, if there is one. */
  private declare(): void {
    const { text: what } = this.peek();
    if (!/^(?:function|class|enum|const|let|var)$/.test(what)) return;
    const { kind, text: name, span } = this.peek(isSign(this.peek(1), '*') ? 2 : 1);
    if (kind === 'name') this.declared.set(name, { name, span, callable: what !== 'class' && what !== 'enum' });
  }

  private add({ kind, text, span }: Token, { local, callable = true }: StatedExport = {}): void {
    if ((kind !== 'name' && kind !== 'string') || text === '') {
      // A half-typed name.
      this.allKnown = false;
      return;
    }
    this.found.set(text, { name: text, span, callable });
    if (local?.kind === 'name') this.locals.set(text, local.text);
    else this.locals.delete(text);
  }

  private readExport(): void {
    let ahead = 1;
    while (isName(this.peek(ahead), 'async', 'abstract')) ahead++;
    const what = this.peek(ahead);
    if (isSign(what, '{')) this.readClause(ahead + 1);
    else if (isSign(what, '*')) {
      if (isName(this.peek(ahead + 1), 'as')) this.add(this.peek(ahead + 2), { callable: false });
      else this.allKnown = false;
    } else if (isName(what, 'default')) this.add(what);
    else if (isName(what, 'type', 'interface', 'declare')) return;
    else if (isName(what, 'function', 'import')) {
      this.add(this.peek(isSign(this.peek(ahead + 1), '*') ? ahead + 2 : ahead + 1));
    } else if (isName(what, 'class', 'enum', 'namespace', 'module')) {
      this.add(this.peek(ahead + 1), { callable: false });
    } else if (isName(what, 'const', 'let', 'var')) {
      if (isName(this.peek(ahead + 1), 'enum')) this.add(this.peek(ahead + 2), { callable: false });
      else this.readDeclarators(ahead + 1);
    } else this.allKnown = false;
  }

  /** `{ a, b as c, type D }`, starting after its brace. */
  private readClause(from: number): void {
    const found: { readonly exported: Token; readonly local: Token | undefined }[] = [];
    let names: Token[] = [];
    let ahead = from;
    for (; ; ahead++) {
      const token = this.peek(ahead);
      if (token.kind === 'name' || token.kind === 'string') names.push(token);
      else {
        const isType = isName(names[0], 'type') && names.length % 2 === 0;
        const exported = names.at(-1);
        if (exported && !isType) found.push({ exported, local: names[0] });
        names = [];
        if (!isSign(token, ',')) break;
      }
    }
    // An export from another file is not a declaration in this one.
    const isElsewhere = isName(this.peek(ahead + 1), 'from');
    for (const { exported, local } of found) this.add(exported, isElsewhere ? {} : { local });
  }

  /** `a = 1, b: Type = 2` or a pattern, starting after `const`. */
  private readDeclarators(from: number): void {
    const first = this.peek(from);
    if (isSign(first, '{', '[')) {
      this.readPattern(from);
      return;
    }
    this.add(first);
    let nested = 0;
    for (let ahead = from + 1; this.isCode(ahead); ahead++) {
      const token = this.peek(ahead);
      if (isSign(token, '{', '(', '[')) nested++;
      else if (isSign(token, '}', ')', ']')) nested--;
      else if (nested > 0) continue;
      // Without semicolons, a statement ends where the next one starts.
      else if (isSign(token, ';') || isName(token, 'export', 'const', 'let', 'var', 'function', 'class')) return;
      else if (isSign(token, ',') && isSign(this.peek(ahead + 2), '=', ':')) this.add(this.peek(ahead + 1));
    }
  }

  /** Every name in a pattern except its keys. Names in defaults are included too, because too many are harmless. */
  private readPattern(from: number): void {
    let nested = 0;
    for (let ahead = from; this.isCode(ahead); ahead++) {
      const token = this.peek(ahead);
      if (isSign(token, '{', '[', '(')) nested++;
      else if (isSign(token, '}', ']', ')')) nested--;
      else if (token.kind === 'name' && !isSign(this.peek(ahead + 1), ':')) this.add(token);
      if (nested === 0) return;
    }
  }

  private readCommonJS(isModules: boolean): void {
    const next = this.peek(1);
    if (isSign(next, '.') && this.peek(2).kind === 'name') {
      if (isSign(this.peek(3), '=')) this.add(this.peek(2), { local: this.assignedName(4) });
    } else if (isSign(next, '[') && this.peek(2).kind === 'string') {
      if (isSign(this.peek(4), '=')) this.add(this.peek(2), { local: this.assignedName(5) });
    } else if (isSign(next, '=')) {
      // `module.exports = exports = …` is handled at its last part.
      if (isSign(this.peek(2), '{')) this.readObject(3);
      else if (!isName(this.peek(2), 'module', 'exports')) this.allKnown = false;
    } else if (!isModules && this.isDefineProperty()) {
      if (this.peek(2).text !== '__esModule') this.add(this.peek(2));
    } else this.allKnown = false;
  }

  /** `Object.defineProperty(exports, 'name'`, as compilers write it. */
  private isDefineProperty(): boolean {
    return (
      isSign(this.peek(-1), '(') &&
      isName(this.peek(-2), 'defineProperty') &&
      isSign(this.peek(1), ',') &&
      this.peek(2).kind === 'string'
    );
  }

  /** The assigned name, if the assigned value is just a name. */
  private assignedName(ahead: number): Token | undefined {
    return isSign(this.peek(ahead + 1), '.', '(', '[', '=>') ? undefined : this.peek(ahead);
  }

  /** `{ a, b: c, d() {}, 'e': f, ...g }`, starting after its brace. */
  private readObject(from: number): void {
    let nested = 0;
    let isStart = true;
    for (let ahead = from; this.isCode(ahead); ahead++) {
      const token = this.peek(ahead);
      if (isStart && nested === 0) {
        isStart = false;
        let key = ahead;
        while (isName(this.peek(key), 'async', 'get', 'set') && !isSign(this.peek(key + 1), ',', ':', '(', '}')) key++;
        if (isSign(this.peek(key), '*')) key++;
        const named = this.peek(key);
        const value = isSign(this.peek(key + 1), ':') ? this.assignedName(key + 2) : named;
        if (named.kind === 'name' || named.kind === 'string') this.add(named, { local: value });
        else if (!isSign(named, '}')) this.allKnown = false;
      }
      if (isSign(token, '{', '(', '[')) nested++;
      else if (isSign(token, '}', ')', ']') && --nested < 0) return;
      else if (isSign(token, ',') && nested === 0) isStart = true;
    }
  }

  private isCode(ahead: number): boolean {
    if (++this.lookahead > maximumLookahead) this.allKnown = false;
    return this.at + ahead < this.tokens.length && this.lookahead <= maximumLookahead;
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? end;
  }
}

function isSign(token: Token, ...signs: readonly string[]): boolean {
  return token.kind === 'punctuator' && signs.includes(token.text);
}

function isName(token: Token | undefined, ...names: readonly string[]): boolean {
  return token?.kind === 'name' && names.includes(token.text);
}
