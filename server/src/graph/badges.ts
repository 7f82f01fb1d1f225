// The signs on nodes and edges, around their own middle: shapes tell severities apart, not colours alone.
import type { Mark } from './marks.ts';

interface Shape {
  readonly plate: string;
  readonly sign: string;
}

export const badgeShape: Readonly<Record<Mark['severity'], Shape>> = {
  error: { plate: 'M-6 0a6 6 0 0 1 12 0a6 6 0 0 1 -12 0z', sign: 'M-2.3 -2.3l4.6 4.6M-2.3 2.3l4.6 -4.6' },
  warning: { plate: 'M0 -6.5L7 5.5H-7z', sign: 'M0 -2.5v3.6M0 3.4v.1' },
  information: { plate: 'M-5.5 -5.5h11v11h-11z', sign: 'M0 -.8v3.8M0 -3.1v.1' },
};

export const togglePlate = 'M-7 0a7 7 0 0 1 14 0a7 7 0 0 1 -14 0z';

export const toggleSign = { collapse: 'M-3.5 0h7', expand: 'M-3.5 0h7M0 -3.5v7' } as const;
