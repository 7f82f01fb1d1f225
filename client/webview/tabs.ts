// Two panes, one of which is seen: by the pattern of the ARIA Authoring Practices, so that arrow keys change it too.
import { button, element } from './dom.ts';

export interface Pane {
  readonly id: string;
  readonly title: string;
  readonly content: HTMLElement;
}

export interface Tabs {
  readonly list: HTMLElement;
  readonly panels: readonly HTMLElement[];
  readonly select: (id: string) => void;
  readonly selected: () => string;
}

export function tabs(panes: readonly [Pane, ...Pane[]], changed: () => void): Tabs {
  const entries = panes.map(({ id, title, content }) => {
    const panel = element('section', { role: 'tabpanel', id: `pane-${id}`, 'aria-labelledby': `tab-${id}` }, content);
    const choose = (): void => {
      select(id);
      changed();
    };
    const tab = button(title, { role: 'tab', id: `tab-${id}`, 'aria-controls': `pane-${id}` }, choose);
    return { id, tab, panel };
  });
  const list = element('div', { role: 'tablist', 'aria-label': 'Panes' }, ...entries.map(({ tab }) => tab));
  let selected = panes[0].id;

  const select = (id: string): void => {
    if (!entries.some((entry) => entry.id === id)) return;
    selected = id;
    for (const { id, tab, panel } of entries) {
      const isSelected = id === selected;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      panel.hidden = !isSelected;
    }
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
  select(selected);
  return { list, panels: entries.map(({ panel }) => panel), select, selected: () => selected };
}
