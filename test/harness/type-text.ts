// Types a text letter by letter, as in VS Code: brackets and quotes close automatically, Enter indents by the rules of
// the language configuration, the server formats on type, and Backspace corrects the indentation.
import { analyze } from '../../server/src/analysis.ts';
import { formattingTriggers } from '../../server/src/features/formatting.ts';
import configuration from '../../syntaxes/language-configuration.json';

/** What one key does. */
export interface Keystroke {
  /** The text after it. */
  readonly text: string;
  readonly cursor: number;
  /** The change of the text before it. */
  readonly change: { readonly start: number; readonly end: number; readonly newText: string };
}

/** Keys that change nothing are left out: typing over a bracket that is there, and the arrow keys. */
export function* typeText(target: string): Iterable<Keystroke> {
  const unit = target.includes('\n\t') ? '\t' : '  ';
  /** What was typed, and what was closed automatically after the cursor. */
  let [before, after] = ['', ''];
  let done = 0;
  const type = (newBefore: string, newAfter = after): Keystroke => {
    const keystroke = keystrokeTo(before, after, newBefore, newAfter);
    [before, after] = [newBefore, newAfter];
    return keystroke;
  };
  function* format(key: string): Iterable<Keystroke> {
    if (!formattingTriggers.some((trigger) => trigger === key)) return;
    for (const { span, newText } of analyze(before + after).formatOnType(before.length, key, usual)) {
      yield type(before.slice(0, span.start) + newText + before.slice(span.end));
    }
  }
  while (done < target.length) {
    const key = target[done] ?? '';
    const closed = /^\s*\S/.exec(after)?.[0];
    if (closed !== undefined && target.startsWith(closed, done)) {
      before += closed;
      after = after.slice(closed.length);
      done += closed.length;
    } else if (key !== '\n') {
      const close = closesAutomatically(key, before, after);
      yield close === undefined ? type(before + key) : type(before + key, close + after);
      yield* format(key);
      done++;
    } else {
      yield type(...afterEnter(before, after, unit));
      yield* format(key);
      done++;
      const wanted = /^.*/.exec(target.slice(done))?.[0] ?? '';
      // On an empty line the indentation stays: the next Enter removes it.
      const isRight = (line: string): boolean => (wanted === '' ? line.trim() === '' : wanted.startsWith(line));
      while (!isRight(lastLine(before))) {
        yield type(before.slice(0, -widthOfBackspace(lastLine(before), unit)));
      }
      if (wanted !== '') done += lastLine(before).length;
    }
  }
  // In an unusual layout, brackets that were closed automatically are typed again.
  if (after !== '') yield type(before, '');
}

const usual = {
  tabSize: 2,
  insertSpaces: true,
  trimTrailingWhitespace: false,
  insertFinalNewline: false,
  trimFinalNewlines: false,
};

function keystrokeTo(before: string, after: string, newBefore: string, newAfter: string): Keystroke {
  let start = 0;
  while (start < before.length && before[start] === newBefore[start]) start++;
  const kept = newAfter.endsWith(after) ? after.length : 0;
  const text = newBefore + newAfter;
  const newText = text.slice(start, text.length - kept);
  return { text, cursor: newBefore.length, change: { start, end: before.length + after.length - kept, newText } };
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** Backspace in the indentation removes a whole step of it. */
function widthOfBackspace(line: string, unit: string): number {
  return unit !== '\t' && line.trim() === '' ? ((line.length - 1) % unit.length) + 1 : 1;
}

/** What is inserted after the key. */
function closesAutomatically(key: string, before: string, after: string): string | undefined {
  const pair = configuration.autoClosingPairs.find(({ open }) => open === key);
  const isInComment = /(?:^|\s)#/.test(lastLine(before));
  const isApostrophe = pair?.close === key && /\w$/.test(before);
  const isBeforeText = !/^(?:[\s\]},:;]|$)/.test(after);
  return isInComment || isApostrophe || isBeforeText ? undefined : pair?.close;
}

function afterEnter(before: string, after: string, unit: string): [string, string] {
  const line = lastLine(before);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  // The indentation of an empty line is removed when the cursor leaves it.
  const rest = line.trim() === '' ? before.slice(0, before.length - line.length) : before;
  const isOpen = /[[{]$/.test(line);
  if (isOpen && /^[\]}]/.test(after)) return [`${rest}\n${indent}${unit}`, `\n${indent}${after}`];
  const restOfLine = /^.*/.exec(after)?.[0] ?? '';
  const previous = lastLine(before.slice(0, Math.max(0, before.length - line.length - 1)));
  const rule = configuration.onEnterRules.find(
    ({ beforeText, afterText, previousLineText }) =>
      new RegExp(beforeText).test(line) &&
      (afterText === undefined || new RegExp(afterText).test(restOfLine)) &&
      (previousLineText === undefined || new RegExp(previousLineText).test(previous)),
  );
  const isIndented = rule ? rule.action.indent === 'indent' : isOpen;
  return [`${rest}\n${indent}${isIndented ? unit : ''}${rule?.action.appendText ?? ''}`, after];
}
