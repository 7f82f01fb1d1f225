// The CloudFormation template, to read, select and copy.
import { button, element } from './dom.ts';
import { highlight } from './highlight.ts';

export interface TemplatePane {
  readonly content: HTMLElement;
  /** @param isStale true where the file has errors, and this is what it gave before */
  readonly show: (template: string, isStale: boolean) => void;
  readonly clear: () => void;
  /** The template is in the clipboard. */
  readonly copied: () => void;
}

/** In milliseconds. */
const confirmedFor = 2000;

export function templatePane(actions: { readonly copy: () => void; readonly generate: () => void }): TemplatePane {
  const copy = button('Copy', { class: 'secondary' }, actions.copy);
  const generate = button('Generate File', { title: 'Writes the template beside the project file' }, actions.generate);
  const size = element('span', { class: 'size' });
  const status = element('span', { role: 'status', class: 'status' });
  const code = element('code');
  // It scrolls, so the keyboard must be able to reach it.
  const text = element('pre', { tabindex: '0', 'aria-label': 'CloudFormation template' }, code);
  const content = element(
    'div',
    { class: 'template', hidden: true },
    element('div', { class: 'bar' }, size, status, copy, generate),
    text,
  );
  let shown: string | undefined;
  return {
    content,
    show(template, isStale) {
      content.hidden = false;
      // A template that the file does not say any more is to be seen, not to be used.
      copy.disabled = isStale;
      generate.disabled = isStale;
      if (template === shown) return;
      shown = template;
      const lines = template.trimEnd().split('\n').length;
      size.textContent = `${lines.toLocaleString()} lines`;
      code.replaceChildren(highlight(template));
    },
    clear() {
      shown = undefined;
      content.hidden = true;
      code.replaceChildren();
    },
    copied() {
      status.textContent = 'Copied';
      setTimeout(() => (status.textContent = ''), confirmedFor);
    },
  };
}
