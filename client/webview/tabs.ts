// The tabs of the panes, of which one is visible. Follows the ARIA Authoring Practices, so the arrow keys switch too.
import { button, element } from './dom.ts';
import type { PreviewPane } from '../../server/src/protocol.ts';
import type { Pane } from './pane.ts';
import { t } from '../../server/src/locale.ts';

export interface Tabs {
  readonly list: HTMLElement;
  readonly panels: readonly HTMLElement[];
  /** Ignores IDs that no pane has. */
  readonly select: (id: string) => void;
  readonly selected: () => PreviewPane;
}

/** @param changed called with the ID of the pane that has become visible */
export function tabs(panes: readonly [Pane, ...Pane[]], changed: (id: PreviewPane) => void): Tabs {
  const entries = panes.map(({ id, title, content }) => {
    const panel = element('section', { role: 'tabpanel', id: `pane-${id}`, 'aria-labelledby': `tab-${id}` }, content);
    const tab = button(title, { role: 'tab', id: `tab-${id}`, 'aria-controls': `pane-${id}` }, () => select(id));
    return { id, tab, panel };
  });
  const list = element('div', { role: 'tablist', 'aria-label': t`Panes` }, ...entries.map(({ tab }) => tab));
  let selected = panes[0].id;

  const mark = (): void => {
    for (const { id, tab, panel } of entries) {
      const isSelected = id === selected;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      panel.hidden = !isSelected;
    }
  };
  const select = (id: string): void => {
    const entry = entries.find((entry) => entry.id === id);
    if (!entry || id === selected) return;
    selected = entry.id;
    mark();
    changed(selected);
  };
  list.addEventListener('keydown', (event) => {
    const steps: Readonly<Partial<Record<string, number>>> = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[event.key];
    const index = entries.findIndex(({ id }) => id === selected);
    const next = step === undefined ? undefined : entries[(index + step + entries.length) % entries.length];
    if (!next) return;
    event.preventDefault();
    next.tab.focus();
    next.tab.click();
  });
  mark();
  return { list, panels: entries.map(({ panel }) => panel), select, selected: () => selected };
}
