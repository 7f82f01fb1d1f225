// Completion: what can stand at the cursor.
import type { Project } from '../../model/project.ts';
import { type Edit, startOfLine } from '../../syntax/edits.ts';
import type { Span, SyntaxTree } from '../../syntax/tree.ts';
import { endpointOffers } from './endpoints.ts';
import { entryPointOffers } from './entry-points.ts';
import { keyOffers } from './keys.ts';
import { type Offer, type OfferKind, SnippetBuilder } from './write-draft.ts';
import { placesAt, type CompletionPlace } from './place.ts';
import { resourceTypeOffers } from './resource-types.ts';
import { resourceOffers } from './resources.ts';
import { targetOffers } from './targets.ts';
import { defaultOffers, enumOffers, nameOffers, routeOffers, textOffers } from './values.ts';

/** What can stand at one place. */
export interface CompletionList {
  /** What most items replace: those with this very object as their range. Undefined where there are no items. */
  readonly range: CompletionRange | undefined;
  readonly items: readonly CompletionItem[];
}

export interface CompletionRange {
  /** What is replaced on accepting an item: reaches to the end of the word that the cursor is in. */
  readonly replaced: Span;
  /**
   * The same where the rest of the word is to stay: ends at the cursor, but only of a bare word that can go on; behind
   * anything else, the rest would be an error.
   */
  readonly inserted: Span;
}

export interface CompletionItem {
  /** No two items of one place have the same. */
  readonly label: string;
  readonly kind: OfferKind;
  /** A few words beside the label. */
  readonly detail: string;
  /** Computed when asked for. */
  readonly markdown: () => string;
  readonly deprecated: boolean;
  /** One object for all items that replace the same. */
  readonly range: CompletionRange;
  /** In the syntax of snippets: `$0` is where the cursor goes, and a literal `$` is escaped. */
  readonly snippet: string;
  /** The same for an editor that knows no snippets. */
  readonly plain: string;
  /** What stands before each of its lines after the first, where the editor does not indent them as that one is. */
  readonly lead: string;
  /** What accepting it changes elsewhere. */
  readonly edits: readonly Edit[];
  /** Characters that accept it as they are typed. */
  readonly commitCharacters: readonly string[];
  /** Whether accepting it leads to a place where there is something to offer again. */
  readonly opens: boolean;
  /** Text in the order of which the items are shown. */
  readonly sortText: string;
}

export interface CompletionOptions {
  /** Whether the file is to be JSON, although it may be too short yet to tell. */
  readonly json?: boolean;
}

export function completion(project: Project, offset: number, { json = false }: CompletionOptions = {}): CompletionList {
  const labels = new Set<string>();
  const ranges = new Map<string, CompletionRange>();
  const rangeOf = (replaced: Span, inserted: Span): CompletionRange => {
    const key = [replaced.start, replaced.end, inserted.end].join(' ');
    const range = ranges.get(key) ?? { replaced, inserted };
    ranges.set(key, range);
    return range;
  };
  const items = placesAt(project, offset, json)
    .flatMap((place) => offersAt(project, place).map((offer) => ({ place, offer })))
    .filter(({ offer: { label } }) => !labels.has(label) && labels.add(label))
    .map(({ place, offer }, index): CompletionItem => {
      const { replaced } = place;
      const written = writtenAt(project.tree, place, offer);
      const { label, kind, detail, markdown, deprecated = false, closed, opens = false } = offer;
      const isOpenWord = kind === 'value' && !closed && written.plain === label;
      return {
        label,
        kind,
        detail,
        markdown,
        deprecated,
        range: rangeOf(replaced, isOpenWord ? { start: replaced.start, end: offset } : replaced),
        ...written,
        // Before anything is typed, such a character is meant as itself.
        commitCharacters: closed && place.style.flow && place.typed !== '' ? [',', '}'] : [],
        opens,
        sortText: String(index).padStart(4, '0'),
      };
    });
  return { range: items[0]?.range, items };
}

function offersAt(project: Project, place: CompletionPlace): Offer[] {
  switch (place.kind) {
    case 'key':
      return keyOffers(place);
    case 'resource-id':
      return resourceOffers(place);
    case 'resource-type':
      return resourceTypeOffers(project, place);
    case 'resource-name':
      return nameOffers(place);
    case 'enum-value':
      return enumOffers(place);
    case 'default':
      return defaultOffers(place);
    case 'text':
      return textOffers(place);
    case 'entry-point':
      return entryPointOffers(place);
    case 'route':
      return routeOffers(place);
    case 'endpoint':
      return endpointOffers(project, place);
    case 'connection-target':
      return targetOffers(place);
  }
}

type Written = Pick<CompletionItem, 'snippet' | 'plain' | 'lead' | 'edits'>;

/** With the dash and the commas that the place lacks. */
function writtenAt(tree: SyntaxTree, place: CompletionPlace, { insert, edits = [] }: Offer): Written {
  const { frame, replaced, style } = place;
  const comma = frame.before === ',' ? endBefore(tree, replaced.start) : undefined;
  const before = comma === replaced.start ? ', ' : frame.before === '- ' ? '- ' : '';
  const item = new SnippetBuilder().text(before).append(insert);
  if (frame.after === ',') item.text(',');
  return {
    ...item.build(),
    lead: style.lead,
    edits: comma === undefined || before !== '' ? edits : [...edits, commaAt(comma)],
  };
}

/** The comma that an entry or item lacks. */
function commaAt(offset: number): Edit {
  return { span: { start: offset, end: offset }, newText: ',' };
}

/** Where what stands before the offset ends, comments and room aside. */
function endBefore({ text, comments }: SyntaxTree, offset: number): number {
  let at = offset;
  for (;;) {
    at = text.slice(0, at).trimEnd().length;
    const comment = comments.find(({ span }) => span.start < at && at <= span.end);
    if (!comment) return at;
    at = comment.span.start;
  }
}

/** Those behind which something new can stand; but behind a brace, Enter is meant to begin a line, not to accept. */
export const triggerCharacters = [' ', '"', "'", '$', '[', ',', '.', '/'] as const;

/** Whether the character just typed before the offset may begin something; a space may also be indentation or prose. */
export function triggersAt(text: string, offset: number, character: string): boolean {
  if (character !== ' ') return true;
  const lead = text.slice(startOfLine(text, offset), offset).trimEnd();
  // One space begins a value, an item or an entry; a second one is the user's own affair.
  return /(?:[:[{,]|(?:^|\s)-)$/.test(lead) && lead.length === offset - startOfLine(text, offset) - 1;
}
