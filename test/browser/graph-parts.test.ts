// The parts of a large graph in the preview's page: found, folded, and patched when the text changes.
import { beforeEach, describe, expect } from 'vitest';
import {
  drawn,
  large,
  openAlone,
  type,
  typeLarge,
  focused,
  node,
  route,
  isInView,
  focusNode,
  fold,
} from './large-graph.ts';
import { projectText } from '../../scripts/bench/bench-project.ts';
import { complaints, open, page, test } from './preview-page/window.ts';

beforeEach(openAlone);

describe('the search', () => {
  test('dims the rest, counts, wraps around, and ends where it was', async () => {
    await typeLarge();
    await focusNode('client');
    await page.keyboard.press('/');
    await page.keyboard.type('STEP29');
    const count = page.locator('.tools .count');
    // The routes 29 and 290 to 299, and the 30th function.
    await expect.poll(() => count.textContent()).toBe('1 of 12');
    expect(await page.locator('.node.match').count()).toBe(12);
    expect(await node('client').evaluate((node) => Number(getComputedStyle(node).opacity))).toBeLessThan(0.5);
    expect(await node(route(290)).evaluate((node) => getComputedStyle(node).opacity)).toBe('1');
    // Transparent lines would look dark where three hundred of them overlap.
    const dimmed = page.locator('.edge.route:not(.match)').first();
    expect(await dimmed.evaluate((edge) => getComputedStyle(edge).opacity)).toBe('1');
    const visited: (string | null)[] = [];
    for (const key of ['Enter', 'Enter', 'Shift+Enter', 'Shift+Enter', 'Shift+Enter']) {
      await page.keyboard.press(key);
      const current = await page.locator('.node.current').getAttribute('data-id');
      expect(await isInView(current ?? ''), current ?? '').toBe(true);
      visited.push(await count.textContent());
    }
    expect(visited).toEqual(['2 of 12', '3 of 12', '2 of 12', '1 of 12', '12 of 12']);
    const last = await page.locator('.node.current').getAttribute('data-id');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe(last);
    expect(await page.locator('.searching').count()).toBe(0);
    expect(await count.textContent()).toBe('');
  });

  test('says that there is no match, and finds parts that are typed meanwhile', async () => {
    await focusNode('client');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('brandnew');
    await expect.poll(() => page.locator('.tools .count').textContent()).toBe('No results');
    const text = await page.locator('#text').inputValue();
    await type(text.replace('route: setNickname', 'route: brandNew'));
    await expect.poll(() => page.locator('.node.match').count()).toBe(1);
  });
});

describe('folding', () => {
  test('by API and by function, and back', async () => {
    await typeLarge();
    await fold('Routes by API');
    await node('resource Orders endpoints').waitFor();
    expect(await node('resource Orders endpoints').locator('.title').textContent()).toBe('300 routes');
    expect(await node('resource Orders').getAttribute('aria-expanded')).toBe('false');
    await fold('Routes by function');
    await expect.poll(() => page.locator('.node.folded').count()).toBe(60);
    await fold('All routes');
    await expect.poll(() => page.locator('.node.endpoint').count()).toBe(300);
    expect(complaints).toEqual([]);
  });

  test('of one node by its button and by keys, and the focus stays on it', async () => {
    await typeLarge();
    await page.locator('.tools input').fill('Step0');
    await page.keyboard.press('Escape');
    await node('resource Step0').locator('.toggle').click();
    const folded = 'resource Orders endpoints of resource Step0';
    await node(folded).waitFor();
    expect(await page.locator('.node.folded').count()).toBe(1);
    await focusNode(folded);
    await page.keyboard.press('Shift+ArrowRight');
    await node(folded).waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('resource Orders endpoint $default');
    await focusNode('resource Step0');
    await page.keyboard.press('Shift+ArrowLeft');
    await node(folded).waitFor();
    expect(await focused()).toBe('resource Step0');
  });

  test('is kept across changes of the text and a reload, and hidden parts can be found and selected', async () => {
    await fold('Routes by API');
    await node('resource Chat endpoints').waitFor();
    const text = await page.locator('#text').inputValue();
    await type(`${text}# more\n`);
    expect(await node('resource Chat endpoints').count()).toBe(1);
    await page.locator('#text').evaluate((editor) => {
      if (!(editor instanceof HTMLTextAreaElement)) return;
      editor.selectionStart = editor.value.indexOf('setNickname');
      editor.selectionEnd = editor.selectionStart;
      editor.dispatchEvent(new Event('input'));
    });
    await expect.poll(() => node('resource Chat endpoints').getAttribute('aria-selected')).toBe('true');
    await page.locator('.tools input').fill('setNickname');
    expect(await page.locator('.node.folded.match').getAttribute('data-id')).toBe('resource Chat endpoints');
    expect(await page.locator('.tools .count').textContent()).toBe('1 of 2: setNickname');
    await open('?alone');
    await node('resource Chat endpoints').waitFor();
  });
});

