// The images that the page draws on request. A page that is loaded or reloaded in the meantime gets the requests again.
import type { Disposable } from 'vscode';
import { markedPng, pngSize } from '../../../server/src/export.ts';
import { t } from '../../../server/src/locale.ts';
import { UserFacingError } from '../messages.ts';
import type { PageMessageOf, PanelMessage, PanelMessageOf } from './preview-messages.ts';

export interface PngDrawings extends Disposable {
  /** @throws {UserFacingError} if the page does not draw it */
  readonly draw: (svg: string) => Promise<Uint8Array>;
  readonly pageReady: () => void;
  readonly drawn: (drawing: PageMessageOf<'drawn'>) => void;
}

/** In seconds. Drawing takes less than one, but the page may have to be loaded in a slow window. */
const patience = 30;

interface Pending {
  readonly request: PanelMessageOf<'drawPng'>;
  /** @param png the bytes in Base64, or else the reason is a sentence */
  readonly end: (png: string | undefined, reason?: string) => void;
}

export function pngDrawings(post: (message: PanelMessage) => void, isPageReady: () => boolean): PngDrawings {
  const pending = new Map<number, Pending>();
  let last = 0;
  return {
    draw: (svg) =>
      new Promise((resolve, reject) => {
        const request: PanelMessageOf<'drawPng'> = { type: 'drawPng', number: ++last, svg, ...pngSize(svg) };
        const end: Pending['end'] = (png, reason = '') => {
          clearTimeout(timer);
          pending.delete(request.number);
          if (png !== undefined) resolve(markedPng(Uint8Array.from(atob(png), (byte) => byte.charCodeAt(0))));
          else reject(new UserFacingError(t`The image was not drawn. ${reason} Try again, or export an SVG.`));
        };
        const timer = setTimeout(
          () => end(undefined, t`The preview did not answer within ${patience} seconds.`),
          patience * 1000,
        );
        pending.set(request.number, { request, end });
        if (isPageReady()) post(request);
      }),
    pageReady() {
      for (const { request } of pending.values()) post(request);
    },
    drawn: ({ number, png, fault }) => pending.get(number)?.end(png, fault),
    dispose() {
      for (const { end } of pending.values()) end(undefined, t`The preview, which draws it, was closed.`);
    },
  };
}
