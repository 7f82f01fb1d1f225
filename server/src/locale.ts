// Texts for people in the user's language. The code has them in English; a catalogue translates them, and what it does not
// have stays English. Extracted by `npm run generate` into the files in `l10n/`.

/** The translations by their English texts, in which `{0}`, `{1}` and so on are the values. */
export type Catalogue = Readonly<Record<string, string>>;

export function isCatalogue(texts: unknown): texts is Catalogue {
  return typeof texts === 'object' && texts !== null && Object.values(texts).every((text) => typeof text === 'string');
}

let catalogue: Catalogue | undefined;

/**
 * Chooses the language of the process: it serves one user. Called before the first text is written, because texts are kept
 * as long as what they are about. Until then, and with undefined, the language is English.
 */
export function translateWith(chosen: Catalogue | undefined): void {
  catalogue = chosen;
}

/** What the function writes, in English, for a file that is the same in all languages. It must not keep texts for later. */
export function inEnglish<T>(write: () => T): T {
  const chosen = catalogue;
  catalogue = undefined;
  try {
    return write();
  } finally {
    catalogue = chosen;
  }
}

/** The text in the user's language: t`There is no ${name}.` is looked up as `There is no {0}.` */
export function t(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  // In English, which is the usual case, nothing has to be looked up.
  const translation = catalogue && lookUp(texts.reduce((key, text, index) => `${key}{${index - 1}}${text}`));
  // A translation that is not yet written is empty.
  if (translation) return translation.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));
  return texts.reduce((text, next, index) => `${text}${values[index - 1]}${next}`);
}

/** The translation of a constant, which is written in English because it exists before the language is known. */
export function translated(text: string): string {
  return lookUp(text) || text;
}

function lookUp(text: string): string | undefined {
  return catalogue?.[text] ?? catalogue?.[shortKey(text)];
}

/** What a packed catalogue has instead of the English text, which would be most of it: its 32-bit FNV-1a hash. */
export function shortKey(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
