// Splits the output of a program into lines. A line that is longer than allowed is dropped, so that a program that writes
// without a line break takes no memory.

export interface OutputLines {
  /** Adds some output. */
  readonly add: (text: string) => void;
  /** The output has ended: what follows the last line break is a line, too. */
  readonly end: () => void;
}

/**
 * @param maximum the length of the longest line, in UTF-16 units
 * @param onLine receives each line that is not empty
 * @param onDropped receives the beginning of a line that was too long
 */
export function outputLines(
  maximum: number,
  onLine: (line: string) => void,
  onDropped: (beginning: string) => void,
): OutputLines {
  let pending = '';
  let isDropping = false;
  const endLine = (): void => {
    if (!isDropping && pending.trim() !== '') onLine(pending.replace(/\r$/, ''));
    pending = '';
    isDropping = false;
  };
  const extend = (text: string): void => {
    if (isDropping) return;
    pending += text;
    if (pending.length <= maximum) return;
    onDropped(pending.slice(0, 200));
    pending = '';
    isDropping = true;
  };
  return {
    add(text) {
      const [first = '', ...others] = text.split('\n');
      extend(first);
      for (const other of others) {
        endLine();
        extend(other);
      }
    },
    end: endLine,
  };
}
