// A user's actions in a window of VS Code, and what the user sees there.
import type { FrameLocator, Locator, Page } from 'playwright-core';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export interface Actions {
  /** Opens a file of the folder in an editor and focuses it. */
  openFile(path: string): Promise<void>;
  /** Runs a command from the palette, by its title there. */
  runCommand(title: string): Promise<void>;
  /** The whole text of the active editor. */
  text(): Promise<string>;
  /** Selects a text's first occurrence in the active editor; within another text, if that is given. */
  select(text: string, within?: string): Promise<void>;
  /** Types key by key, with everything that the editor does in response. */
  type(text: string): Promise<void>;
  /** Replaces a text's first occurrence with another at once, as pasting does. */
  replace(text: string, replacement: string): Promise<void>;
  save(): Promise<void>;
  /** The underlines in the editors, of one severity or of all. */
  squiggles(severity?: Severity): Locator;
  /** The list in the Problems panel: message, source and position of each. */
  problems(): Promise<readonly string[]>;
  /** Clicks a code lens until its effect is visible: the editor sometimes recreates its lenses, and a click is lost. */
  clickLens(lens: Locator, brings: Locator): Promise<void>;
  /** What the language status in the status bar says of the file, apart from what VS Code says of every file. */
  languageStatus(): Promise<readonly string[]>;
  /** Lists the tasks to choose from. */
  listTasks(): Promise<void>;
  /** Runs a task, perhaps from a group of the list, until it fails, as the list of the terminals shows. */
  runFailingTask(task: string, group?: string): Promise<void>;
  /** Records the numbers of errors and warnings in the status bar, from now on, one after the other. */
  recordProblemCounts(): Promise<() => Promise<readonly string[]>>;
  /** Moves the focus to the first editor. */
  focusEditor(): Promise<void>;
  /** Shows the hover at the cursor, again if something else in the window has closed it before its content is there. */
  showHover(content: Locator): Promise<void>;
  /** Applies the quick fix at the cursor whose title contains this text. */
  quickFix(title: string): Promise<void>;
  /** The page inside the visible webview. */
  webview(): FrameLocator;
}

