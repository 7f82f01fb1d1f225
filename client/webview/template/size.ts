// How close the template is to AWS's limits, as bars and as text.
import type { Measure, TemplateSize } from '../../../server/src/protocol.ts';
import { element } from '../dom.ts';
import { t } from '../../../server/src/locale.ts';

export interface SizeBar {
  readonly content: HTMLElement;
  readonly show: (size: TemplateSize) => void;
}

/** The share of a limit from which a measure counts as close to it. */
const near = 0.8;

export function sizeBar(): SizeBar {
  const resources = meter(t`Resources`);
  const outputs = meter(t`Outputs`);
  const bytes = meter(t`Size`);
  return {
    content: element('div', { class: 'sizes' }, resources.content, outputs.content, bytes.content),
    show(size) {
      resources.show(size.resources, t`${amountOf(size.resources)} resources`);
      outputs.show(size.outputs, t`${amountOf(size.outputs)} outputs`);
      const fits = size.bytes.count <= size.directBytes.maximum;
      bytes.show(fits ? size.directBytes : size.bytes, bytesOf(size));
    },
  };
}

function amountOf({ count, maximum }: Measure): string {
  return t`${count.toLocaleString()} of ${maximum.toLocaleString()}`;
}

function bytesOf({ bytes, directBytes }: TemplateSize): string {
  if (bytes.count <= directBytes.maximum) return t`${amountOf(directBytes)} bytes`;
  return t`${amountOf(bytes)} bytes, must be deployed through S3`;
}

interface Meter {
  readonly content: HTMLElement;
  readonly show: (measure: Measure, words: string) => void;
}

function meter(name: string): Meter {
  const filled = element('span', { class: 'filled' });
  const bar = element('span', { class: 'meter', role: 'meter', 'aria-label': name, 'aria-valuemin': '0' }, filled);
  const text = element('span');
  return {
    content: element('span', { class: 'size' }, bar, text),
    show({ count, maximum }, words) {
      const state = count > maximum ? 'over' : count >= near * maximum ? 'near' : 'within';
      const description = { within: words, near: t`${words}: close to the limit`, over: t`${words}: over AWS's limit` }[
        state
      ];
      bar.className = `meter ${state}`;
      bar.setAttribute('aria-valuenow', String(count));
      bar.setAttribute('aria-valuemax', String(Math.max(count, maximum)));
      bar.setAttribute('aria-valuetext', description);
      filled.style.width = `${Math.min(100, (100 * count) / maximum)}%`;
      text.textContent = description;
    },
  };
}
