// Editing from the graph: what can be done to the part that is chosen, by a strip of buttons, a menu, keys or a drag.
import './edit.css';
import type { GraphEdit, GraphEditOffer, GraphEdits, PanelMessage } from '../../../server/src/protocol.ts';
import type { Page } from '../pane.ts';
import { connecting } from './connecting.ts';
import { drag } from './drag.ts';
import { openForm, type Asked } from './form.ts';
import { openMenu, type MenuItem } from './menu.ts';
import { popup } from './popup.ts';
import { requests } from './requests.ts';
import { historyStep, kindOfKey, shortcutOf } from './shortcuts.ts';
import { strip } from './strip.ts';

export interface Editing {
  readonly receive: (message: PanelMessage) => void;
  /** The picture has changed. */
  readonly refresh: () => void;
}

/** @param content of the graph's pane: the picture in its viewport, and the tools below */
export function graphEditing(content: HTMLElement, page: Page): Editing {
  const viewport = content.querySelector<HTMLElement>('.viewport') ?? content;
  const asking = requests(page);
  let current: string | undefined;
  let offered: { readonly part: string | undefined; readonly edits: GraphEdits } | undefined;
  /** What an edit has made: chosen as soon as the picture shows it. */
  let awaited: string | undefined;

  const nodes = (): SVGElement[] => [...viewport.querySelectorAll<SVGElement>('.route-graph .node')];
  const partAt = (target: EventTarget | null): SVGElement | undefined =>
    (target instanceof Element ? target.closest<SVGElement>('.route-graph [data-id]') : undefined) ?? undefined;
  const nodeAt = (target: EventTarget | null): SVGElement | undefined => {
    const part = partAt(target);
    return part?.classList.contains('node') ? part : undefined;
  };
  const elementOf = (part: string | undefined): SVGElement | undefined =>
    [...viewport.querySelectorAll<SVGElement>('.route-graph [data-id]')].find(({ dataset }) => dataset['id'] === part);
  const focusCurrent = (): void => {
    const part = elementOf(current);
    const node = part?.classList.contains('edge') ? elementOf(part.dataset['from']) : part;
    (node ?? nodes().find(({ tabIndex }) => tabIndex === 0))?.focus({ preventScroll: true });
  };

  const bar = strip({ perform: (offer) => perform(offer), more: (at) => void openAt(at) });
  viewport.after(bar.content);
  const above = popup(content, focusCurrent);
  const joining = connecting(content, {
    nodes,
    tell: bar.tell,
    connect(target) {
      const edit: GraphEdit = { kind: 'connect', part: current, to: target.part };
      const title = `Connect to ${target.title}`;
      if (target.options) ask({ title, edit, input: undefined, options: target.options });
      else void make(edit);
    },
  });

  const ask = (asked: Asked): void => {
    placePopup();
    openForm(above, asked, { objection, make });
  };
  const objection = (edit: GraphEdit): Promise<string | undefined> =>
    asking.objection(edit, offered?.edits.version ?? 0);
  const make = async (edit: GraphEdit): Promise<string | undefined> => {
    const { refused, select } = await asking.make(edit, offered?.edits.version ?? 0);
    bar.tell(refused ?? 'Done. Ctrl+Z takes it back.');
    if (refused === undefined && select !== undefined) {
      awaited = select;
      adopt();
    }
    return refused;
  };
  /** Chooses what the last edit has made, once it is there. */
  const adopt = (): void => {
    if (awaited === undefined || !elementOf(awaited)) return;
    current = awaited;
    awaited = undefined;
    if (document.hasFocus() && !above.isOpen()) focusCurrent();
    void load();
  };
  const load = async (): Promise<GraphEdits> => {
    const part = current;
    const edits = await asking.offers(part);
    if (part === current) {
      offered = { part, edits };
      bar.show(edits, part);
    }
    return edits;
  };
  const choose = (part: string | undefined): void => {
    if (part === current && offered) return;
    current = part;
    bar.tell('');
    void load();
  };
  const perform = (offer: GraphEditOffer): void => {
    const { edit, input, options, refused, title } = offer;
    if (refused !== undefined) bar.tell(refused);
    else if (edit.kind === 'connect') startConnecting();
    else if (input ?? options) ask({ title: title.replace(/…$/, ''), edit, input, options });
    else void make(edit);
  };
  const startConnecting = (): void => {
    const from = elementOf(current);
    const edits = offered?.edits;
    if (!from || !edits) return;
    joining.start(from, edits.title ?? '', edits.targets);
    from.focus({ preventScroll: true });
  };

  const itemOf = (offer: GraphEditOffer): MenuItem => {
    const { title, refused } = offer;
    return { title, refused, key: shortcutOf(offer), run: () => perform(offer) };
  };
  /** It is no edit, but this is the menu of the part. */
  const codeOf = (part: string | undefined): MenuItem[] => {
    const hasCode = elementOf(part)?.matches('.function, .endpoint') === true;
    if (part === undefined || !hasCode) return [];
    return [
      { title: 'Go to the code', refused: undefined, key: 'F12', run: () => page.post({ type: 'openSource', part }) },
    ];
  };
  const placePopup = (): void => {
    const box = (elementOf(current) ?? bar.content).getBoundingClientRect();
    above.place({ x: box.left + Math.min(24, box.width / 2), y: box.bottom + 4 });
  };
  const openAt = async (at: { readonly x: number; readonly y: number } | undefined): Promise<void> => {
    const part = current;
    const { title, offers, refused } = await load();
    if (part !== current) return;
    if (refused !== undefined) return bar.tell(refused);
    if (at) above.place(at);
    else placePopup();
    openMenu(above, title ?? 'the project', [...offers.map(itemOf), ...codeOf(part)]);
  };
  const performKind = async (part: string | undefined, key: string): Promise<void> => {
    const kind = kindOfKey(key);
    current = part;
    const { offers, refused } = await load();
    if (part !== current) return;
    const offer = offers.find(({ edit }) => edit.kind === kind && edit.part === part);
    if (refused !== undefined) bar.tell(refused);
    else if (offer) perform(offer);
    else bar.tell('That cannot be done here.');
  };

  let drawn: Promise<void> = Promise.resolve();
  const startDrag = async (node: SVGElement): Promise<void> => {
    current = node.dataset['id'];
    const { targets, title, refused, offers } = await load();
    if (current !== node.dataset['id']) return;
    const none = offers.find(({ edit }) => edit.kind === 'connect')?.refused ?? 'No connection starts here.';
    const objectionToStart = refused ?? (targets.length === 0 ? none : undefined);
    if (objectionToStart === undefined) return joining.start(node, title ?? '', targets);
    dragging.cancel();
    bar.tell(objectionToStart);
  };
  const endDrag = async (node: SVGElement | undefined): Promise<void> => {
    await drawn;
    if (joining.isActive() && node && node.dataset['id'] !== current) joining.choose(node);
    // What refuses says why, until the pointer is somewhere else.
    joining.cancel(node !== undefined);
  };
  const dragging = drag(viewport, {
    nodeAt,
    start: (node) => void (drawn = startDrag(node)),
    over: (node) => joining.point(node),
    drop: (node) => void endDrag(node),
  });

  viewport.addEventListener('pointerover', ({ target }) => {
    if (joining.isActive() && !dragging.isOn()) joining.point(nodeAt(target));
  });
  viewport.addEventListener(
    'click',
    (event) => {
      const part = partAt(event.target);
      if (!joining.isActive()) return choose(part?.dataset['id']);
      event.stopPropagation();
      const node = nodeAt(event.target);
      if (node) joining.choose(node);
      else joining.cancel();
    },
    { capture: true },
  );
  viewport.addEventListener('focusin', ({ target }) => {
    const node = nodeAt(target);
    if (node && !joining.isActive() && !dragging.isOn()) choose(node.dataset['id']);
  });
  content.addEventListener(
    'keydown',
    (event) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
      const node = nodeAt(target);
      const step = node && !altKey && (ctrlKey || metaKey) ? historyStep(key, shiftKey) : undefined;
      if (step) {
        event.preventDefault();
        // The editor has the focus for a moment.
        window.addEventListener('focus', focusCurrent, { once: true });
        page.post({ type: step });
      }
      if (ctrlKey || metaKey || altKey) return;
      if (joining.isActive()) {
        if (!joining.press(key, shiftKey)) return;
      } else if (node && (key === 'ContextMenu' || (shiftKey && key === 'F10'))) {
        current = node.dataset['id'];
        void openAt(undefined);
      } else if (node && kindOfKey(key) !== undefined && !shiftKey) {
        void performKind(node.dataset['id'], key);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
  viewport.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    // The key for it was taken above: that one has no place.
    if (event.button !== 2) return;
    joining.cancel();
    current = partAt(event.target)?.dataset['id'];
    void openAt({ x: event.clientX, y: event.clientY });
  });

  return {
    receive(message) {
      asking.receive(message);
      if (message.type === 'cursor' && current === undefined && message.graph[0] !== undefined)
        choose(message.graph[0]);
    },
    refresh() {
      joining.cancel();
      adopt();
      if (current !== undefined && !elementOf(current)) current = undefined;
      // What can be added to the project is asked for when the menu opens.
      if (current !== undefined || offered?.part !== undefined || !offered) void load();
    },
  };
}