export function actionsIn(page: Page): Actions {
  const quickInput = page.locator('.quick-input-widget');
  const editorWithFocus = page.locator('.monaco-editor.focused');

  const press = (keys: string) => page.keyboard.press(keys);

  /**
   * Repeats the action from the start if the window was still busy with an earlier one. It waits longer each time, because a
   * window that is only slow would lose what a second attempt interrupts.
   * @param action receives how long it may wait for each effect, in milliseconds
   */
  const persistently = async (action: (timeout: number) => Promise<void>, timeout = 5_000): Promise<void> => {
    await action(timeout).catch(async (error: unknown) => {
      if (timeout > 30_000) throw error;
      await press('Escape');
      await persistently(action, 3 * timeout);
    });
  };

  /** Opens the widget at the top of the window, which closes again when a page that appears takes the focus. */
  const ask = async (keys: string, input: string, timeout: number) => {
    await press(keys);
    await quickInput.locator('input.input').fill(input, { timeout });
  };

  const entryNamed = (label: string) =>
    quickInput.locator('.monaco-list-row', { has: page.getByText(label, { exact: true }) }).first();

  /** Types into the widget at the top of the window, and accepts the entry with this label. */
  const pick = async (keys: string, input: string, label: string) => {
    const entry = entryNamed(label);
    await persistently(async (timeout) => {
      await ask(keys, input, timeout);
      await entry.click({ timeout });
    });
    await quickInput.waitFor({ state: 'hidden' });
  };

  /** Moves the focus to the first editor. A key is lost while another part of the window is getting the focus. */
  const focusEditor = () =>
    persistently(async (timeout) => {
      await press('ControlOrMeta+1');
      await editorWithFocus.first().waitFor({ timeout });
    });

  /** An editor looks focused for a moment after something else has got the focus. */
  const isEditing = () => page.evaluate(() => document.activeElement?.closest('.editor-instance') != null);

  /** What is copied of all the text: of a panel, if it has just opened and took the focus. */
  const copyAll = async (): Promise<string> => {
    await editorWithFocus.first().waitFor();
    await press('ControlOrMeta+A');
    await press('ControlOrMeta+C');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    // Undoes the selection, not the text.
    await press('ControlOrMeta+U');
    if (await isEditing()) return copied;
    await focusEditor();
    return copyAll();
  };

  /**
   * The clipboard has the whole document; the page itself has only the lines in view. Copied until it is the same twice,
   * because a reveal from the preview may replace the selection before it is copied.
   */
  const text = async (): Promise<string> => {
    const copied = await copyAll();
    return (await copyAll()) === copied ? copied : text();
  };

  const listTasks = (): Promise<void> =>
    persistently(async (timeout) => {
      const title = 'Tasks: Run Task';
      await ask('F1', `>${title}`, timeout);
      await entryNamed(title).click({ timeout });
    });

  const runCommand = (title: string) => pick('F1', `>${title}`, title);

  const goTo = async (line: number, column: number) => {
    const there = page.locator('.statusbar-item', { hasText: new RegExp(`^Ln ${line}, Col ${column}$`) });
    await persistently(async (timeout) => {
      await ask('Control+G', `:${line}:${column}`, timeout);
      await press('Enter');
      await editorWithFocus.first().waitFor({ timeout });
      await there.waitFor({ timeout });
    });
  };

  const select = async (wanted: string, within = wanted) => {
    const all = await text();
    const start = all.indexOf(within) + within.indexOf(wanted);
    if (!all.includes(within) || !within.includes(wanted)) throw new Error(`The editor has no "${within}":\n${all}`);
    const before = all.slice(0, start).split('\n');
    const selected = page.locator('.statusbar-item', { hasText: `(${wanted.length} selected)` });
    await persistently(async (timeout) => {
      await goTo(before.length, (before.at(-1) ?? '').length + 1);
      for (const _ of wanted) await press('Shift+ArrowRight');
      await selected.waitFor({ timeout });
    });
  };

  return {
    text,
    select,

    async openFile(path) {
      await pick('ControlOrMeta+P', path, path.slice(path.lastIndexOf('/') + 1));
      await editorWithFocus.first().waitFor();
    },

    runCommand,

    async type(typed) {
      await page.keyboard.type(typed);
    },

    async replace(old, replacement) {
      await select(old);
      await page.keyboard.insertText(replacement);
    },

    async save() {
      const unsaved = page.locator('.editor-group-container.active .tab.active.dirty');
      await persistently(async (timeout) => {
        await press('ControlOrMeta+S');
        await unsaved.waitFor({ state: 'detached', timeout });
      });
    },

    squiggles(severity) {
      const severities: readonly Severity[] =
        severity === undefined ? ['error', 'warning', 'info', 'hint'] : [severity];
      return page.locator(severities.map((each) => `.monaco-editor .squiggly-${each}`).join(', '));
    },

    async problems() {
      const panel = page.locator('.markers-panel');
      if (!(await panel.isVisible())) {
        await press('ControlOrMeta+Shift+M');
        // It gets the focus with a delay: earlier keys go to the editor, later ones to the panel.
        await panel.locator(':focus').first().waitFor({ state: 'attached' });
      }
      const problems = await panel.locator('.marker-message-details-container').allInnerTexts();
      await focusEditor();
      return problems.map((each) => each.replace(/\s+/g, ' ').trim());
    },

    async languageStatus() {
      const entries = page.locator('.hover-language-status').filter({ hasNotText: 'Inline suggestions' });
      await page.locator('#status\\.languageStatus a').first().hover();
      await entries.first().waitFor();
      const texts = await entries.allInnerTexts();
      await page.mouse.move(400, 300);
      await entries.first().waitFor({ state: 'hidden' });
      return texts.map((text) => text.replace(/\s+/g, ' ').trim());
    },

    listTasks,

    async runFailingTask(task, group) {
      // VS Code may not have read tasks.json yet.
      await persistently(async (timeout) => {
        await listTasks();
        if (group !== undefined) {
          // The groups appear one by one, and move while they do.
          await entryNamed(group).waitFor({ timeout });
          await quickInput.locator('input.input').fill(group);
          await entryNamed(group).click({ timeout });
          await entryNamed('Go back ↩').waitFor({ timeout });
        }
        await entryNamed(group === undefined ? task : `${group}: ${task}`).click({ timeout });
      });
      // The terminal's text is drawn, not in the page.
      const failed = page.locator(':has(.codicon-error)');
      await page.locator('.single-terminal-tab, .terminal-tabs-entry', { hasText: task }).and(failed).waitFor();
    },

    async recordProblemCounts() {
      const shown = await page.locator('.part.statusbar').evaluateHandle((bar) => {
        const counts: string[] = [];
        const record = () => {
          const now = bar.querySelector('#status\\.problems')?.textContent.replace(/\s+/g, ' ').trim() ?? '';
          if (now !== counts.at(-1)) counts.push(now);
        };
        record();
        new MutationObserver(record).observe(bar, { childList: true, subtree: true, characterData: true });
        return counts;
      });
      return () => shown.jsonValue();
    },

    focusEditor,

    showHover: (content) =>
      persistently(async (timeout) => {
        await runCommand('Show or Focus Hover');
        await content.waitFor({ timeout });
      }),

    clickLens: (lens, brings) =>
      persistently(async (timeout) => {
        await lens.click({ timeout });
        await brings.waitFor({ timeout });
      }),

    async quickFix(title) {
      const menu = page.locator('.action-widget');
      const actions = menu.locator('.monaco-list-row.action');
      const wanted = actions.filter({ hasText: title });
      await persistently(async (timeout) => {
        await press('ControlOrMeta+.');
        await wanted.first().waitFor({ timeout });
      });
      // A click on the menu would be intercepted; its first action is initially selected.
      const choice = menu.locator('.monaco-list-row.action.focused', { hasText: title });
      for (let left = await actions.count(); left > 0 && !(await choice.isVisible()); left--) await press('ArrowDown');
      await press('Enter');
      await menu.waitFor({ state: 'hidden' });
    },

    webview() {
      return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    },
  };
}
