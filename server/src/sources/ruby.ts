// The methods of a Ruby file that Lambda can call: top-level methods by name, and class and module methods with their
// path: `handler`, `Chat::Messages.send`.
import type { Exports, SourceExport } from '../model/project.ts';
import { rubyTokens, type RubyToken } from './ruby-tokens.ts';

export function rubyExports(text: string): Exports {
  return new MethodReader(rubyTokens(text)).read();
}

/** The class or module in which a method is defined. */
interface Scope {
  readonly kind: 'class' | 'method' | 'block';
  /** The full name of the class or module. */
  readonly path: string;
  /** Whether methods defined from here on belong to the class itself, not to its instances. */
  ownMethods: boolean;
}

/** Lambda's limit on the length of a name. */
const maximumLength = 128;
/** How many tokens are searched for the end of a method's parameters. */
const maximumParameters = 500;

/** A token after the last one, so that lookahead needs no bounds check. */
const end: RubyToken = { kind: 'break', text: '', span: { start: 0, end: 0 } };

/** After these, a statement starts, so an `if` there is not a modifier. */
const beforeStatement = /^(?:and|or|not|if|unless|while|until|elsif|else|then|do|when|in|begin|ensure)$/;
/** Calls that define methods in other ways, or include those of other files. */
const opaque =
  /^(?:alias|alias_method|autoload|define_method|define_singleton_method|extend|include|load|method_missing|prepend|require_relative|singleton_class|\w*eval|\w+_exec)$/;

class MethodReader {
  private at = 0;
  private allKnown = true;
  /** Whether the next `do` of the line belongs to a loop, whose `end` is already counted. */
  private loop = false;
  /** The open blocks, each with the scope inside it. A block that is not a scope has the surrounding one. */
  private readonly open: (Scope | undefined)[] = [];
  private readonly found = new Map<string, SourceExport>();

  constructor(private readonly tokens: readonly RubyToken[]) {}

  read(): Exports {
    for (; this.at < this.tokens.length; this.at++) {
      const { kind, text } = this.peek();
      if (kind === 'break' || text === ';') this.loop = false;
      else if (kind === 'open') this.allKnown = false;
      else if (kind === 'word' && !/^(?:\.|&\.|::)$/.test(this.peek(-1).text)) this.readWord(text);
    }
    // With unbalanced `end`s, a method may be in another class than it seems.
    return { exports: [...this.found.values()], allExportsKnown: this.allKnown && this.open.length === 0 };
  }

  private readWord(word: string): void {
    const scope = this.open.at(-1);
    if (word === 'end') {
      if (this.open.length === 0) this.allKnown = false;
      this.open.pop();
    } else if (word === 'class' || word === 'module') this.readClass(scope);
    else if (word === 'def') this.readMethod(scope);
    else if (word === 'begin' || word === 'case') this.open.push(scope);
    else if (/^(?:if|unless|while|until|for)$/.test(word)) {
      if (!this.startsStatement()) return;
      this.open.push(scope);
      this.loop = word !== 'if' && word !== 'unless';
    } else if (word === 'do') {
      if (!this.loop) this.open.push({ kind: 'block', path: '', ownMethods: false });
      this.loop = false;
    } else if (word === 'module_function' || (word === 'extend' && this.peek(1).text === 'self')) this.makeOwn(scope);
    else if (opaque.test(word)) this.allKnown = false;
  }

  private startsStatement(): boolean {
    const { kind, text } = this.peek(-1);
    if (kind === 'sign') return !/^[)\]}]$/.test(text);
    return kind === 'break' || (kind === 'word' && beforeStatement.test(text));
  }

  /** `class A::B < C`, `module A`, `class << self`. */
  private readClass(outer: Scope | undefined): void {
    if (this.peek(1).text === '<<') {
      if (this.peek(2).text !== 'self') this.allKnown = false;
      this.open.push({ kind: 'class', path: outer?.path ?? '', ownMethods: true });
      this.at += 2;
      return;
    }
    const isAbsolute = this.peek(1).text === '::';
    let path = isAbsolute || !outer ? '' : `${outer.path}::`;
    path += this.peek(isAbsolute ? 2 : 1).text;
    this.at += isAbsolute ? 2 : 1;
    for (; this.peek(1).text === '::'; this.at += 2) path += `::${this.peek(2).text}`;
    // A class inherits the methods of its superclass.
    if (this.peek(1).text === '<') this.allKnown = false;
    this.open.push({ kind: 'class', path, ownMethods: false });
  }

  /** `def name`, `def self.name`, with or without an `end`. */
  private readMethod(scope: Scope | undefined): void {
    const isOf = this.peek(2).text === '.';
    const receiver = isOf ? this.peek(1).text : undefined;
    const name = this.peek(isOf ? 3 : 1);
    this.at += isOf ? 3 : 1;
    const next = this.peek(1);
    const isSetter = next.text === '=' && next.span.start === name.span.end;
    if (!isSetter) this.add(name, receiver, scope);
    if (isSetter || !this.isEndless()) this.open.push({ kind: 'method', path: '', ownMethods: false });
  }

  private add(name: RubyToken, receiver: string | undefined, scope: Scope | undefined): void {
    if (scope?.kind === 'method' || scope?.kind === 'block' || (receiver !== undefined && receiver !== 'self')) {
      // The owner is known only at runtime.
      this.allKnown = false;
      return;
    }
    const isOwn = receiver === 'self' || scope?.ownMethods === true;
    // There is no instance to call, and the top-level object has no name.
    if (isOwn !== (scope !== undefined) || name.kind !== 'word' || !/^\w+$/.test(name.text)) return;
    if (scope && scope.path.length > maximumLength) return;
    const path = scope ? `${scope.path}.${name.text}` : name.text;
    this.found.set(path, { name: path, span: name.span, callable: true });
  }

  /** `module_function` affects what follows; `extend self` also affects what precedes it. */
  private makeOwn(scope: Scope | undefined): void {
    const isBare = this.peek(1).kind === 'break';
    const isOfAll = isBare || this.peek().text === 'extend';
    if (scope?.kind === 'class' && isOfAll) scope.ownMethods = true;
    if (scope?.kind !== 'class' || !isBare) this.allKnown = false;
  }

  /** Whether the method is an endless one, with `=`. */
  private isEndless(): boolean {
    let ahead = 1;
    if (this.peek(ahead).text === '(') {
      let nested = 0;
      do {
        const { text } = this.peek(ahead++);
        if (text === '(') nested++;
        else if (text === ')') nested--;
      } while (nested > 0 && ahead < maximumParameters);
    }
    return this.peek(ahead).text === '=';
  }

  private peek(ahead = 0): RubyToken {
    return this.tokens[this.at + ahead] ?? end;
  }
}