describe('a change of the text', () => {
  test('keeps the elements of unchanged parts, and moves those that only move', async () => {
    await typeLarge();
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('[data-id]')) part.setAttribute('data-before', '');
    });
    const kept = () => page.locator('[data-id][data-before]').count();
    const all = await kept();
    expect(all).toBe(371 + 1 + 300 + 300 + 60);
    await type(large.replace('route: order.step150\n', 'route: order.renamed\n'));
    await node('resource Orders endpoint order.renamed').waitFor();
    await drawn();
    // The endpoint and its two lines are new; its function has another label.
    expect(all - (await kept())).toBeLessThanOrEqual(5);
    const before = await node(route(299)).getAttribute('transform');
    await type(
      large.replace(
        '      - route',
        '      - { route: first, operationMode: 1-way, connections: [Step0] }\n      - route',
      ),
    );
    await node('resource Orders endpoint first').waitFor();
    await drawn();
    expect(await node(route(299)).getAttribute('transform')).not.toBe(before);
    expect(all - (await kept())).toBeLessThanOrEqual(10);
  });

  test('writes as little at once, however large the graph is, and what is in view first', async () => {
    /** The changes of the document in each task until all is drawn, and the IDs of the parts that each has added. */
    const writesOf = async (text: string) => {
      const writes = await page.evaluateHandle(() => {
        const writes: { readonly changes: number[]; readonly added: string[][] } = { changes: [], added: [] };
        const observer = new MutationObserver((records) => {
          writes.changes.push(records.length);
          const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
          writes.added.push(
            added.flatMap((each) => (each instanceof Element ? (each.getAttribute('data-id') ?? []) : [])),
          );
        });
        const picture = document.querySelector('.picture');
        const options = { attributes: true, childList: true, characterData: true, subtree: true };
        if (picture) observer.observe(picture, options);
        return writes;
      });
      await type(text);
      await expect.poll(async () => (await writes.jsonValue()).changes).not.toEqual([]);
      await drawn();
      return writes.jsonValue();
    };
    /** The elements of a part that can move, and its own. */
    const perPart = 6;
    const counts: { readonly badge: number; readonly first: number; readonly most: number }[] = [];
    for (const size of [60, 300]) {
      await open('?alone');
      const text = projectText(size);
      const whole = await writesOf(text);
      const [first = []] = whole.added;
      expect(first.length).toBeLessThanOrEqual(50);
      const inView = await page.locator('.viewport').evaluate((viewport) => {
        const window = viewport.getBoundingClientRect();
        const isIn = ({ top, bottom }: DOMRect): boolean => top < window.bottom && bottom > window.top;
        const nodes = [...viewport.querySelectorAll('.node')].filter((node) => isIn(node.getBoundingClientRect()));
        return nodes.map((node) => node.getAttribute('data-id'));
      });
      // The clients were in the picture before.
      expect(first).toEqual(expect.arrayContaining(inView.filter((id) => id !== 'client')));
      expect(whole.added.flat().length).toBeGreaterThan(size);
      const badge = await writesOf(text.replace('2-way', '3-way'));
      expect(badge.changes).toHaveLength(1);
      await writesOf(text);
      const moved = await writesOf(
        text.replace('      - route', '      - { route: first, operationMode: 1-way }\n      - route'),
      );
      const [atOnce = 0, ...later] = moved.changes;
      expect(Math.max(...later)).toBeLessThanOrEqual(100 * perPart);
      counts.push({ badge: badge.changes[0] ?? 0, first: atOnce, most: Math.max(...later) });
    }
    const [small, great] = counts;
    expect(great?.badge).toBe(small?.badge);
    expect(great?.first).toBeLessThanOrEqual(50 * perPart);
  });

  test('looks as if it had been drawn from scratch', async () => {
    const changes = [
      large,
      large.replace('      - route', '      - { route: first, operationMode: 1-way }\n      - route'),
      large.replace('2-way', '3-way').replace('order.step7', 'a-much-longer-name-than-all-the-others'),
      large.replaceAll('[Step3]', '[Step4]'),
      projectText(20),
      large,
    ];
    await typeLarge();
    const elements = (): Promise<string> =>
      page
        .locator('.route-graph')
        .evaluate((svg) =>
          [...svg.querySelectorAll('*')]
            .map((element) =>
              [
                element.nodeName,
                ...[...element.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
                element.childElementCount === 0 ? element.textContent : '',
              ].join(' '),
            )
            .join('\n'),
        );
    const afresh: string[] = [];
    for (const text of changes) {
      await type('# Nothing\n');
      await expect.poll(() => page.locator('.route-graph').count()).toBe(0);
      await type(text);
      await page.locator('.route-graph').waitFor({ state: 'attached' });
      await drawn();
      afresh.push(await elements());
    }
    for (const [index, text] of changes.entries()) {
      await type(text);
      await expect.poll(elements, { message: `change ${index}` }).toBe(afresh[index]);
    }
  });
});
