// Invoked every hour: removes connections that ended without $disconnect, which AWS delivers on a best-effort basis.
import { isConnected } from './shared/clients.mjs';
import { allViewers, removeViewer } from './shared/viewers.mjs';

export async function handler() {
  let removed = 0;
  for await (const connectionId of allViewers()) {
    if (await isConnected(connectionId)) continue;
    await removeViewer(connectionId);
    removed++;
  }
  console.log(`Removed ${removed} connections.`);
}
