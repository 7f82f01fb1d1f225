/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Draws what a part of a page shows as SVG: a tenth of the size of its screenshot, and sharp on every screen. Runs in the
// page, so it uses nothing from outside the function. Knows what our pictures contain: texts, boxes, SVG and squiggles.

/**
 * @param {Element} root
 * @param {{ x: number, y: number, width: number, height: number }} clip in the coordinates of the page
 * @returns {string}
 */
export function svgOf(root, clip) {
  /** @type {string[]} */
  const parts = [];
  const canvas = document.createElement('canvas').getContext('2d');
  const round = (/** @type {number} */ value) => String(Math.round(value * 10) / 10);
  const attributes = (/** @type {Record<string, string | number | undefined>} */ values) =>
    Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => ` ${name}="${escaped(typeof value === 'number' ? round(value) : String(value))}"`)
      .join('');
  const escaped = (/** @type {string} */ text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const isVisible = (/** @type {string} */ color) =>
    !/^(?:transparent|none|rgba\(.*, 0\))$/.test(color) && color !== '';
  const isInside = (/** @type {DOMRect} */ { left, right, top, bottom }) =>
    right > clip.x && left < clip.x + clip.width && bottom > clip.y && top < clip.y + clip.height;
  const font = (/** @type {CSSStyleDeclaration} */ style) => ({
    'font-family': /mono/i.test(style.fontFamily) ? 'monospace' : undefined,
    'font-size': Number.parseFloat(style.fontSize),
    'font-weight': Number(style.fontWeight) >= 600 ? 'bold' : undefined,
    'font-style': style.fontStyle === 'italic' ? 'italic' : undefined,
  });

  const box = (/** @type {DOMRect} */ rect, /** @type {CSSStyleDeclaration} */ style) => {
    const { left: x, top: y, width, height } = rect;
    const stroke = Number.parseFloat(style.borderTopWidth);
    const isFramed = stroke > 0 && isVisible(style.borderTopColor) && style.borderTopStyle !== 'none';
    const isAround = isFramed && style.borderLeftColor === style.borderTopColor && style.borderLeftWidth !== '0px';
    const fill = isVisible(style.backgroundColor) ? style.backgroundColor : 'none';
    const rx = Number.parseFloat(style.borderTopLeftRadius) || undefined;
    if (fill !== 'none' || isAround) {
      const inset = isAround ? stroke / 2 : 0;
      const frame = isAround ? { stroke: style.borderTopColor, 'stroke-width': stroke } : {};
      const size = { width: width - 2 * inset, height: height - 2 * inset };
      parts.push(`<rect${attributes({ x: x + inset, y: y + inset, ...size, rx, fill, ...frame })}/>`);
    }
    const lines = isAround ? [] : [/** @type {const} */ (['Top', y]), /** @type {const} */ (['Bottom', y + height])];
    for (const [side, at] of lines) {
      const thickness = Number.parseFloat(style[`border${side}Width`]);
      const color = style[`border${side}Color`];
      if (thickness > 0 && isVisible(color) && style[`border${side}Style`] !== 'none') {
        const top = side === 'Top' ? at : at - thickness;
        parts.push(`<rect${attributes({ x, y: top, width, height: thickness, fill: color })}/>`);
      }
    }
  };

  const text = (/** @type {Text} */ node, /** @type {CSSStyleDeclaration} */ style) => {
    /** @type {{ text: string, left: number, right: number, top: number }[]} */
    const runs = [];
    const range = document.createRange();
    for (let index = 0; index < node.data.length; index++) {
      range.setStart(node, index);
      range.setEnd(node, index + 1);
      const rect = range.getClientRects()[0];
      if (!rect || rect.width === 0 || !isInside(rect)) continue;
      const last = runs.at(-1);
      const letter = (node.data[index] ?? '').replace(/\s/, ' ');
      if (last && Math.abs(last.top - rect.top) < 2 && rect.left >= last.right - 1) {
        last.text += letter;
        last.right = rect.right;
      } else if (letter !== ' ') runs.push({ text: letter, left: rect.left, right: rect.right, top: rect.top });
    }
    if (!canvas || runs.length === 0) return;
    canvas.font = style.font;
    const ascent = canvas.measureText('x').fontBoundingBoxAscent;
    for (const { text: content, left, right, top } of runs) {
      if (content.trim() === '') continue;
      const place = { x: left, y: top + ascent, textLength: right - left, lengthAdjust: 'spacingAndGlyphs' };
      const spaces = { 'xml:space': /^ | $| {2}/.test(content) ? 'preserve' : undefined };
      parts.push(
        `<text${attributes({ ...place, fill: style.color, ...font(style), ...spaces })}>${escaped(content)}</text>`,
      );
    }
  };

  /** A shape of an SVG in the page, with the style that its classes give it. */
  const shape = (/** @type {SVGGraphicsElement} */ element, /** @type {CSSStyleDeclaration} */ style) => {
    const matrix = element.getScreenCTM();
    if (!matrix) return;
    const { a, b, c, d, e, f } = matrix;
    const geometry = ['d', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'width', 'height', 'points'];
    const own = Object.fromEntries(geometry.map((name) => [name, element.getAttribute(name) ?? undefined]));
    const isStroked = isVisible(style.stroke) && Number.parseFloat(style.strokeWidth) > 0;
    const isText = element.tagName === 'text';
    const paint = {
      fill: isVisible(style.fill) ? style.fill : 'none',
      stroke: isStroked && !isText ? style.stroke : undefined,
      'stroke-width': isStroked && !isText ? Number.parseFloat(style.strokeWidth) : undefined,
      'stroke-dasharray': style.strokeDasharray === 'none' ? undefined : style.strokeDasharray.replaceAll('px', ''),
      opacity: style.opacity === '1' ? undefined : style.opacity,
      ...(isText ? { ...font(style), 'text-anchor': style.textAnchor === 'start' ? undefined : style.textAnchor } : {}),
    };
    const transform = `matrix(${[a, b, c, d, e, f].map((value) => Math.round(value * 1000) / 1000).join(' ')})`;
    const content = isText ? escaped(element.textContent ?? '') : '';
    parts.push(
      `<${element.tagName}${attributes({ ...own, ...paint, transform })}${isText ? `>${content}</text` : '/'}>`,
    );
  };

  /** What is typed or chosen in a control, whose text is not in the page. */
  const value = (
    /** @type {string} */ typed,
    /** @type {DOMRect} */ { left, top, height },
    /** @type {CSSStyleDeclaration} */ style,
  ) => {
    const size = Number.parseFloat(style.fontSize);
    const lines = typed.split('\n');
    const lineHeight = Number.parseFloat(style.lineHeight) || size * 1.3;
    const first =
      lines.length > 1 || height > 2.5 * lineHeight
        ? top + Number.parseFloat(style.paddingTop)
        : top + (height - lineHeight) / 2;
    for (const [index, line] of lines.entries()) {
      const y = first + (index + 0.5) * lineHeight + size * 0.35;
      const place = { x: left + Number.parseFloat(style.paddingLeft) + 1, y, fill: style.color, ...font(style) };
      if (line.trim() !== '') parts.push(`<text${attributes(place)} xml:space="preserve">${escaped(line)}</text>`);
    }
  };

  const squiggle = (/** @type {DOMRect} */ { left, right, bottom }, /** @type {string} */ color) => {
    const steps = Math.floor((right - left) / 3);
    const path = `M${round(left)} ${round(bottom - 1)}${'l1.5 -2l1.5 2'.repeat(steps)}`;
    parts.push(`<path${attributes({ d: path, fill: 'none', stroke: color })}/>`);
  };

  const walk = (/** @type {Element} */ element) => {
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return;
    // Only for screen readers.
    if (style.clipPath === 'inset(50%)') return;
    const rect = element.getBoundingClientRect();
    if (element instanceof SVGGraphicsElement && !(element instanceof SVGSVGElement) && element.tagName !== 'g') {
      if (isInside(rect)) shape(element, style);
      return;
    }
    if (rect.width > 0 && rect.height > 0 && !isInside(rect)) return;
    if (!(element instanceof SVGElement) && rect.width > 0 && rect.height > 0) box(rect, style);
    if (/squiggly-(?:error|warning)/.test(element.className)) {
      squiggle(rect, element.className.includes('error') ? '#f14c4c' : '#cca700');
    }
    if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) {
      value(element.value, rect, style);
      return;
    }
    if (element instanceof HTMLSelectElement) {
      value(element.selectedOptions[0]?.text ?? '', rect, style);
      return;
    }
    const { left, top, width, height } = rect;
    // What scrolls is seen through a window.
    const isWindow =
      style.overflowY !== 'visible' &&
      element instanceof HTMLElement &&
      (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1);
    const window = { x: left, y: top, width, height, viewBox: [left, top, width, height].map(round).join(' ') };
    if (isWindow) parts.push(`<svg${attributes(window)}>`);
    for (const child of element.childNodes) {
      if (child instanceof Text) text(child, style);
      else if (child instanceof Element) walk(child);
    }
    if (isWindow) parts.push('</svg>');
  };
  walk(root);
  const { x, y, width, height } = clip;
  const size = attributes({ width, height, viewBox: [x, y, width, height].map(round).join(' ') });
  return `<svg xmlns="http://www.w3.org/2000/svg"${size} font-family="sans-serif">${parts.join('')}</svg>\n`;
}
