// The sample messages to choose from: one for each route of the file, and those that the user has saved.
import type { RouteSample } from '../../server/src/protocol.ts';
import type { SavedSample } from '../src/preview/preview-messages.ts';
import { button, element } from './dom.ts';
import { labeled, textInput } from './form.ts';
import { t } from '../../server/src/locale.ts';

export interface SamplePicker {
  readonly content: HTMLElement;
  readonly showRoutes: (samples: readonly RouteSample[]) => void;
  readonly showSaved: (samples: readonly SavedSample[]) => void;
}

interface SampleActions {
  readonly choose: (message: string) => void;
  /** The message that would be saved. */
  readonly current: () => string;
  /** The route that receives it, if any. */
  readonly route: () => string | undefined;
  readonly save: (samples: readonly SavedSample[]) => void;
}

export function samplePicker({ choose, current, route, save }: SampleActions): SamplePicker {
  let routes: readonly RouteSample[] = [];
  let saved: readonly SavedSample[] = [];
  const list = element('select', { 'aria-label': t`Samples` });
  const name = textInput(() => undefined);
  const naming = labeled(
    t`Name`,
    name,
    button(t`Save`, {}, () => keep()),
    button(t`Cancel`, { class: 'secondary' }, () => endNaming()),
  );
  naming.classList.add('naming');
  naming.hidden = true;
  const start = button(t`Save as sample…`, { class: 'secondary' }, () => {
    const known = chosenSaved();
    name.value = known?.name ?? freeName(route() ?? t`Message`);
    naming.hidden = false;
    name.select();
  });
  const remove = button(t`Delete sample`, { class: 'secondary' }, () => {
    const known = chosenSaved();
    if (known) change(saved.filter((sample) => sample !== known));
  });

  const freeName = (wanted: string): string => {
    const isFree = (title: string): boolean => saved.every((sample) => sample.name !== title);
    let title = wanted;
    for (let count = 2; !isFree(title); count++) title = `${wanted} ${count}`;
    return title;
  };
  const chosenSaved = (): SavedSample | undefined => saved.find((sample) => `saved ${sample.name}` === list.value);
  const keep = (): void => {
    const title = name.value.trim();
    if (title === '') return;
    change([...saved.filter((sample) => sample.name !== title), { name: title, message: current() }]);
    list.value = `saved ${title}`;
    remove.hidden = false;
    endNaming();
  };
  const endNaming = (): void => {
    naming.hidden = true;
    start.focus();
  };
  const change = (next: readonly SavedSample[]): void => {
    saved = next;
    save(saved);
    fill();
  };
  const fill = (): void => {
    const before = list.value;
    const group = (label: string, options: readonly (readonly [string, string])[]): HTMLElement[] =>
      options.length === 0
        ? []
        : [element('optgroup', { label }, ...options.map(([value, title]) => element('option', { value }, title)))];
    list.replaceChildren(
      element('option', { value: '' }, t`Samples`),
      ...group(
        t`Routes`,
        routes.map(({ route }) => [`route ${route}`, route] as const),
      ),
      ...group(
        t`Saved`,
        saved.map((sample) => [`saved ${sample.name}`, sample.name] as const),
      ),
    );
    list.value = before;
    if (list.selectedIndex < 0) list.selectedIndex = 0;
    remove.hidden = !chosenSaved();
  };
  list.addEventListener('change', () => {
    const route = routes.find((sample) => `route ${sample.route}` === list.value);
    const message = route?.message ?? chosenSaved()?.message;
    remove.hidden = !chosenSaved();
    if (message !== undefined) choose(message);
  });
  name.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Enter') keep();
    else endNaming();
  });
  fill();
  return {
    content: element('div', { class: 'samples' }, element('div', { class: 'row' }, list, start, remove), naming),
    showRoutes(samples) {
      routes = samples;
      fill();
    },
    showSaved(samples) {
      saved = samples;
      fill();
    },
  };
}
