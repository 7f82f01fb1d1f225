// Editing from the graph: what can be done to the part that is chosen, by a strip of buttons, a menu, keys or a drag.
import './edit.css';
import type { GraphEdit, GraphEditKind, GraphEditOffer, GraphEdits } from '../../../server/src/protocol.ts';
import type { PanelMessage } from '../../src/preview/preview-messages.ts';
import { isField } from '../dom.ts';
import type { GraphView } from '../graph/view.ts';
import type { Page } from '../pane.ts';
import { connecting } from './connecting.ts';
import { drag } from './drag.ts';
import { openForm, type Asked } from './form.ts';
import { openMenu, type MenuItem } from './menu.ts';
import { popup } from './popup.ts';
import { requests } from './requests.ts';
import { historyStep, kindsOfKey, shortcutOf } from './shortcuts.ts';
import { strip } from './strip.ts';

export interface Editing {
  readonly receive: (message: PanelMessage) => void;
  /** Whether an edit, or a step of the history, is on its way: for that the focus may leave the page, and come back. */
  readonly isBusy: () => boolean;
  /** Another part is chosen, or none. */
  readonly choose: () => void;
  /** The picture has changed; the version is that of the text. */
  readonly refresh: (version: number) => void;
}

/** @param graph the picture in its viewport, and the tools below */
export function graphEditing(graph: GraphView, page: Page): Editing {
  const { content } = graph;
  const viewport = content.querySelector<HTMLElement>('.viewport') ?? content;
  const asking = requests(page);
  let offered: { readonly part: string | undefined; readonly edits: GraphEdits } | undefined;
  /** What an edit has made: chosen as soon as the picture shows it. */
  let awaited: string | undefined;
  let isMaking = false;
  /** What has come of the last edit, until somebody does something else. */
  let outcome = '';
  /** The version of the text that it is about, and the one that the picture shows. */
  let outcomeVersion = 0;
  let shownVersion = 0;
  /** The place of the cursor is yet to be told again, after the picture has changed: nobody need have moved it. */
  let cursorIsDue = false;
  /** The nodes of the last picture, while a step of the text's history is on its way. */
  let beforeStep: ReadonlySet<string | undefined> | undefined;
  /** The editor has the focus for that step: where its cursor comes to is not what is meant. */
  let isStepping = false;
  window.addEventListener('focus', () => (isStepping = false));
  const isBusy = (): boolean => isMaking || isStepping;

  const nodes = (): SVGElement[] => [...viewport.querySelectorAll<SVGElement>('.route-graph .node')];
  const partAt = (target: EventTarget | null): SVGElement | undefined =>
    (target instanceof Element ? target.closest<SVGElement>('.route-graph [data-id]') : undefined) ?? undefined;
  const nodeAt = (target: EventTarget | null): SVGElement | undefined => {
    const part = partAt(target);
    return part?.classList.contains('node') ? part : undefined;
  };
  const elementOf = (part: string | undefined): SVGElement | undefined =>
    [...viewport.querySelectorAll<SVGElement>('.route-graph [data-id]')].find(({ dataset }) => dataset['id'] === part);
  const idsOf = (elements: readonly SVGElement[]): Set<string | undefined> =>
    new Set(elements.map(({ dataset }) => dataset['id']));

  const bar = strip({
    // What is still there of another part is not meant any more.
    perform: (offer) => void (offered?.part === graph.chosen() && perform(offer)),
    more: (at) => void openAt(at),
  });
  viewport.after(bar.content);
  const above = popup(content, graph.focus);
  const joining = connecting(content, {
    nodes,
    tell: bar.tell,
    connect(from, target) {
      const edit: GraphEdit = { kind: 'connect', part: from, to: target.part };
      const title = `Connect to ${target.title}`;
      if (target.options) ask({ title, edit, input: undefined, options: target.options });
      else void makeHere(edit);
    },
  });

  const ask = (asked: Asked): void => {
    placePopup();
    openForm(above, asked, { objection, make });
  };
  const objection = (edit: GraphEdit): Promise<string | undefined> =>
    asking.objection(edit, offered?.edits.version ?? 0);
  const tellOutcome = (text: string, version = shownVersion): void => {
    outcome = text;
    outcomeVersion = version;
    bar.tell(text);
  };
  /** What is refused is for the caller to tell: a form tells it itself. */
  const make = async (edit: GraphEdit): Promise<string | undefined> => {
    isMaking = true;
    const { refused, done } = await asking.make(edit, offered?.edits.version ?? 0);
    isMaking = false;
    if (!done) return refused;
    const beside = done.created === undefined ? '' : `, with the new file \`${done.created}\``;
    tellOutcome(`Done${beside}. Ctrl+Z takes it back.`, done.version);
    awaited = done.select;
    adopt();
    return undefined;
  };
  const makeHere = async (edit: GraphEdit): Promise<void> => {
    const refused = await make(edit);
    if (refused !== undefined) tellOutcome(refused);
  };
  /** Chooses what the last edit has made, once it is there. */
  const adopt = (): void => {
    const made = awaited === undefined ? undefined : elementOf(awaited);
    if (awaited === undefined || !made) return;
    // A new line is marked with the node that it starts from, where one goes on.
    const from = made.dataset['from'];
    if (awaited !== graph.chosen()) graph.choose(from === undefined ? [awaited] : [from, awaited]);
    awaited = undefined;
    if (!above.isOpen()) graph.focus();
  };
  /** Chooses what a step of the history has brought back. */
  const adoptStep = (version: number): void => {
    if (!beforeStep || version === shownVersion) return;
    const back = nodes().find(({ dataset }) => beforeStep?.has(dataset['id']) === false)?.dataset['id'];
    beforeStep = undefined;
    if (back === undefined) return;
    graph.choose([back]);
    graph.focus();
  };
  const load = async (): Promise<GraphEdits> => {
    const part = graph.chosen();
    const edits = await asking.offers(part);
    if (part === graph.chosen()) {
      offered = { part, edits };
      bar.show(edits, part);
    }
    return edits;
  };
  const perform = (offer: GraphEditOffer): void => {
    const { edit, input, options, refused, title } = offer;
    if (refused !== undefined) tellOutcome(refused);
    else if (edit.kind === 'connect') startConnecting();
    else if (input ?? options) ask({ title: title.replace(/…$/, ''), edit, input, options });
    else void makeHere(edit);
  };
  const startConnecting = (): void => {
    const from = elementOf(graph.chosen());
    const edits = offered?.edits;
    if (!from || !edits) return;
    joining.start(from, edits.title ?? '', edits.targets);
    from.focus({ preventScroll: true });
  };

  const itemOf = (offer: GraphEditOffer): MenuItem => {
    const { title, refused } = offer;
    return { title, refused, shortcut: shortcutOf(offer, graph.chosen()), run: () => perform(offer) };
  };
  const hasCode = (part: string): boolean => {
    const lines = [...viewport.querySelectorAll<SVGElement>('.route-graph .edge')];
    const targets = lines.flatMap(({ dataset }) => (dataset['from'] === part ? (dataset['to'] ?? []) : []));
    const element = elementOf(part);
    const isHandled = targets.some((target) => elementOf(target)?.matches('.function') === true);
    return element?.matches('.function') === true || (element?.matches('.endpoint') === true && isHandled);
  };
  /** It is no edit, but this is the menu of the part. */
  const codeOf = (part: string | undefined): MenuItem[] => {
    if (part === undefined || !hasCode(part)) return [];
    const shortcut = { key: 'F12', label: 'F12' };
    return [{ title: 'Go to the code', refused: undefined, shortcut, run: () => openCode(part) }];
  };
  const openCode = (part: string): void => {
    if (hasCode(part)) page.post({ type: 'openSource', part });
    else tellOutcome('There is no code to open: no function is connected to it.');
  };
  const placePopup = (): void => {
    const box = (elementOf(graph.chosen()) ?? bar.content).getBoundingClientRect();
    above.place({ x: box.left + Math.min(24, box.width / 2), y: box.bottom + 4 });
  };
  const openAt = async (at: { readonly x: number; readonly y: number } | undefined): Promise<void> => {
    const part = graph.chosen();
    const { title, offers, refused } = await load();
    if (part !== graph.chosen()) return;
    if (refused !== undefined) return;
    if (at) above.place(at);
    else placePopup();
    openMenu(above, title ?? 'the project', [...offers.map(itemOf), ...codeOf(part)]);
  };
  const performKind = async (part: string, kinds: readonly GraphEditKind[]): Promise<void> => {
    const { offers, refused } = await load();
    if (part !== graph.chosen() || refused !== undefined) return;
    const offer = offers.find(({ edit }) => kinds.includes(edit.kind) && edit.part === part);
    if (offer) perform(offer);
    else tellOutcome('That cannot be done here.');
  };

  let drawn: Promise<void> = Promise.resolve();
  const startDrag = async (node: SVGElement): Promise<void> => {
    const part = node.dataset['id'];
    if (part === undefined) return;
    graph.choose([part]);
    const { targets, title, refused, offers } = await load();
    if (graph.chosen() !== part) return;
    const none = offers.find(({ edit }) => edit.kind === 'connect')?.refused ?? 'No connection starts here.';
    const objectionToStart = refused ?? (targets.length === 0 ? none : undefined);
    if (objectionToStart === undefined) return joining.start(node, title ?? '', targets);
    dragging.cancel();
    tellOutcome(objectionToStart);
  };
  const endDrag = async (node: SVGElement | undefined): Promise<void> => {
    await drawn;
    if (joining.isActive() && node && node.dataset['id'] !== graph.chosen()) joining.choose(node);
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
      if (!joining.isActive()) return;
      event.stopPropagation();
      const node = nodeAt(event.target);
      if (node) joining.choose(node);
      else joining.cancel();
    },
    { capture: true },
  );
  viewport.addEventListener('focusin', ({ target }) => {
    const part = nodeAt(target)?.dataset['id'];
    if (part === undefined || part === graph.chosen() || joining.isActive() || dragging.isOn()) return;
    graph.choose([part]);
  });
  const forget = (): void => tellOutcome('');
  content.addEventListener('pointerdown', forget, { capture: true });

  /** True for a key that it has taken. */
  const press = ({ key, ctrlKey, metaKey, altKey, shiftKey, target }: KeyboardEvent): boolean => {
    if (isField(target)) return false;
    const step = !altKey && (ctrlKey || metaKey) ? historyStep(key, shiftKey) : undefined;
    if (step) {
      beforeStep = idsOf(nodes());
      isStepping = true;
      page.post({ type: step });
      return true;
    }
    if (ctrlKey || metaKey || altKey) return false;
    if (joining.isActive()) return joining.press(key, shiftKey);
    const part = target instanceof Node && viewport.contains(target) ? graph.chosen() : undefined;
    if (part === undefined) return false;
    if (key === 'ContextMenu' || (shiftKey && key === 'F10')) {
      void openAt(undefined);
      return true;
    }
    // As from a name in an editor.
    if (key === 'F12' && elementOf(part)?.matches('.function, .endpoint') === true) {
      openCode(part);
      return true;
    }
    const kinds = shiftKey ? [] : kindsOfKey(key);
    if (kinds.length === 0) return false;
    void performKind(part, kinds);
    return true;
  };
  content.addEventListener(
    'keydown',
    (event) => {
      if (!['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) forget();
      if (!press(event)) return;
      event.preventDefault();
      // The window would do the same to the fields of the page.
      event.stopPropagation();
    },
    { capture: true },
  );
  viewport.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    // The key for it was taken above: that one has no place.
    if (event.button !== 2) return;
    joining.cancel();
    const part = partAt(event.target)?.dataset['id'];
    graph.choose(part === undefined ? [] : [part]);
    void openAt({ x: event.clientX, y: event.clientY });
  });

  return {
    receive(message) {
      asking.receive(message);
      if (message.type === 'noSource') tellOutcome(message.reason);
      if (message.type !== 'cursor') return;
      const isFollowed = !graph.hasFocus() && !isBusy();
      if (isFollowed && !cursorIsDue && message.graph[0] !== graph.chosen()) forget();
      cursorIsDue = false;
    },
    isBusy,
    choose() {
      bar.tell(outcome);
      void load();
    },
    refresh(version) {
      if (version !== outcomeVersion && version !== shownVersion) forget();
      cursorIsDue = true;
      joining.cancel();
      adopt();
      adoptStep(version);
      shownVersion = version;
      // What can be added to the project is asked for when the menu opens.
      if (graph.chosen() !== undefined || offered?.part !== undefined || !offered) void load();
    },
  };
}
