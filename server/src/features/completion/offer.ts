// What is offered at a place, before it is known which of the text it replaces.
import type { Edit } from '../../syntax/edits.ts';
import { writeScalar } from '../../syntax/write-value.ts';
import type { Place } from './place.ts';
import { SnippetBuilder } from './snippet.ts';

export interface Offer {
  readonly label: string;
  readonly kind: OfferKind;
  /** A few words beside the label. */
  readonly detail: string;
  /** Computed when asked for. */
  readonly markdown: () => string;
  readonly deprecated?: boolean;
  readonly insert: SnippetBuilder;
  /** What accepting it changes elsewhere. */
  readonly edits?: readonly Edit[];
  /** Whether nothing but what is offered can stand there: a character that ends the word may then accept it. */
  readonly closed?: boolean;
  /** Whether accepting it leads to a place where there is something to offer again. */
  readonly opens?: boolean;
}

/** A `draft` brings more than the word that it is called by. */
export type OfferKind = 'property' | 'value' | 'route' | 'resource' | 'draft';

/** The text in the quotes that stand already, or that JSON asks for. */
export function written(text: string, { style, quote }: Place): SnippetBuilder {
  return new SnippetBuilder().text(writeScalar(text, { flow: style.flow, quote: style.json ? 'double' : quote }));
}
