// The throttling that an API declares: as many requests of each route at once as its burst, and then as many a second as its rate.
import type { WebSocketApi } from '../model/project.ts';

interface Bucket {
  /** How many requests can come at once. */
  tokens: number;
  /** When that was so, in milliseconds. */
  time: number;
}

/**
 * @param now in milliseconds
 * @returns whether the API accepts another request of the route, which then counts
 */
export function routeThrottle(now: () => number): (api: WebSocketApi, route: string) => boolean {
  const buckets = new Map<string, Bucket>();
  return ({ throttling }, route) => {
    const [rate, burst] = [throttling?.rate?.value, throttling?.burst?.value];
    if (rate === undefined || burst === undefined) return true;
    const time = now();
    const bucket = buckets.get(route) ?? { tokens: burst, time };
    bucket.tokens = Math.min(burst, bucket.tokens + ((time - bucket.time) / 1000) * rate);
    bucket.time = time;
    buckets.set(route, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}
