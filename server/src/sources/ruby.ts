// The methods of a Ruby file that Lambda can call: those of no class, by their names, and those of classes and modules
// themselves, with the path to them: `handler`, `Chat::Messages.send`.
import type { Exports, SourceExport } from '../model/project.ts';
import { rubyTokens, type RubyToken } from './ruby-tokens.ts';

export function rubyExports(text: string): Exports {
  return new MethodReader(rubyTokens(text)).read();
}

/** In what a method is defined, if not in the file itself. */
interface Scope {
  readonly kind: 'class' | 'method' | 'block';
  /** Of the class or module, with those around it. */
  readonly path: string;
  /** Whether what is defined from here on are methods of the class itself, not of its instances. */
  ownMethods: boolean;
}

/** Lambda takes no longer names than this. */
const maximumLength = 128;
/** So many tokens of a method's parameters are looked at for their end. */
const maximumParameters = 500;

/** A token behind the last one, so that looking ahead needs no care. */
const end: RubyToken = { kind: 'break', text: '', span: { start: 0, end: 0 } };

/** Behind these a statement starts: an `if` there is no modifier of what stands before it. */
const beforeStatement = /^(?:and|or|not|if|unless|while|until|elsif|else|then|do|when|in|begin|ensure)$/;
/** What defines methods by other means, or brings in those of other files. */
const opaque =
  /^(?:alias|alias_method|autoload|define_method|define_singleton_method|extend|include|load|method_missing|prepend|require_relative|singleton_class|\w*eval|\w+_exec)$/;

class MethodReader {
  private at = 0;
  private allKnown = true;
  /** Whether the next `do` of the line is a loop's, which has its `end` already. */
  private loop = false;
  /** What is open, by the scope in it: what is no scope of its own has that which it is in. */
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
    // What does not match its `end` may be in another class than it seems.
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
    // A class has the methods of the one that it comes from.
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
      // Whose it becomes shows when it runs.
      this.allKnown = false;
      return;
    }
    const isOwn = receiver === 'self' || scope?.ownMethods === true;
    // There is no instance to call, and the object that a file itself is cannot be named.
    if (isOwn !== (scope !== undefined) || name.kind !== 'word' || !/^\w+$/.test(name.text)) return;
    if (scope && scope.path.length > maximumLength) return;
    const path = scope ? `${scope.path}.${name.text}` : name.text;
    this.found.set(path, { name: path, span: name.span, callable: true });
  }

  /** `module_function` for all that follows, or `extend self` for what was before as well. */
  private makeOwn(scope: Scope | undefined): void {
    const isBare = this.peek(1).kind === 'break';
    const isOfAll = isBare || this.peek().text === 'extend';
    if (scope?.kind === 'class' && isOfAll) scope.ownMethods = true;
    if (scope?.kind !== 'class' || !isBare) this.allKnown = false;
  }

  /** Whether the method is what stands behind `=`. */
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
